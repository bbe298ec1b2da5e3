"""When work is recorded, corrected or removed, its ticket or project counts it (S3-05, S3-19)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.project import CountProjectWork
from crm_es.aggregates.ticket import CountTicketWork
from crm_es.aggregates.work_log import WorkCorrected, WorkRecorded, WorkRemoved
from crm_es.work import Work

Count = CountTicketWork | CountProjectWork


def react(event: WorkRecorded | WorkCorrected | WorkRemoved) -> Iterator[Count]:
    match event:
        case WorkRecorded(person_id=person_id, work=work):
            yield from count(work, person_id, work.minutes)
        case WorkRemoved(person_id=person_id, work=work):
            yield from count(work, person_id, 0)
        case WorkCorrected(person_id=person_id, was=was, work=work):
            if (was.ticket_id, was.project_id) != (work.ticket_id, work.project_id):
                yield from count(was, person_id, 0)
            yield from count(work, person_id, work.minutes)


def count(work: Work, person_id: UUID, minutes: int) -> Iterator[Count]:
    """The whole figure of the entry; a break is no labour."""
    minutes = 0 if work.rest else minutes
    if work.ticket_id:
        yield CountTicketWork(ticket_id=work.ticket_id, work_id=work.work_id, person_id=person_id, minutes=minutes)
    if work.project_id:
        yield CountProjectWork(
            project_id=work.project_id,
            stage_id=work.stage_id,
            work_id=work.work_id,
            person_id=person_id,
            kind=work.kind,
            on=work.days[0].day,
            minutes=minutes,
            quiet=work.source == "import",
        )
