"""A digest: the letters about the work of a team that one person gets at set hours of working days (S2-20).

Whoever has a role that the playbook names is written to at its hours, until they choose hours of their own or none.
It never comes twice for one hour. What is more than a few hours late is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final, get_args
from uuid import UUID

from pydantic import AwareDatetime, Field

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.ids import digest_of
from crm_es.messages import Command, Corrupt, Event, Refused
from crm_es.playbook import Calendar
from crm_es.playbook.names import Hour

# ── Events ──────────────────────────────────────────────────────────────────


class DigestScheduled(Event):
    """Somebody is written to at these hours from now on."""

    digest_id: UUID
    person_id: UUID
    hours: tuple[time, ...]
    own: bool
    """Somebody chose them; otherwise the playbook did."""
    next_at: datetime | None


class DigestStopped(Event):
    """Somebody is not written to any more."""

    digest_id: UUID
    person_id: UUID
    own: bool


class DigestDue(Event):
    """An hour has come."""

    digest_id: UUID
    person_id: UUID
    slot: datetime
    """Which hour."""
    in_time: bool
    """It is not too late for it."""
    looks_back: bool
    """It tells what came of the day, and not what the day brings."""
    people: tuple[UUID, ...]
    """Whose work it tells of: the person's own, and that of everybody below."""
    day: date
    begins: datetime
    ends: datetime
    """The first moment of the day after."""
    time_zone: str
    next_at: datetime | None


class DigestSent(Event):
    """A letter went out, or could not."""

    digest_id: UUID
    person_id: UUID
    slot: datetime
    email: str
    sent: bool
    detail: str


DigestEvent = DigestScheduled | DigestStopped | DigestDue | DigestSent

# ── Commands ────────────────────────────────────────────────────────────────

Hours = Annotated[tuple[Hour, ...], Field(min_length=1, max_length=6, examples=[["09:00", "18:00"]])]


class ScheduleDigest(Command, roles={"employee", "administrator"}, in_person=True):
    """Choose at which hours of working days one is written to; those of the playbook where none are given."""

    digest_id: UUID
    person_id: UUID
    hours: Hours | None = None


class StopDigest(Command, roles={"employee", "administrator"}, in_person=True):
    """Be written to no more."""

    digest_id: UUID
    person_id: UUID


class ArrangeDigest(Command, roles={"policy"}):
    """Let the hours follow the person's roles and the playbook, unless the person chose others."""

    digest_id: UUID
    person_id: UUID


class CallDigest(Command, roles={"clock"}):
    """Record that an hour has come."""

    digest_id: UUID


class NoteDigestSent(Command, roles={"effect"}):
    """Tell what came of a letter."""

    digest_id: UUID
    slot: AwareDatetime
    email: str
    sent: bool
    detail: Annotated[str, Field(max_length=1000)]


DigestCommand = ScheduleDigest | StopDigest | ArrangeDigest | CallDigest | NoteDigestSent

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Digest:
    person_id: UUID
    hours: tuple[time, ...] = ()
    own: bool = False
    next_at: datetime | None = None
    sent: datetime | None = None
    """The last hour of which it is known what came of it."""


def evolve(digest: Digest | None, event: DigestEvent) -> Digest:
    match digest, event:
        case _, DigestScheduled(hours=hours, own=own, next_at=next_at):
            return replace(digest or Digest(event.person_id), hours=hours, own=own, next_at=next_at)
        case _, DigestStopped(own=own):
            return replace(digest or Digest(event.person_id), hours=(), own=own, next_at=None)
        case Digest(), DigestDue(next_at=next_at):
            return replace(digest, next_at=next_at)
        case Digest(), DigestSent(slot=slot):
            return replace(digest, sent=slot)
        case _:
            raise Corrupt(digest, event)


# ── Decisions ───────────────────────────────────────────────────────────────

TOO_LATE: Final = timedelta(hours=4)
NOON: Final = time(12)
LONGEST_BREAK: Final = 60
"""Days without work after which no hour is looked for."""


def decide(digest: Digest | None, command: DigestCommand, context: Context) -> Iterator[DigestEvent]:
    match command, digest:
        case ((ScheduleDigest() | StopDigest() | ArrangeDigest()), _) if command.digest_id != digest_of(
            command.person_id
        ):
            raise Refused("This digest is not that person's.")
        case ScheduleDigest(), _:
            _may_choose(command.person_id, context)
            yield from _arranged(digest or Digest(command.person_id), command.hours, context, own=bool(command.hours))
        case StopDigest(), _:
            _may_choose(command.person_id, context)
            if digest is None or digest.hours or not digest.own:
                yield DigestStopped(**dict(command), own=True)
        case ArrangeDigest(person_id=person_id), _:
            yield from _follow(digest or Digest(person_id), context)
        case _, None:
            raise Refused("Nobody is written to there: choose hours first.")
        case CallDigest(), Digest(next_at=datetime() as slot):
            if slot <= context.at:
                yield _due(digest, slot, context)
        case CallDigest(), Digest():
            return
        case NoteDigestSent(), Digest():
            if digest.sent != command.slot:
                yield DigestSent(**dict(command), person_id=digest.person_id)


def _arranged(
    digest: Digest, hours: tuple[time, ...] | None, context: Context, *, own: bool
) -> Iterator[DigestScheduled | DigestStopped]:
    """At these hours, or those of the playbook; nothing where that is so already."""
    wanted = tuple(sorted(set(hours or _of_roles(digest.person_id, context))))
    if (wanted, own) == (digest.hours, digest.own):
        return
    told: dict[str, Any] = {"digest_id": digest_of(digest.person_id), "person_id": digest.person_id, "own": own}
    if wanted:
        yield DigestScheduled(**told, hours=wanted, next_at=next_hour(context.playbook.calendar, wanted, context.at))
    else:
        yield DigestStopped(**told)


def _follow(digest: Digest, context: Context) -> Iterator[DigestScheduled | DigestStopped]:
    """Whoever left hears nothing more; whoever chose keeps it."""
    gone = context.directory.person(digest.person_id) is None
    if not digest.own or (gone and digest.hours):
        yield from _arranged(digest, None, context, own=False)


def _of_roles(person_id: UUID, context: Context) -> tuple[time, ...]:
    published = context.playbooks.get(context.playbook_version)
    return published.control.hours(context.directory.roles(person_id)) if published else ()


def _due(digest: Digest, slot: datetime, context: Context) -> DigestDue:
    calendar = context.playbook.calendar
    day = calendar.day(slot)
    return DigestDue(
        digest_id=digest_of(digest.person_id),
        person_id=digest.person_id,
        slot=slot,
        in_time=context.at - slot <= TOO_LATE,
        looks_back=_looks_back(digest.hours, slot.astimezone(calendar.zone).time()),
        people=tuple(sorted(context.directory.team(digest.person_id))),
        day=day,
        begins=calendar.moment(day, time.min),
        ends=calendar.moment(day + timedelta(1), time.min),
        time_zone=calendar.time_zone,
        next_at=next_hour(calendar, digest.hours, max(slot, context.at - TOO_LATE)),
    )


def _looks_back(hours: tuple[time, ...], hour: time) -> bool:
    """The last of a day does; one alone, in the afternoon."""
    return hour >= max(hours) and (len(hours) > 1 or hour >= NOON)


def next_hour(calendar: Calendar, hours: tuple[time, ...], after: datetime) -> datetime | None:
    """The first of these hours on a working day that is still to come."""
    days = (calendar.day(after) + timedelta(n) for n in range(LONGEST_BREAK))
    moments = (calendar.moment(day, hour) for day in days if calendar.is_working(day) for hour in sorted(hours))
    return next((moment for moment in moments if moment > after), None)


def _may_choose(person_id: UUID, context: Context) -> None:
    if context.person != person_id and "administrator" not in context.roles:
        raise Refused("These letters are somebody else's: ask the person, or an administrator.")
    if context.directory.person(person_id) is None:
        raise Refused("Whoever is written to must work here: name somebody who does.")


decider = Decider("digest", "digests", get_args(DigestCommand), decide, evolve)
