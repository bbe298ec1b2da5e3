"""Weeks or months of a work log: submitted by the person, approved by whoever is above."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from crm_es.aggregates.work_log.commands import ApprovePeriod, ReopenPeriod, ReturnPeriod, SubmitPeriod
from crm_es.aggregates.work_log.events import (
    PeriodApproved,
    PeriodReopened,
    PeriodReturned,
    PeriodSubmitted,
)
from crm_es.aggregates.work_log.state import Period, WorkLog
from crm_es.context import Context
from crm_es.ids import work_log_of
from crm_es.messages import Refused
from crm_es.playbook import Labour


def bounds(labour: Labour, day: date) -> tuple[date, date]:
    """The first and the last day of the period that this day is in."""
    if labour.period == "week":
        monday = day - timedelta(day.weekday())
        return monday, monday + timedelta(6)
    next_month = (day.replace(day=1) + timedelta(31)).replace(day=1)
    return day.replace(day=1), next_month - timedelta(1)


def submitted(log: WorkLog, command: SubmitPeriod, context: Context) -> Iterator[PeriodSubmitted | PeriodApproved]:
    first, last = bounds(context.playbook.labour, command.day)
    if any((period.first, period.last) == (first, last) for period in log.periods):
        return
    calendar = context.playbook.calendar
    if first > calendar.day(context.at):
        raise Refused("This period has not begun yet: submit it when its work is recorded.", "a period that has begun")
    if log.running and calendar.day(log.running.starts) <= last:
        raise Refused("A timer runs: stop it, then submit.", "nothing runs in a submitted period")
    if not log.worked(first, last):
        raise Refused(
            f"No work is recorded from {first:%d.%m.%Y} to {last:%d.%m.%Y}: there is nothing to submit.",
            "work to submit",
        )
    supervisor_id = context.directory.supervisor(log.person_id)
    period = Period(first, last, supervisor_id)
    yield PeriodSubmitted(**told(log, period), person=context.directory.name(log.person_id))
    if supervisor_id == log.person_id:
        yield PeriodApproved(**told(log, period))


def approved(log: WorkLog, command: ApprovePeriod, context: Context) -> Iterator[PeriodApproved]:
    period = known(log, command.day)
    must_be_above(log, context)
    if not period.approved:
        yield PeriodApproved(**told(log, period), approved_by=context.person_id)


def returned(log: WorkLog, command: ReturnPeriod, context: Context) -> Iterator[PeriodReturned]:
    period = known(log, command.day)
    must_be_above(log, context)
    if period.approved:
        raise Refused("This period is approved: reopen it instead.", "approved is not returned")
    yield PeriodReturned(**told(log, period), reason=command.reason, returned_by=context.person_id)


def reopened(log: WorkLog, command: ReopenPeriod, context: Context) -> Iterator[PeriodReopened]:
    period = known(log, command.day)
    if period.approved or context.person != log.person_id:
        must_be_above(log, context)
    by = context.person_id
    yield PeriodReopened(**told(log, period), reason=command.reason, was_approved=period.approved, reopened_by=by)


def known(log: WorkLog, day: date) -> Period:
    """The submitted period of this day, before an approved one."""
    found = sorted((period for period in log.periods if day in period), key=lambda period: period.approved)
    if not found:
        raise Refused(f"The time of {day:%d.%m.%Y} is not submitted: there is nothing to decide.", "a submitted period")
    return found[0]


def must_be_above(log: WorkLog, context: Context) -> None:
    """Nobody approves their own time but whoever has nobody above."""
    above = context.directory.chain(log.person_id) or (log.person_id,)
    own = context.person == log.person_id and log.person_id not in above
    if own or not any(map(context.is_or_stands_in_for, above)):
        name = context.directory.name(above[0])
        raise Refused(f"Their supervisor decides about this time: ask {name}.", "time is approved from above")


def told(log: WorkLog, period: Period) -> dict[str, Any]:
    return {
        "work_log_id": work_log_of(log.person_id),
        "person_id": log.person_id,
        "first": period.first,
        "last": period.last,
        "minutes": log.worked(period.first, period.last),
        "supervisor_id": period.supervisor_id,
    }
