"""When people are planned on a stage of a project, they have it in the notebook until it is over (S3-18)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.project import StageDropped, StageFinished, StagePlanned, StageReopened
from crm_es.asking_people import Topic, closed, question, settle

PASSES_OVER_IMPORTS = True
HOUR: Final = 60


def react(event: StagePlanned | StageFinished | StageReopened | StageDropped) -> Iterator[AddEntry | CloseEntry]:
    topic = Topic("project stage", "project", event.project_id, (event.stage_id,))
    match event:
        case StagePlanned():
            for share in event.planned:
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


def text(event: StagePlanned, minutes: int) -> str:
    """What there is to do, in how many hours, and by when."""
    until = f", until {event.ends:%d.%m.%Y}" if event.ends else ""
    return f"{event.project}: {event.name}, {minutes / HOUR:.1f} h{until}"
