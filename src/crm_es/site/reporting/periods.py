"""The days that a report is of: chosen by name, so that a link means the same next month, or from one to another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from crm_es.site.speech import phrase

NAMED: Final = (
    ("this-month", phrase("This month")),
    ("last-month", phrase("Last month")),
    ("this-quarter", phrase("This quarter")),
    ("last-quarter", phrase("Last quarter")),
    ("this-year", phrase("This year")),
)
DAY: Final = timedelta(1)


class Period(NamedTuple):
    """Days, both included; open where None."""

    name: str
    since: date | None = None
    until: date | None = None


def period(name: str | None, today: date, since: date | None = None, until: date | None = None) -> Period:
    """What is meant by a name; days that are told themselves come first."""
    if since or until:
        return Period("", since, until)
    month = today.replace(day=1)
    quarter = month.replace(month=1 + (today.month - 1) // 3 * 3)
    last_month, last_quarter = month - DAY, quarter - DAY
    days = {
        "this-month": (month, today),
        "last-month": (last_month.replace(day=1), last_month),
        "this-quarter": (quarter, today),
        "last-quarter": (last_quarter.replace(day=1, month=last_quarter.month - 2), last_quarter),
        "this-year": (month.replace(month=1), today),
    }
    return Period(name, *days[name]) if name in days else Period("usual")
