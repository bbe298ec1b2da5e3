"""Working time: what was worked on, when, and on which days it counts (S3-01)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from crm_es.messages import Message
from crm_es.playbook import Day, Name
from crm_es.playbook.calendar import Calendar

Said = Literal["manual", "import", "activity"]
"""How it became known: somebody's own word, a file, or what a program saw and its person confirmed."""
Source = Literal["timer", Said]
"""Or by a timer."""
Moment = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 2, tzinfo=UTC), le=datetime(2199, 12, 30, tzinfo=UTC))]
"""When somebody worked."""
WorkingDay = Annotated[date, Field(ge=date(2000, 1, 3), le=date(2199, 12, 28))]
"""A day on which somebody worked: its hours, its week and its month lie within what can be recorded."""
MOST_MINUTES: Final = 60_000
Minutes = Annotated[int, Field(ge=0, le=MOST_MINUTES)]
Note = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True, pattern=r"^[^\x00]*$")]

LONGEST_SPAN: Final = timedelta(31)
"""What a file tells to have lasted longer counts on the day it began."""


class Subject(Message):
    """What is worked on: one ticket, project, task, deal or client; none where only the kind of work counts (S3-23)."""

    ticket_id: UUID | None = None
    project_id: UUID | None = None
    stage_id: UUID | None = None
    """Of the project."""
    task_id: UUID | None = None
    deal_id: UUID | None = None
    client_id: UUID | None = None

    @property
    def what(self) -> str | None:
        """What kind of thing it is on; None for nothing."""
        return next(
            (name for name in ("ticket", "project", "task", "deal", "client") if getattr(self, f"{name}_id")), None
        )

    @property
    def subject(self) -> Subject:
        """What is worked on, and nothing else."""
        return Subject(**{name: getattr(self, name) for name in Subject.model_fields})

    @model_validator(mode="after")
    def _one(self) -> Self:
        named = (self.ticket_id, self.project_id, self.task_id, self.deal_id, self.client_id)
        if sum(one is not None for one in named) > 1:
            raise ValueError("Work is on one thing: name a ticket, a project, a task, a deal or a client.")
        if self.stage_id is not None and self.project_id is None:
            raise ValueError("Name the project of the stage too.")
        return self


class DayShare(Message):
    """What of an entry counts on a day of the company's calendar."""

    day: Day
    minutes: Minutes


class Work(Subject):
    """One entry of somebody's working time."""

    work_id: UUID
    kind: Name
    """Of the kinds of the playbook; of a file, as it says."""
    heading: Name | None = None
    """Under which it is summed up; under its kind where none is given."""
    rest: bool = False
    """It is a break, and no working time."""
    starts: Moment
    ends: Moment
    """A file may tell one that lies before the start."""
    minutes: Minutes
    """Worked: without breaks, and rounded."""
    raw_minutes: Minutes
    """The same before rounding."""
    break_minutes: Minutes = 0
    days: tuple[DayShare, ...]
    """The minutes by day: they add up to them."""
    billable: bool = False
    note: Note = ""
    source: Source = "manual"
    overlaps: bool = False
    """It lies over another entry of the same person: only what others recorded may."""


def shares(starts: datetime, ends: datetime, minutes: int, calendar: Calendar) -> tuple[DayShare, ...]:
    """The minutes of an entry by day, in proportion to its time there; they add up whatever they are."""
    if not timedelta() < ends - starts <= LONGEST_SPAN:
        return (DayShare(day=calendar.day(starts), minutes=minutes),)
    found, given = [], 0
    for day, until in nights(starts, ends, calendar):
        due = round(minutes * ((until - starts) / (ends - starts)))
        if due > given:
            found.append(DayShare(day=day, minutes=due - given))
            given = due
    return tuple(found) or (DayShare(day=calendar.day(starts), minutes=minutes),)


def nights(starts: datetime, ends: datetime, calendar: Calendar) -> Iterator[tuple[date, datetime]]:
    """The days that a time touches, and until when it is there on each."""
    day = calendar.day(starts)
    while True:
        midnight = calendar.moment(day + timedelta(1), time(0))
        yield day, min(midnight, ends)
        if midnight >= ends:
            return
        day += timedelta(1)
