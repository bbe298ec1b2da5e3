"""What runs for somebody now, what they could go on with, and what they worked today and in the period (X-34)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.aggregates.work_log import bounds
from crm_es.playbook import Playbook
from crm_es.registries.worked import FOR_CLIENT, FOR_SUBJECT, SUBJECTS

Line = dict[str, Any]

TIMER: Final = f"""
    SELECT e.*, {FOR_SUBJECT} AS subject, {FOR_CLIENT} AS for_client_id, named.name AS for_client
    FROM timers AS e {SUBJECTS} WHERE e.person_id = %(me)s
"""
WORKED: Final = """
    SELECT coalesce(sum(minutes) FILTER (WHERE day = %(day)s), 0)::int AS today,
           coalesce(sum(minutes), 0)::int AS period
    FROM work_days WHERE person_id = %(me)s AND day BETWEEN %(first)s AND %(last)s AND NOT rest
"""
STATUS: Final = """
    SELECT status FROM work_periods
    WHERE person_id = %(me)s AND %(day)s BETWEEN first_day AND last_day ORDER BY status LIMIT 1
"""


class Now(NamedTuple):
    """The time of one person, as it stands."""

    running: Line | None
    """What the timer runs for."""
    running_minutes: int
    last: Line | None
    """What it ran for last: to be continued with one click."""
    today_minutes: int
    """Worked today, without what runs."""
    period: Line
    """The week or month: first_day, last_day, minutes, status."""


def running(db: Connection[Any], person_id: UUID, now: datetime, book: Playbook) -> Now:
    day = book.calendar.day(now)
    first, last = bounds(book.labour, day)
    asked = {"me": person_id, "day": day, "first": first, "last": last}
    with db.cursor(row_factory=dict_row) as rows:
        timer = rows.execute(TIMER, asked).fetchone()
        (worked,) = rows.execute(WORKED, asked).fetchall()
        submitted = rows.execute(STATUS, asked).fetchone()
    status = submitted["status"] if submitted else "open"
    runs = timer is not None and timer["running"]
    return Now(
        running=timer if runs else None,
        running_minutes=int((now - timer["starts"]).total_seconds() // 60) if timer and runs else 0,
        last=None if runs else timer,
        today_minutes=worked["today"],
        period={"first_day": first, "last_day": last, "minutes": worked["period"], "status": status},
    )
