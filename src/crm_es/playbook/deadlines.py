"""When a stage task is due (S2-08..S2-11)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Final, Literal

from pydantic import Field

from crm_es.messages import Message
from crm_es.playbook.calendar import Calendar
from crm_es.playbook.names import Day, Name

ALWAYS: Final = Calendar()


class AfterEntry(Message):
    """So many days after the stage was entered."""

    rule: Literal["after entry"] = "after entry"
    days: Annotated[int, Field(ge=0, le=3650)]
    working: bool = False
    """Counted in working days."""


class BeforeDate(Message):
    """So many days before a named date of the deal, such as its shipment."""

    rule: Literal["before date"] = "before date"
    days: Annotated[int, Field(ge=0, le=3650)]
    date: Name
    working: bool = False
    """Counted in working days."""


class FixedDate(Message):
    """On a fixed date."""

    rule: Literal["fixed date"] = "fixed date"
    day: Day


class AfterEvent(Message):
    """So many days after a named event of the deal; until it comes, `at_latest` days after entry."""

    rule: Literal["after event"] = "after event"
    event: Name
    days: Annotated[int, Field(ge=0, le=3650)] = 0
    at_latest: Annotated[int, Field(ge=0, le=3650)]
    working: bool = False
    """Counted in working days."""


Deadline = Annotated[AfterEntry | BeforeDate | FixedDate | AfterEvent, Field(discriminator="rule")]


def due(
    deadline: Deadline,
    entered: datetime,
    dates: dict[str, date],
    events: dict[str, datetime],
    calendar: Calendar = ALWAYS,
) -> datetime | None:
    """When a stage task is due; None where the rule counts back from a date that the deal does not have yet."""
    match deadline:
        case AfterEntry(days=days, working=working):
            return later(entered, days, calendar, working=working)
        case BeforeDate(days=days, date=name, working=True):
            return calendar.end_of(earlier(dates[name], days, calendar)) if name in dates else None
        case BeforeDate(days=days, date=name):
            return calendar.end_of(dates[name] - timedelta(days)) if name in dates else None
        case FixedDate(day=day):
            return calendar.end_of(day)
        case AfterEvent(event=name, days=days, working=working) if name in events:
            return later(events[name], days, calendar, working=working)
        case AfterEvent(at_latest=at_latest, working=working):
            return later(entered, at_latest, calendar, working=working)


def later(at: datetime, days: int, calendar: Calendar, *, working: bool) -> datetime:
    """So many days after a time: at the same hour; in working days, at the end of one, today or the first to come."""
    if not working:
        return at + timedelta(days)
    today = calendar.day(at)
    return calendar.end_of(calendar.after(today, days) if days else calendar.after(today - timedelta(1), 1))


def earlier(day: date, days: int, calendar: Calendar) -> date:
    """So many working days before; with none, the day itself or the last working day before it."""
    return calendar.after(day, -days) if days else calendar.after(day + timedelta(1), -1)
