"""How working time is recorded: kinds of work, rounding, periods, and when focus drifts (S3-01, S3-23, S3-25, X-34)."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from crm_es.messages import Message
from crm_es.playbook.names import Name, typed_alike, typed_twice

WAYS: Final = {"up": ROUND_CEILING, "nearest": ROUND_HALF_UP, "down": ROUND_FLOOR}


class WorkKind(Message):
    """What people do with their time."""

    name: Name
    group: Name | None = None
    """Under which heading it is summed up, such as administration; under its name where none is given."""
    billable: bool = False
    """Clients pay for it, unless whoever worked says otherwise."""
    rest: bool = False
    """It is a break, and no working time."""

    @property
    def heading(self) -> str:
        return self.group or self.name


class Usual(Message):
    """Which kind of work it usually is, by what it is on: one click starts it. The first kind, where none is named."""

    ticket: Name | None = None
    project: Name | None = None
    task: Name | None = None
    deal: Name | None = None
    client: Name | None = None


class Rounding(Message):
    """How recorded minutes are rounded. Both the minutes and what they were rounded to are kept."""

    minutes: Annotated[int, Field(ge=1, le=60)] = 1
    """To a multiple of so many."""
    way: Literal["up", "nearest", "down"] = "nearest"

    def of(self, minutes: int) -> int:
        """Never nothing for something."""
        steps = int((Decimal(minutes) / self.minutes).to_integral_value(WAYS[self.way]))
        return steps * self.minutes or (self.minutes if minutes else 0)


class Drift(Message):
    """When the head is told that somebody's time goes elsewhere than before (S3-25)."""

    roles: tuple[Name, ...] = ("manager",)
    """Whose time is compared."""
    groups: tuple[Name, ...] = ("administration",)
    """Which headings should not grow."""
    points: Annotated[int, Field(ge=1, le=100)] = 10
    """By how many points the share of a month has to lie above the months before, one's own or the team's."""
    months: Annotated[int, Field(ge=1, le=24)] = 3
    """With how many months before it is compared."""
    least_hours: Annotated[int, Field(ge=0, le=744)] = 20
    """A month with less recorded time is not compared."""
    review_after_days: Annotated[int, Field(ge=1, le=20)] = 3
    """On which working day the month before is looked at: until then people record what is missing."""


class Labour(Message):
    """The time of people."""

    kinds: Annotated[tuple[WorkKind, ...], Field(min_length=1)] = (
        WorkKind(name="service", billable=True),
        WorkKind(name="project work", group="projects", billable=True),
        WorkKind(name="commercial activity", group="commercial"),
        WorkKind(name="administration"),
        WorkKind(name="self-study"),
        WorkKind(name="break", rest=True),
    )
    usual: Usual = Usual()
    rounding: Rounding = Rounding()
    longest_hours: Annotated[int, Field(ge=1, le=48)] = 12
    """A timer that was not stopped by then is stopped by the clock, and its owner is asked to correct it."""
    period: Literal["week", "month"] = "week"
    """What is submitted and approved at once; weeks begin on Monday."""
    ahead_hours: Annotated[int, Field(ge=0, le=24)] = 0
    """How far in the future time may be recorded."""
    drift: Drift = Drift()

    def kind(self, name: str) -> WorkKind | None:
        return next((kind for kind in self.kinds if typed_alike(kind.name) == typed_alike(name)), None)

    def usual_kind(self, what: str) -> str:
        """Of work on a ticket, a project, a task, a deal or a client."""
        return getattr(self.usual, what, None) or self.kinds[0].name

    @model_validator(mode="after")
    def _once(self) -> Self:
        for name in typed_twice(kind.name for kind in self.kinds):
            raise ValueError(f"Two kinds of work are called {name!r}: rename one.")
        for _, name in self.usual:
            if name and self.kind(name) is None:
                raise ValueError(f"{name!r} is no kind of work: take one of the kinds, or add it to them.")
        return self
