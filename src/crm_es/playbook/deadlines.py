"""When a stage task is due (S2-08..S2-11)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from crm_es.messages import Message
from crm_es.playbook.names import END_OF_DAY, Day, Name


class AfterEntry(Message):
    """So many days after the stage was entered."""

    rule: Literal["after entry"] = "after entry"
    days: Annotated[int, Field(ge=0, le=3650)]


class BeforeDate(Message):
    """So many days before a named date of the deal, such as its shipment."""

    rule: Literal["before date"] = "before date"
    days: Annotated[int, Field(ge=0, le=3650)]
    date: Name


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


Deadline = Annotated[AfterEntry | BeforeDate | FixedDate | AfterEvent, Field(discriminator="rule")]


def due(deadline: Deadline, entered: datetime, dates: dict[str, date], events: dict[str, datetime]) -> datetime | None:
    """When a stage task is due; None where the rule counts back from a date that the deal does not have yet."""
    match deadline:
        case AfterEntry(days=days):
            return entered + timedelta(days)
        case BeforeDate(days=days, date=name):
            return datetime.combine(dates[name] - timedelta(days), END_OF_DAY) if name in dates else None
        case FixedDate(day=day):
            return datetime.combine(day, END_OF_DAY)
        case AfterEvent(event=name, days=days, at_latest=at_latest):
            return events[name] + timedelta(days) if name in events else entered + timedelta(at_latest)
