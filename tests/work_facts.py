"""What can happen in the work log of Ann, who is under Helen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from examples import ANN, HEAD, MONDAY

from crm_es.aggregates.work_log import (
    PeriodApproved,
    PeriodReopened,
    PeriodReturned,
    PeriodSubmitted,
    TimerDropped,
    TimerStarted,
    TimerStopped,
    WorkBillingMarked,
    WorkCorrected,
    WorkRecorded,
    WorkRemoved,
)
from crm_es.ids import work_log_of
from crm_es.work import DayShare, Work

LOG = work_log_of(ANN)
WORK, SECOND, THIRD = UUID(int=801), UUID(int=802), UUID(int=803)
TICKET, PROJECT, STAGE, ACT = UUID(int=811), UUID(int=812), UUID(int=813), UUID(int=814)
HOUR = timedelta(hours=1)

whose: dict[str, Any] = {"work_log_id": LOG, "person_id": ANN}


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    """In November of that year; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def work(starts: datetime = MONDAY, ends: datetime = MONDAY + HOUR, **changes: Any) -> Work:
    """An hour on Monday for a ticket, within one day."""
    minutes = changes.get("minutes", int((ends - starts).total_seconds() // 60))
    told: dict[str, Any] = {
        "work_id": WORK,
        "kind": "service",
        "starts": starts,
        "ends": ends,
        "minutes": minutes,
        "raw_minutes": minutes,
        "days": (DayShare(day=starts.date(), minutes=minutes),),
        "billable": True,
    }
    return Work(**told | changes)


def recorded(starts: datetime = MONDAY, ends: datetime = MONDAY + HOUR, **changes: Any) -> WorkRecorded:
    return WorkRecorded(**whose, work=work(starts, ends, **changes))


started = TimerStarted(
    **whose, work_id=WORK, kind="service", ticket_id=TICKET, starts=MONDAY, stop_at=MONDAY + 12 * HOUR
)
stopped = TimerStopped(
    **whose, work_id=WORK, kind="service", ticket_id=TICKET, starts=MONDAY, ends=MONDAY + HOUR, by_clock=False
)
dropped = TimerDropped(**whose, work_id=WORK, kind="service", ticket_id=TICKET, starts=MONDAY)
timed = recorded(ticket_id=TICKET, source="timer")
removed = WorkRemoved(**whose, work=work(), reason="It was Bob.")
corrected = WorkCorrected(
    **whose, work_id=WORK, was=work(), work=work(ends=MONDAY + 2 * HOUR), reason="It took until eleven."
)
billed = WorkBillingMarked(**whose, work_ids=(WORK,), act_id=ACT)
freed = WorkBillingMarked(**whose, work_ids=(WORK,), act_id=None)
week: dict[str, Any] = whose | {
    "first": date(2026, 11, 23),
    "last": date(2026, 11, 29),
    "minutes": 60,
    "supervisor_id": HEAD,
}
submitted = PeriodSubmitted(**week, person="Ann")
approved = PeriodApproved(**week, approved_by=HEAD)
returned = PeriodReturned(**week, reason="Friday is missing.", returned_by=HEAD)
reopened = PeriodReopened(**week, reason="A ticket was forgotten.", was_approved=True, reopened_by=HEAD)
