"""Which week or month of somebody is to be submitted or decided next, and what is recorded in it? (X-34)"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from crm_es.aggregates.work_log import bounds
from crm_es.playbook import Playbook

MINUTES: Final = """
    SELECT coalesce(sum(minutes), 0)::int AS minutes FROM work_days
    WHERE person_id = %(person_id)s AND day BETWEEN %(first)s AND %(last)s AND NOT rest
"""
HANDED_IN: Final = """
    SELECT true AS there FROM work_periods
    WHERE person_id = %(person_id)s AND first_day = %(first)s AND status IN ('submitted', 'approved')
"""
SUBMITTED: Final = """
    SELECT first_day FROM work_periods WHERE person_id = %s AND status = 'submitted' ORDER BY first_day LIMIT 1
"""


class Period(NamedTuple):
    """A week or month of somebody."""

    first: date
    last: date
    minutes: int

    def __str__(self) -> str:
        return f"{self.first:%d.%m.%Y} to {self.last:%d.%m.%Y}, {self.minutes // 60}:{self.minutes % 60:02} hours"


def period(db: Connection[Any], person_id: UUID, day: date, book: Playbook) -> Period:
    """The one that this day is in."""
    first, last = bounds(book.labour, day)
    row = db.execute(MINUTES, {"person_id": person_id, "first": first, "last": last}).fetchone()
    return Period(first, last, row["minutes"] if row else 0)


def to_submit(db: Connection[Any], person_id: UUID, now: datetime, book: Playbook) -> Period:
    """The last that has ended, where work of it is not submitted yet; else the one that runs."""
    current = period(db, person_id, book.calendar.day(now), book)
    ended = period(db, person_id, current.first - timedelta(1), book)
    done = db.execute(HANDED_IN, {"person_id": person_id, "first": ended.first}).fetchone()
    return ended if ended.minutes and not done else current


def to_decide(db: Connection[Any], person_id: UUID, now: datetime, book: Playbook) -> Period:
    """The oldest that is submitted; the one that runs, where none is."""
    row = db.execute(SUBMITTED, (person_id,)).fetchone()
    return period(db, person_id, row["first_day"] if row else book.calendar.day(now), book)
