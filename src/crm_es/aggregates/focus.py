"""A focus: where somebody's working time goes month by month, held against what it was before (S3-25).

A month is looked at once, when it is over. Where a heading that should not grow takes a larger share than in the
person's own earlier months, or than in the team's, by more points than the playbook allows, the focus has drifted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.ids import focus_of
from crm_es.messages import Command, Corrupt, Event, Message, Refused
from crm_es.playbook import Day, Name
from crm_es.playbook.names import typed_alike

Minutes = Annotated[int, Field(ge=0)]


class Takes(Message):
    """What took time."""

    what: Annotated[str, Field(max_length=200)]
    minutes: Minutes


class TimeSpent(Message):
    """Working time by one heading."""

    heading: Name
    minutes: Minutes
    takes: tuple[Takes, ...] = ()
    """What took it, the most first."""


# ── Events ──────────────────────────────────────────────────────────────────


class FocusReviewed(Event):
    """Somebody's month was looked at."""

    focus_id: UUID
    person_id: UUID
    month: date
    """Its first day."""
    spent: tuple[TimeSpent, ...]
    own_before: tuple[TimeSpent, ...]
    team_before: tuple[TimeSpent, ...]


class FocusDrifted(Event):
    """Somebody's time goes elsewhere than before."""

    focus_id: UUID
    person_id: UUID
    person: str
    """Called so."""
    supervisor_id: UUID
    month: date
    heading: str
    minutes: int
    of_minutes: int
    """All working time of the month."""
    percent: Decimal
    own_percent: Decimal | None
    """Its share in the person's months before; None where too little was recorded."""
    team_percent: Decimal | None
    takes: tuple[Takes, ...]
    """What takes the time, the most first."""


FocusEvent = FocusReviewed | FocusDrifted

# ── Commands ────────────────────────────────────────────────────────────────


class ReviewFocus(Command, roles={"clock"}):
    """Look at a month of somebody's time."""

    focus_id: UUID
    person_id: UUID
    month: Day
    spent: tuple[TimeSpent, ...]
    own_before: tuple[TimeSpent, ...] = ()
    """All that was recorded in the months before, of those with enough time."""
    team_before: tuple[TimeSpent, ...] = ()
    """The same of everybody with the same supervisor."""


FocusCommand = ReviewFocus

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Focus:
    months: frozenset[date]
    """Those that were looked at."""


def evolve(focus: Focus | None, event: FocusEvent) -> Focus:
    match focus, event:
        case _, FocusReviewed(month=month):
            return Focus((focus.months if focus else frozenset()) | {month})
        case Focus(), FocusDrifted():
            return focus
        case _:
            raise Corrupt(focus, event)


# ── Decisions ───────────────────────────────────────────────────────────────

TOLD: Final = 3
"""So many of the kinds that take the time are named."""
HOUR: Final = 60
TENTH: Final = Decimal("0.1")


def decide(focus: Focus | None, command: FocusCommand, context: Context) -> Iterator[FocusEvent]:
    match command, focus:
        case ReviewFocus(), _ if command.focus_id != focus_of(command.person_id):
            raise Refused("This is the focus of somebody else: take the one of this person.")
        case ReviewFocus(), Focus(months=months) if command.month in months:
            return
        case ReviewFocus(), _:
            yield FocusReviewed(**dict(command))
            yield from _drifts(command, context)


def _drifts(command: ReviewFocus, context: Context) -> Iterator[FocusDrifted]:
    drift, whole = context.playbook.labour.drift, sum(spent.minutes for spent in command.spent)
    if whole < drift.least_hours * HOUR or not whole:
        return
    for spent in command.spent:
        if typed_alike(spent.heading) not in map(typed_alike, drift.groups):
            continue
        percent = share(command.spent, spent.heading)
        before = [share(times, spent.heading) for times in (command.own_before, command.team_before)]
        if percent and any(one is not None and percent - one >= drift.points for one in before):
            yield FocusDrifted(
                focus_id=command.focus_id,
                person_id=command.person_id,
                person=context.directory.name(command.person_id),
                supervisor_id=context.directory.supervisor(command.person_id),
                month=command.month,
                heading=spent.heading,
                minutes=spent.minutes,
                of_minutes=whole,
                percent=percent,
                own_percent=before[0],
                team_percent=before[1],
                takes=spent.takes[:TOLD],
            )


def share(times: tuple[TimeSpent, ...], heading: str) -> Decimal | None:
    """What part of the time this heading took, in per cent; None where there was none."""
    whole = sum(time.minutes for time in times)
    part = sum(time.minutes for time in times if typed_alike(time.heading) == typed_alike(heading))
    return (Decimal(100 * part) / whole).quantize(TENTH) if whole else None


decider = Decider("focus", "focuses", (FocusCommand,), decide, evolve)
