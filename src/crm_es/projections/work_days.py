"""How long did somebody work on each day, and on what? One row for each day that an entry counts on (S3-21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from crm_es.aggregates.work_log import WorkCorrected, WorkRecorded, WorkRemoved
from crm_es.ids import derived
from crm_es.recorded import Recorded
from crm_es.row import Row
from crm_es.work import Work

DayFact = WorkRecorded | WorkCorrected | WorkRemoved


@dataclass(frozen=True)
class WorkDay(
    Row,
    table="work_days",
    key="work_day_id",
    indexes=("day, work_day_id", "person_id, day", "work_id", "project_id, day"),
):
    """What of an entry counts on a day of the company's calendar."""

    work_day_id: UUID
    work_id: UUID
    person_id: UUID
    day: date
    minutes: int
    ticket_id: UUID | None
    project_id: UUID | None
    stage_id: UUID | None
    task_id: UUID | None
    deal_id: UUID | None
    client_id: UUID | None
    kind: str
    heading: str
    rest: bool
    billable: bool
    note: str


def keys(event: DayFact) -> tuple[UUID, ...]:
    works = (event.was, event.work) if isinstance(event, WorkCorrected) else (event.work,)
    days = ((work, share.day) for work in works for share in work.days)
    return tuple(dict.fromkeys(key_of(event.work_log_id, work, day) for work, day in days))


def key_of(work_log_id: UUID, work: Work, day: date) -> UUID:
    """Somebody else may have given an entry the same id."""
    return derived(work_log_id, work.work_id, day)


def evolve(_: WorkDay | None, recorded: Recorded[DayFact], key: UUID) -> WorkDay | None:
    event = recorded.event
    if isinstance(event, WorkRemoved):
        return None
    return row(event, key)


def row(event: WorkRecorded | WorkCorrected, key: UUID) -> WorkDay | None:
    """Nothing, where the entry no longer counts on that day."""
    work, person_id = event.work, event.person_id
    for share in work.days:
        if key_of(event.work_log_id, work, share.day) == key:
            return WorkDay(
                work_day_id=key,
                work_id=work.work_id,
                person_id=person_id,
                day=share.day,
                minutes=share.minutes,
                ticket_id=work.ticket_id,
                project_id=work.project_id,
                stage_id=work.stage_id,
                task_id=work.task_id,
                deal_id=work.deal_id,
                client_id=work.client_id,
                kind=work.kind,
                heading=work.heading or work.kind,
                rest=work.rest,
                billable=work.billable,
                note=work.note,
            )
    return None
