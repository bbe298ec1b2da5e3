"""Which finished tasks are like one that is to be estimated? By category and the words of the title (S3-14)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from math import log
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.playbook.names import typed_alike

MOST: Final = 30
"""So many tasks an estimate rests on at most."""
WORD: Final = re.compile(r"[^\W\d_]{3,}")
LEAST: Final = 0.15
"""What is less like it says nothing of it: such as one frequent word in both."""
SAME: Final = 0.25
"""What the same category counts, and once more the same sub-category; the same words count up to one."""


class Finished(NamedTuple):
    """A task of which all is known."""

    task_id: UUID
    project_id: UUID
    title: str
    category: str | None
    """With its sub-category behind a slash, where there is one."""
    planned: int
    actual: int
    """Minutes, as are the planned ones."""
    finished_at: datetime


class Wanted(NamedTuple):
    """A task that is to be estimated."""

    title: str
    category: str | None = None
    planned: int | None = None
    """What somebody estimated already, in minutes."""


class Similar(NamedTuple):
    """A finished task, and how like it is."""

    task: Finished
    likeness: float


def similar(wanted: Wanted, known: Sequence[Finished], most: int = MOST) -> list[Similar]:
    """The finished tasks that are most like it, the later of equals first; none that share too little."""
    told = [words(task.title) for task in known]
    times = Counter(word for each in told for word in each)
    weights = {word: log(1 + len(known) / count) for word, count in times.items()}
    unknown = log(1 + len(known))
    ours = words(wanted.title)
    whole = sum(weights.get(word, unknown) for word in ours)
    path = parts(wanted.category)
    found = [
        Similar(task, shared(ours, theirs, whole, weights) + in_category(path, parts(task.category)))
        for task, theirs in zip(known, told, strict=True)
    ]
    like = [one for one in found if one.likeness >= LEAST]
    like.sort(key=lambda one: (-one.likeness, -one.task.finished_at.timestamp(), one.task.task_id))
    return like[:most]


def words(title: str) -> frozenset[str]:
    return frozenset(WORD.findall(title.casefold()))


def shared(ours: frozenset[str], theirs: frozenset[str], whole: float, weights: Mapping[str, float]) -> float:
    """How much of the words of both is common, from 0 to 1; rare words count more."""
    common = sum(weights[word] for word in ours & theirs)
    return common / (whole + sum(weights[word] for word in theirs) - common) if common else 0.0


def parts(category: str | None) -> tuple[str, ...]:
    return tuple(typed_alike(part) for part in (category or "").split("/") if part.strip())


def in_category(ours: tuple[str, ...], theirs: tuple[str, ...]) -> float:
    return (SAME * (ours[0] == theirs[0]) + SAME * (ours == theirs)) if ours and theirs else 0.0
