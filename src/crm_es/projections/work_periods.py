"""Whose time of which week or month is submitted, returned or approved, and who decides about it? (X-34)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from crm_es.aggregates.work_log import PeriodApproved, PeriodReopened, PeriodReturned, PeriodSubmitted
from crm_es.ids import derived
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

PeriodFact = PeriodSubmitted | PeriodApproved | PeriodReturned | PeriodReopened


@dataclass(frozen=True)
class WorkPeriod(
    Row,
    table="work_periods",
    key="work_period_id",
    indexes=("first_day, work_period_id", "person_id, first_day", "status, submitted_at"),
):
    """One week or month of one person."""

    work_period_id: UUID
    person_id: UUID
    work_log_id: UUID
    supervisor_id: UUID
    """Who is asked to approve it."""
    first_day: date
    last_day: date
    status: str
    """submitted, returned, approved or reopened."""
    minutes: int
    """Recorded in it when this was said, without breaks."""
    submitted_at: datetime
    times: int = 1
    """How often it was submitted."""
    decided_at: datetime | None = None
    decided_by_id: UUID | None = None
    reason: str | None = None
    """Why it was returned or reopened."""


def keys(event: PeriodFact) -> tuple[UUID, ...]:
    return (derived(event.work_log_id, event.first, event.last),)


def evolve(period: WorkPeriod | None, recorded: Recorded[PeriodFact], key: UUID) -> WorkPeriod | None:
    at, event = recorded.occurred_at, recorded.event
    match period, event:
        case _, PeriodSubmitted():
            return WorkPeriod(
                work_period_id=key,
                person_id=event.person_id,
                work_log_id=event.work_log_id,
                supervisor_id=event.supervisor_id,
                first_day=event.first,
                last_day=event.last,
                status="submitted",
                minutes=event.minutes,
                submitted_at=at,
                times=period.times + 1 if period else 1,
            )
        case WorkPeriod(), PeriodApproved(approved_by=by, minutes=minutes):
            said = replace(period, status="approved", decided_at=at, decided_by_id=by, reason=None)
            return replace(said, minutes=minutes)
        case WorkPeriod(), PeriodReturned(returned_by=by, reason=reason):
            return replace(period, status="returned", decided_at=at, decided_by_id=by, reason=reason)
        case WorkPeriod(), PeriodReopened(reopened_by=by, reason=reason):
            return replace(period, status="reopened", decided_at=at, decided_by_id=by, reason=reason)
        case _:
            raise Corrupt(period, event)
