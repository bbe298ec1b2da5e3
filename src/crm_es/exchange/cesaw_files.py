"""Reads the three tables of CESAW, planned tasks against logged time: tasks, time log, and the tree of the work.

A task is one person's share of a plan item; several people may have one. Numbers stand for projects and people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from crm_es.exchange.labour_values import NULLS, when, whole
from crm_es.exchange.sales_files import Line, table
from crm_es.exchange.summary import BadRow, Summary

MOST: Final = 60_000
TASKS: Final = ("project_key", "person_key", "wbs_element_key", "plan_item_key", "task_plan_time_minutes")
TIMES: Final = ("time_log_fact_key", "project_key", "person_key", "plan_item_key", "time_log_delta_minutes")
TREE: Final = ("project_key", "wbs_element_key", "parent_wbs_element_key")
Item = tuple[str, str]
"""A plan item of a project: its number alone is not told of one project only."""


class Task(NamedTuple):
    """What one person planned for a plan item."""

    person: str
    minutes: int
    """Planned, rounded to whole ones."""
    finished: datetime | None


@dataclass(slots=True)
class PlanItem:
    """A piece of work of a project, with everybody who is planned on it."""

    project: str
    item: str
    element: str
    """Of the tree."""
    phase: str
    began: datetime | None = None
    tasks: list[Task] = field(default_factory=list)

    @property
    def finished(self) -> datetime | None:
        """When the last of them was done; None while one is not."""
        ends = [task.finished for task in self.tasks]
        return max((end for end in ends if end), default=None) if all(ends) else None


class Entry(NamedTuple):
    """Logged time."""

    key: str
    project: str
    item: str
    element: str
    phase: str
    person: str
    team: str
    starts: datetime
    ends: datetime
    minutes: int
    interrupted: int


@dataclass(slots=True)
class Cesaw:
    """All that the tables tell."""

    items: dict[Item, PlanItem] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    tree: dict[Item, str | None] = field(default_factory=dict)
    """Each element of a project, and the one that it is a part of."""
    teams: dict[str, str] = field(default_factory=dict)
    """The first team of each person."""


def read(tasks: Path, times: Path, tree: Path | None, summary: Summary) -> Cesaw:
    """The three tables; what cannot be used as it stands is told."""
    found = Cesaw()
    for row in table(tree, *TREE) if tree else ():
        parent = row["parent_wbs_element_key"]
        found.tree[row["project_key"], row["wbs_element_key"]] = None if parent in NULLS else parent
    for row in table(tasks, *TASKS):
        _task(row, found, summary)
    for row in table(times, *TIMES):
        found.entries.extend(_entry(row, found, summary))
    return found


def _task(row: Line, found: Cesaw, summary: Summary) -> None:
    item, person = plan_item(row, found), row["person_key"]
    minutes = whole(row["task_plan_time_minutes"])
    if minutes is None:
        summary.bad_rows.append(BadRow(row.line, "The task has no readable planned minutes: taken as none."))
    if any(task.person == person for task in item.tasks):
        summary.bad_rows.append(BadRow(row.line, f"Person {person} is planned on this item already: left out."))
        return
    began, finished = (when(row, name, summary) for name in ("task_actual_start_date", "task_actual_complete_date"))
    item.tasks.append(Task(person, max(minutes or 0, 0), finished))
    item.began = min(filter(None, (item.began, began)), default=None)
    found.teams.setdefault(person, row["team_key"])


def _entry(row: Line, found: Cesaw, summary: Summary) -> Iterator[Entry]:
    starts, ends = (when(row, name, summary) for name in ("time_log_start_date", "time_log_end_date"))
    minutes, interrupted = whole(row["time_log_delta_minutes"]), whole(row["time_log_interrupt_minutes"])
    if minutes is None or not 0 <= minutes <= MOST or not (starts or ends):
        summary.bad_rows.append(BadRow(row.line, "The entry has no readable minutes or times: it is left out."))
        return
    item, person = plan_item(row, found), row["person_key"]
    found.teams.setdefault(person, row["team_key"])
    first, last = starts or ends, ends or starts
    if first and last:
        key = row["time_log_fact_key"]
        about = (key, item.project, item.item, item.element, item.phase, person, row["team_key"])
        yield Entry(*about, first, last, minutes, min(max(interrupted or 0, 0), MOST))


def plan_item(row: Line, found: Cesaw) -> PlanItem:
    """The item of a row; known from its time alone, where no task tells of it."""
    key = (row["project_key"], row["plan_item_key"])
    if key not in found.items:
        phase = "" if row["phase_short_name"] in NULLS else row["phase_short_name"]
        found.items[key] = PlanItem(*key, row["wbs_element_key"], phase)
    return found.items[key]
