"""The timer of a person: one runs at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from crm_es.aggregates.work_log.commands import ContinueTimer, StartTimer, StopTimer
from crm_es.aggregates.work_log.events import TimerDropped, TimerStarted, TimerStopped, WorkRecorded
from crm_es.aggregates.work_log.locking import must_be_open
from crm_es.aggregates.work_log.recording import LONGEST_ENTRY, Piece, Time, elapsed, kind_of, overlap, work_of
from crm_es.aggregates.work_log.state import WorkLog
from crm_es.context import Context
from crm_es.messages import Refused
from crm_es.playbook import WorkKind
from crm_es.work import Subject

Timed = TimerStarted | TimerStopped | WorkRecorded
AGAIN: Final = ("kind", "billable", "note")
"""What is said of it besides its subject, and again where it is continued."""


class Ending(NamedTuple):
    """How a timer ends."""

    told: datetime | None = None
    """When, as its person says."""
    break_minutes: int = 0
    note: str | None = None
    by: datetime | None = None
    """When the next one starts."""


def start(log: WorkLog, command: StartTimer, context: Context) -> Iterator[Timed]:
    """What runs is recorded up to then. What runs already goes on."""
    running = log.running
    kind = kind_of(command.kind or usual(command, context), context)
    if running and (running.work_id == command.work_id or same(running, command.subject, kind.name, command.note)):
        return
    starts = command.starts.astimezone(UTC) if command.starts else now(running, context)
    if command.starts and starts > context.at:
        raise Refused("A timer starts now or earlier: leave the time out.", "a timer starts by now")
    if starts < context.at - LONGEST_ENTRY:
        raise Refused("A timer starts a day ago at most: record what was before by itself.", "a timer starts by now")
    if command.work_id in log.works:
        raise Refused("This entry is recorded already: take another id.", "an entry is timed once")
    if running:
        if starts < running.starts:
            raise Refused("Another timer was started after that: start this one after it.", "no two works at once")
        yield from stopped(running, log, context, Ending(by=starts))
    must_be_open(log, sorted({context.playbook.calendar.day(at) for at in (starts, context.at)}), context)
    if later := log.taken(starts, context.at + LONGEST_ENTRY):
        raise overlap(later[0], log, context)
    longest = timedelta(hours=context.playbook.labour.longest_hours)
    told: dict[str, Any] = dict(command) | {"kind": kind.name, "starts": starts}
    yield TimerStarted(**told, stop_at=starts + longest)


def now(running: TimerStarted | None, context: Context) -> datetime:
    """Of two clicks at once the later may be met first: nothing starts before what runs."""
    return max(context.at, running.starts) if running else context.at


def go_on(log: WorkLog, command: ContinueTimer, context: Context) -> Iterator[Timed]:
    if log.running:
        return
    if log.last is None:
        raise Refused("No timer ran before: start one.", "something to continue")
    named: dict[str, Any] = {name: getattr(log.last, name) for name in (*Subject.model_fields, *AGAIN)}
    yield from start(log, StartTimer(**dict(command), **named), context)


def stop(log: WorkLog, command: StopTimer, context: Context) -> Iterator[Timed]:
    if log.running is None:
        return
    ends = command.ends.astimezone(UTC) if command.ends else None
    if ends and not log.running.starts <= ends <= context.at:
        raise Refused("A timer ends between its start and now: give such a time.", "a timer ends by now")
    if ends and ends - log.running.starts > LONGEST_ENTRY:
        raise Refused("One entry covers 24 hours at most: say when it really ended.", "at most 24 hours an entry")
    yield from stopped(log.running, log, context, Ending(ends, command.break_minutes, command.note))


def stop_forgotten(log: WorkLog, context: Context) -> Iterator[Timed]:
    """Only what is over its time: it may have been stopped and another one started."""
    if log.running and log.running.stop_at <= context.at:
        yield from stopped(log.running, log, context, Ending())


def stopped(
    running: TimerStarted, log: WorkLog, context: Context, ending: Ending
) -> Iterator[TimerStopped | WorkRecorded]:
    """What runs, as recorded work. Where nobody says when it ended, it did not last longer than anybody works."""
    at = ending.told or ending.by or context.at
    forgotten = ending.told is None and running.stop_at <= at
    ends = max(running.stop_at if forgotten else at, running.starts)
    note = running.note if ending.note is None else ending.note
    yield TimerStopped(**as_running(running) | {"note": note}, ends=ends, by_clock=forgotten)
    raw = elapsed(running.starts, ends)
    if not raw:
        return
    if ending.break_minutes >= raw:
        raise Refused(f"It ran for {raw} minutes: the break was shorter than that.", "the minutes fit between")
    kind = context.playbook.labour.kind(running.kind) or WorkKind(name=running.kind)
    piece = Piece(running.work_id, running, kind, "timer", running.billable, note)
    spent = Time(running.starts, ends, raw - ending.break_minutes, ending.break_minutes)
    work = work_of(log, piece, spent, context)
    yield WorkRecorded(work_log_id=running.work_log_id, person_id=log.person_id, work=work)


def dropped(log: WorkLog) -> Iterator[TimerDropped]:
    if running := log.running:
        names = TimerDropped.model_fields
        yield TimerDropped(**{name: value for name, value in as_running(running).items() if name in names})


def as_running(running: TimerStarted) -> dict[str, Any]:
    """What is said of it when it ends."""
    names = ("work_log_id", "person_id", *Subject.model_fields, "work_id", *AGAIN, "starts")
    return {name: getattr(running, name) for name in names}


def usual(subject: Subject, context: Context) -> str:
    """The kind of work that one click starts."""
    if subject.what is None:
        raise Refused("Say what kind of work it is, or what it is on.", "a kind of the playbook")
    return context.playbook.labour.usual_kind(subject.what)


def same(running: TimerStarted, subject: Subject, kind: str, note: str) -> bool:
    return (running.subject, running.kind, running.note) == (subject, kind, note)
