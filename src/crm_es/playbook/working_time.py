"""Time as the company works: promises stand still at night, at weekends and on holidays (X-19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from crm_es.playbook.calendar import Calendar

NOTHING: Final = timedelta(0)


def shift(day: date, calendar: Calendar) -> tuple[datetime, datetime]:
    """From when until when people work on this day, in UTC; none of it on a day off."""
    opens = calendar.moment(day, calendar.opens)
    closes = calendar.moment(day, calendar.closes) if calendar.is_working(day) else opens
    return opens, max(opens, closes)


def shifts(since: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """The shifts that end after this time, what is left of the first."""
    day = calendar.day(since)
    while True:
        opens, closes = shift(day, calendar)
        if opens < closes and closes > since:
            yield max(opens, since), closes
        day += timedelta(1)


def after(since: datetime, work: timedelta, calendar: Calendar) -> datetime:
    """When so much working time has gone by: the first moment at which it has."""
    if work <= NOTHING:
        return since
    for opens, closes in shifts(since, calendar):
        if work <= closes - opens:
            return opens + work
        work -= closes - opens
    raise AssertionError


def between(since: datetime, until: datetime, calendar: Calendar) -> timedelta:
    """How much working time lies between; none, where the end comes first."""
    total = NOTHING
    day, last = calendar.day(since), calendar.day(until)
    while day <= last:
        opens, closes = shift(day, calendar)
        total += max(min(closes, until) - max(opens, since), NOTHING)
        day += timedelta(1)
    return total


def put_off(due: datetime, since: datetime, until: datetime, calendar: Calendar) -> datetime:
    """When something is due that stood still meanwhile: as much working time is left as was. What was over stays so."""
    left = between(since, due, calendar)
    return after(until, left, calendar) if due > since else due


def hours(count: Decimal) -> timedelta:
    return timedelta(seconds=int(count * 3600))
