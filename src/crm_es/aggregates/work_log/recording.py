"""What somebody tells of work, as an entry: its kind, its minutes, its place in the day, its days."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.aggregates.work_log.commands import CorrectWork, RecordWork
from crm_es.aggregates.work_log.state import Span, WorkLog
from crm_es.context import IMPORT, Context
from crm_es.messages import Refused, quoted
from crm_es.playbook import Calendar, WorkKind
from crm_es.playbook.names import typed_alike
from crm_es.work import MOST_MINUTES, Source, Subject, Work, shares

LONGEST_ENTRY: Final = timedelta(hours=24)
POLICY: Final = "policy"


class Time(NamedTuple):
    """From when until when, and how much of it."""

    starts: datetime
    ends: datetime
    raw_minutes: int
    break_minutes: int = 0
    minutes: int | None = None
    """As they stay, where nothing is to be rounded."""


class Piece(NamedTuple):
    """What an entry says besides its time."""

    work_id: UUID
    subject: Subject
    kind: WorkKind
    source: Source
    billable: bool | None
    note: str


def retold(told: CorrectWork, was: Work) -> RecordWork:
    """The whole entry with a correction: what that does not say stays. Another kind is billed as is usual for it."""
    said = {name: getattr(told, name) for name in RecordWork.model_fields if name != "source"}
    kind = told.kind or was.kind
    if told.what is None and not told.without_subject:
        said |= dict(was.subject)
    if not told.timed:
        said |= {"starts": was.starts, "ends": was.ends, "minutes": was.raw_minutes}
    if told.billable is None and typed_alike(kind) == typed_alike(was.kind):
        said["billable"] = was.billable
    return RecordWork(**said | {"kind": kind, "note": was.note if told.note is None else told.note})


def entry(log: WorkLog, told: RecordWork, source: Source, context: Context, was: Work | None) -> Work:
    """The entry that is told of. Raises Refused where it cannot be."""
    kind = kind_of(told.kind, context, was)
    spent = time_of(log, told, source, context)
    if was and spent[:3] == (was.starts, was.ends, was.raw_minutes):
        spent = Time(was.starts, was.ends, was.raw_minutes, was.break_minutes, was.minutes)
    elif not as_told(source, context):
        must_be_possible(spent, context)
    work = work_of(log, Piece(told.work_id, told, kind, source, told.billable, told.note), spent, context)
    wider = was is None or spent.starts < was.starts or spent.ends > was.ends
    if work.overlaps and wider and not may_overlap(source, context):
        raise overlap(over_others(log, spent, told.work_id)[0], log, context)
    return work


def as_told(source: Source, context: Context) -> bool:
    """Whether minutes are neither rounded nor checked: a file of another system says what was, as an import reads it.

    People who call their own word a file are checked like anybody.
    """
    return source == "import" and IMPORT in context.roles


def may_overlap(source: Source, context: Context) -> bool:
    """Nothing that others recorded is lost because it lies over something else."""
    return as_told(source, context) or (source == "activity" and POLICY in context.roles)


def work_of(log: WorkLog, piece: Piece, spent: Time, context: Context) -> Work:
    """The entry, and whether it lies over others: what is timed may, over what was recorded meanwhile."""
    work_id, subject, kind, source, billable, note = piece
    minutes = spent.minutes
    if minutes is None:
        minutes = context.playbook.labour.rounding.of(spent.raw_minutes)
    over = over_others(log, spent, work_id)
    return Work(
        ticket_id=subject.ticket_id,
        project_id=subject.project_id,
        stage_id=subject.stage_id,
        task_id=subject.task_id,
        deal_id=subject.deal_id,
        client_id=subject.client_id,
        work_id=work_id,
        kind=kind.name,
        heading=kind.group,
        rest=kind.rest,
        starts=spent.starts,
        ends=spent.ends,
        minutes=minutes,
        raw_minutes=spent.raw_minutes,
        break_minutes=spent.break_minutes,
        days=shares(spent.starts, spent.ends, minutes, context.playbook.calendar),
        billable=not kind.rest and (kind.billable if billable is None else billable),
        note=note,
        source=source,
        overlaps=bool(over),
    )


def kind_of(name: str, context: Context, was: Work | None = None) -> WorkKind:
    """The kind as the playbook has it; a file, and what is recorded already, may say another."""
    labour = context.playbook.labour
    if found := labour.kind(name):
        return found
    if was and typed_alike(was.kind) == typed_alike(name):
        return WorkKind(name=was.kind, group=was.heading, billable=was.billable, rest=was.rest)
    if IMPORT in context.roles:
        return WorkKind(name=name)
    known = quoted(kind.name for kind in labour.kinds)
    raise Refused(f"There is no kind of work called {name!r}: take one of {known}.", "a kind of the playbook")


def time_of(log: WorkLog, told: RecordWork, source: Source, context: Context) -> Time:
    """When it was. Where only the day is told, it takes a time of that day that is free."""
    if told.starts is None or told.ends is None:
        return placed(log, told, source, context)
    starts, ends = told.starts.astimezone(UTC), told.ends.astimezone(UTC)
    between = elapsed(starts, ends)
    if as_told(source, context):
        minutes = max(between - told.break_minutes, 0) if told.minutes is None else told.minutes
        if minutes > MOST_MINUTES:
            raise Refused(
                "Between these days lies more than work: say how many minutes it was.", "minutes of long work"
            )
        return Time(starts, ends, minutes, told.break_minutes, minutes)
    if told.minutes is None:
        return Time(starts, ends, between - told.break_minutes, told.break_minutes)
    return Time(starts, ends, told.minutes, between - told.minutes)


def must_be_possible(spent: Time, context: Context) -> None:
    """Refuse what nobody can have worked."""
    ahead = timedelta(hours=context.playbook.labour.ahead_hours)
    if spent.ends <= spent.starts:
        raise Refused("It has to end after it began: say when it ended.", "work ends after it began")
    if spent.ends - spent.starts > LONGEST_ENTRY:
        raise Refused("One entry covers 24 hours at most: tell of each day by itself.", "at most 24 hours an entry")
    if spent.raw_minutes <= 0 or spent.break_minutes < 0:
        raise Refused(
            "Breaks and work have to fit between start and end: say what was worked.", "the minutes fit between"
        )
    if spent.ends > context.at + ahead:
        raise Refused("This has not happened yet: record work when it is done.", "work that is done")


def placed(log: WorkLog, told: RecordWork, source: Source, context: Context) -> Time:
    """In the first free time from opening hour on, else the last before it; what others recorded, in any case."""
    calendar, minutes = context.playbook.calendar, told.minutes or 0
    if told.day is None:
        raise Refused("Say on which day it was.", "a day to record on")
    begins, length = calendar.moment(told.day, time(0)), timedelta(minutes=minutes + told.break_minutes)
    until = calendar.moment(told.day + timedelta(1), time(0))
    if not as_told(source, context):
        until = min(until, context.at + timedelta(hours=context.playbook.labour.ahead_hours))
        if until <= begins:
            raise Refused("This day has not come yet: record work when it is done.", "work that is done")
    opens = calendar.moment(told.day, calendar.opens)
    starts = room(gaps(log, begins, until, told.work_id), opens, length)
    if starts is None and not may_overlap(source, context):
        raise Refused(
            f"There are no {minutes} minutes free on {told.day:%d.%m.%Y} in one piece: record less, or say from when"
            " until when.",
            "room in the day",
        )
    starts = starts or opens
    kept = minutes if as_told(source, context) else None
    return Time(starts, starts + length, minutes, told.break_minutes, kept)


def gaps(log: WorkLog, begins: datetime, until: datetime, besides: UUID) -> list[tuple[datetime, datetime]]:
    """What is free of a day, in order."""
    if log.running and log.running.work_id != besides:
        until = min(until, log.running.starts)
    found, at = [], begins
    for span in log.taken(begins, until, besides):
        found.append((at, span.starts))
        at = max(at, span.ends)
    return [*found, (at, until)]


def room(free: list[tuple[datetime, datetime]], opens: datetime, length: timedelta) -> datetime | None:
    """When a piece of this length may start."""
    by_day = (max(starts, opens) for starts, ends in free if ends - max(starts, opens) >= length)
    before = (ends - length for starts, ends in reversed(free) if ends - starts >= length)
    return next(by_day, None) or next(before, None)


def over_others(log: WorkLog, spent: Time, work_id: UUID) -> list[Span]:
    """What it would lie over: entries, and a timer that runs."""
    if spent.ends <= spent.starts:
        return []
    found = log.taken(spent.starts, spent.ends, work_id)
    running = log.running
    if running and running.work_id != work_id and running.starts < spent.ends:
        found.append(Span(running.starts, spent.ends, running.work_id))
    return found


def overlap(other: Span, log: WorkLog, context: Context) -> Refused:
    calendar: Calendar = context.playbook.calendar
    since, until = (at.astimezone(calendar.zone) for at in (other.starts, other.ends))
    if log.running and log.running.work_id == other.work_id:
        return Refused(
            f"A timer runs since {since:%d.%m.%Y %H:%M}: stop it, or record what was before.", "no two works at once"
        )
    return Refused(
        f"From {since:%d.%m.%Y %H:%M} to {until:%H:%M} other work is recorded: tell of the time before or after it,"
        " or correct that entry.",
        "no two works at once",
    )


def elapsed(starts: datetime, ends: datetime) -> int:
    """Whole minutes between, rounded; one for anything."""
    seconds = (ends - starts).total_seconds()
    return max(int((seconds + 30) // 60), 1) if seconds > 0 else 0
