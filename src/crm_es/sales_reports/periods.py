"""Months and spans of days as the company counts them, and what to ask a list for to see their rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.messages import Refused
from crm_es.playbook import Calendar
from crm_es.registries import Registry

Line = dict[str, Any]
Limits = Callable[[Registry], Mapping[str, Any]] | None
"""Tells what of a list may be seen; None where all may be."""
INSTANT: Final = timedelta(microseconds=1)
LONGEST: Final = 240
"""Months that a report may have."""
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
"""Before and after them nothing was or will be sold."""
LAST: Final = 11
"""So many months before this one are shown where nothing else is asked for."""


class Period(NamedTuple):
    """Some days in a row; the last ones may be yet to come."""

    first: date
    last: date
    since: datetime
    until: datetime
    """The first moment after it; now, where it lasts."""

    def query(self, column: str, **narrowed: Any) -> str:
        """What to ask a list for, to see what falls into it."""
        days = {f"{column}_from": self.since.isoformat(), f"{column}_to": (self.until - INSTANT).isoformat()}
        return urlencode(days | {name: value for name, value in narrowed.items() if value is not None})


def period(calendar: Calendar, now: datetime, first: date, last: date) -> Period:
    begins, ends = calendar.moment(first, time.min), calendar.moment(last + timedelta(1), time.min)
    return Period(first, last, begins, max(begins, min(ends, now)))


def days(calendar: Calendar, now: datetime, since: date | None, until: date | None) -> Period:
    """From one day to another, both included; a year until today where none is given."""
    last = within(until) or max(calendar.day(now), within(since) or EARLIEST)
    first = within(since) or last - timedelta(365)
    if first > last:
        raise ends_too_early()
    return period(calendar, now, first, last)


def months(calendar: Calendar, now: datetime, since: date | None, until: date | None) -> list[Period]:
    """The months from that of one day to that of another; a year of them until this one where none is given."""
    this = calendar.day(now).replace(day=1)
    last = min((within(until) or this).replace(day=1), this)
    first = max(since, EARLIEST).replace(day=1) if since else back(last, LAST)
    if first > last:
        raise ends_too_early()
    found = [first]
    while found[-1] < last:
        found.append(after(found[-1]))
        if len(found) > LONGEST:
            raise Refused(f"The report has {LONGEST} months at most: ask for fewer.", "too many months")
    return [period(calendar, now, month, after(month) - timedelta(1)) for month in found]


def within(day: date | None) -> date | None:
    return day and min(max(day, EARLIEST), LATEST)


def after(month: date) -> date:
    return (month + timedelta(31)).replace(day=1)


def back(month: date, count: int) -> date:
    years, months = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(years, months + 1, 1)


def ends_too_early() -> Refused:
    return Refused("The report ends before it begins: give a later day to end with.", "report ends too early")


def asked(db: Connection[Any], question: str, values: Any = ()) -> list[Line]:
    with db.cursor(row_factory=dict_row) as rows:
        return rows.execute(question, values).fetchall()


def usual_currency(db: Connection[Any], shown: Registry) -> str | None:
    """In which most rows of the list are."""
    question = f"SELECT currency FROM {shown.row.TABLE} WHERE currency IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1"
    found = asked(db, f"{question} LIMIT 1")
    return found[0]["currency"] if found else None


def share(part: Any, whole: Any) -> float | None:
    return round(float(part) / float(whole), 4) if whole else None
