"""When people are planned on a stage of a project, they have it in the notebook until it is over (S3-18)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.project import (
    ProjectClosed,
    ProjectReopened,
    StageDropped,
    StageFinished,
    StagePlanned,
    StageReopened,
)
from crm_es.asking_people import Topic, closed, question, settle

PASSES_OVER_IMPORTS = True
HOUR: Final = 60


def react(
    event: StagePlanned | StageFinished | StageReopened | StageDropped | ProjectClosed | ProjectReopened,
) -> Iterator[AddEntry | CloseEntry]:
    if isinstance(event, ProjectClosed | ProjectReopened):
        yield from whole(event)
        return
    topic = topic_of(event.project_id, event.stage_id)
    match event:
        case StagePlanned():
            for share in () if event.finished else event.planned:
                if share.person_id in event.joined and share.person_id != event.planned_by:
                    yield question(topic, share.person_id, text(event, share.minutes))
            yield from (closed(topic, person, "Somebody else does it.") for person in event.left)
        case StageReopened():
            told = f"{event.project}: {event.stage} is not done: {event.reason}"
            yield from (question(topic, person, told) for person in event.people)
        case StageFinished():
            yield from settle(event.people, topic, "It is finished.")
        case StageDropped(reason=reason):
            yield from settle(event.people, topic, f"It is dropped: {reason}"[:500])


def whole(event: ProjectClosed | ProjectReopened) -> Iterator[AddEntry | CloseEntry]:
    """All that is not done yet."""
    for stage in event.open_stages:
        topic = topic_of(event.project_id, stage.stage_id)
        if isinstance(event, ProjectClosed):
            yield from settle(stage.people, topic, "The project is closed.")
        else:
            told = f"{event.project}: {stage.stage} goes on: {event.reason}"
            yield from (question(topic, person, told) for person in stage.people)


def topic_of(project_id: UUID, stage_id: UUID) -> Topic:
    return Topic("project stage", "project", project_id, (stage_id,))


def text(event: StagePlanned, minutes: int) -> str:
    """What there is to do, in how many hours, and by when."""
    until = f", until {event.ends:%d.%m.%Y}" if event.ends else ""
    return f"{event.project}: {event.name}, {minutes / HOUR:.1f} h{until}"
