"""When a project is in danger, its lead and the heads read it in the notebook at once, until it is over (S3-12, S3-15).

The lead hears of stages, the heads of the whole project and its budget alone. There is one entry for each stage or
project and each thing to do about it; a graver warning takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.project import (
    ProjectClosed,
    ProjectEvent,
    ProjectWarned,
    StageDropped,
    StageFinished,
    StagePlanned,
)
from crm_es.asking_people import Topic, closed, question, settle
from crm_es.project_dangers import BUDGET, SPENDING, TIME, concern, text

PASSES_OVER_IMPORTS = True
GRAVER: Final = ("stage over plan", "project over plan", "budget")
"""What is told again when more of it is reached."""


def react(
    event: ProjectWarned | StageFinished | StageDropped | StagePlanned | ProjectClosed,
) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case ProjectWarned():
            topic = topic_of(event, event.stage_id, concern(event))
            for person_id in dict.fromkeys((event.lead_id, *(() if event.stage_id else event.head_ids))):
                if event.what in GRAVER:
                    yield closed(topic, person_id, "A graver warning took its place.")
                yield question(topic, person_id, text(event))
        case StageFinished():
            yield from over(event, (event.stage_id,), event.told, "The stage is finished.")
        case StageDropped():
            yield from over(event, (event.stage_id,), event.told, "The stage is dropped.")
        case StagePlanned(stage_id=stage_id, was=was):
            if was and was.ends != event.ends:
                yield from settle(event.told, topic_of(event, stage_id, TIME), "It has other days now.")
            for eased in event.eased:
                people = event.told if eased else dict.fromkeys((*event.told, *event.told_heads))
                yield from settle(people, topic_of(event, eased, SPENDING), "More is planned now.")
        case ProjectClosed(open_stages=stages):
            yield from over(event, [stage.stage_id for stage in stages], event.told, "The project is closed.")
            people = dict.fromkeys((*event.told, *event.told_heads))
            yield from over(event, (None,), people, "The project is closed.")


def topic_of(event: ProjectEvent, stage_id: UUID | None, about: str) -> Topic:
    return Topic("project warning", "project", event.project_id, (stage_id, about))


def over(
    event: ProjectEvent, stages: Iterable[UUID | None], people: Iterable[UUID], result: str
) -> Iterator[CloseEntry]:
    """Nothing can be done about these any more."""
    told = tuple(people)
    for stage_id in stages:
        for about in (SPENDING, TIME) if stage_id else (SPENDING, TIME, BUDGET):
            yield from settle(told, topic_of(event, stage_id, about), result)
