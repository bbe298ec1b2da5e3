"""Who worked when, on what, for how long, and is it approved and billed? (S3-01, S3-11)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from crm_es.aggregates.work_log import WorkBillingMarked, WorkCorrected, WorkRecorded, WorkRemoved
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace
from crm_es.work import Work

WorkFact = WorkRecorded | WorkCorrected | WorkRemoved | WorkBillingMarked


@dataclass(frozen=True)
class WorkEntry(
    Row,
    table="work_entries",
    key="work_id",
    indexes=(
        "starts, work_id",
        "person_id, starts",
        "ticket_id",
        "project_id, stage_id",
        "task_id",
        "deal_id",
        "client_id",
        "act_id",
    ),
):
    """One entry of somebody's working time."""

    work_id: UUID
    person_id: UUID
    work_log_id: UUID
    ticket_id: UUID | None
    project_id: UUID | None
    stage_id: UUID | None
    task_id: UUID | None
    deal_id: UUID | None
    client_id: UUID | None
    kind: str
    heading: str
    """Under which it is summed up."""
    rest: bool
    """It is a break, and no working time."""
    starts: datetime
    ends: datetime
    day: date
    """The first on which it counts."""
    minutes: int
    """Worked: without breaks, and rounded."""
    raw_minutes: int
    break_minutes: int
    billable: bool
    note: str
    source: str
    """timer, manual, import or activity."""
    overlapping: bool
    """Others recorded it, and it lies over another entry of the person."""
    recorded_at: datetime
    corrected: int = 0
    """How often."""
    corrected_at: datetime | None = None
    act_id: UUID | None = None
    """The act by which the client is billed for it."""


def keys(event: WorkFact) -> tuple[UUID, ...]:
    match event:
        case WorkRecorded(work=work) | WorkRemoved(work=work):
            return (work.work_id,)
        case WorkCorrected(work_id=work_id):
            return (work_id,)
        case WorkBillingMarked(work_ids=work_ids):
            return work_ids


def evolve(entry: WorkEntry | None, recorded: Recorded[WorkFact], key: UUID) -> WorkEntry | None:
    """An id that is somebody else's already stays theirs."""
    at, event = recorded.occurred_at, recorded.event
    if entry and entry.person_id != event.person_id:
        return entry
    match entry, event:
        case None, WorkRecorded(work=work):
            return row(key, work, event, at)
        case WorkEntry(), WorkCorrected(work=work):
            changed = row(key, work, event, entry.recorded_at)
            return replace(changed, corrected=entry.corrected + 1, corrected_at=at, act_id=entry.act_id)
        case WorkEntry(), WorkRemoved():
            return None
        case WorkEntry(), WorkBillingMarked(act_id=act_id):
            return replace(entry, act_id=act_id)
        case None, WorkCorrected() | WorkRemoved() | WorkBillingMarked():
            return None
        case _:
            raise Corrupt(entry, recorded.event)


def row(key: UUID, work: Work, event: WorkRecorded | WorkCorrected, recorded_at: datetime) -> WorkEntry:
    return WorkEntry(
        work_id=key,
        person_id=event.person_id,
        work_log_id=event.work_log_id,
        ticket_id=work.ticket_id,
        project_id=work.project_id,
        stage_id=work.stage_id,
        task_id=work.task_id,
        deal_id=work.deal_id,
        client_id=work.client_id,
        kind=work.kind,
        heading=work.heading or work.kind,
        rest=work.rest,
        starts=work.starts,
        ends=work.ends,
        day=work.days[0].day,
        minutes=work.minutes,
        raw_minutes=work.raw_minutes,
        break_minutes=work.break_minutes,
        billable=work.billable,
        note=work.note,
        source=work.source,
        overlapping=work.overlaps,
        recorded_at=recorded_at,
    )
