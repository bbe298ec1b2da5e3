"""What of a work log may change, and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from crm_es.aggregates.work_log.commands import AboutPeriod, AboutWorkLog
from crm_es.aggregates.work_log.state import Period, WorkLog
from crm_es.context import Context
from crm_es.ids import work_log_of
from crm_es.messages import Refused
from crm_es.work import Work

MACHINES = frozenset({"import", "policy"})


def must_be_own(
    command: AboutWorkLog | AboutPeriod, person_id: UUID, context: Context, *, or_below: bool = False
) -> None:
    """Everybody tells of their own work; what is told, those above may put right."""
    if command.work_log_id != work_log_of(person_id) or command.person_id not in {None, person_id}:
        raise Refused("This work log is not that person's: take the one that follows from the person.", "the own log")
    if person_id not in context.directory.people:
        raise Refused("Whoever worked has to be somebody of this company: name such a person.", "somebody who works")
    if context.person == person_id or MACHINES & context.roles or (or_below and context.answers_for(person_id)):
        return
    name = context.directory.name(person_id)
    if isinstance(command, AboutPeriod):
        above = context.directory.name(context.directory.supervisor(person_id))
        raise Refused(
            f"This is the work log of {name}: {above} decides about it, ask them.", "time is approved from above"
        )
    raise Refused(f"This is the work log of {name}: ask {name}, or an operator to enter it for them.", "the own log")


def must_be_unbilled(log: WorkLog, work: Work) -> None:
    if log.acts.get(work.work_id):
        raise Refused(
            "A client is billed for this entry: have the line of the act credited first.", "billed work is locked"
        )


def must_be_open(log: WorkLog, days: Iterable[date], context: Context) -> None:
    """Refuse to change what is approved; and what is submitted, but by those who are to approve it."""
    for day in days:
        for period in log.periods:
            if day in period and (period.approved or context.person == log.person_id or MACHINES & context.roles):
                raise Refused(locked(log, period, context), "closed periods are locked")


def locked(log: WorkLog, period: Period, context: Context) -> str:
    days = f"{period.first:%d.%m.%Y} to {period.last:%d.%m.%Y}"
    if not period.approved:
        name = context.directory.name(log.person_id)
        return (
            f"The time from {days} is submitted: until it is approved, {name} may take it back (reopen-period, or"
            " `crm-es time reopen`), change it and submit it again."
        )
    if period.supervisor_id == log.person_id:
        return f"The time from {days} is approved: reopen it first."
    return f"The time from {days} is approved: ask {context.directory.name(period.supervisor_id)} to reopen it."
