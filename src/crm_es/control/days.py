"""Days and spans of days as the company counts them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from crm_es.messages import Refused
from crm_es.playbook import Calendar

Line = dict[str, Any]
INSTANT: Final = timedelta(microseconds=1)
LONGEST: Final = 366


class Look(NamedTuple):
    """One day, and the time of it at which somebody looks."""

    day: date
    begins: datetime
    at: datetime
    ends: datetime
    """The first moment of the day after."""


def look(calendar: Calendar, now: datetime, day: date | None = None, *, morning: bool = False) -> Look:
    """Today as it is now; of an earlier day its evening, or its morning when work began."""
    today = calendar.day(now)
    day = day or today
    if day > today:
        raise Refused("This day has not come yet: ask for today or an earlier one.", "a day to come")
    at = now if day == today else calendar.moment(day, calendar.opens if morning else time.max)
    begins, ends = (calendar.moment(day + timedelta(n), time.min) for n in (0, 1))
    return Look(day, begins, at, ends)


def span(since: date, until: date, what: str) -> list[date]:
    """All days from one to another, both included."""
    if since > until:
        raise Refused(f"{what} ends before it begins: give a later day to end with.", "ends before it begins")
    if (until - since).days >= LONGEST:
        raise Refused(f"{what} is for a year at most: give an earlier day to end with.", "too many days")
    return [since + timedelta(n) for n in range((until - since).days + 1)]
