"""The load now and ahead: how many tasks each person has on each day, and what is carried over (S2-04, S2-06)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.control.days import INSTANT, Line, span
from crm_es.playbook import Calendar

AHEAD: Final = 13
"""Days after today that are shown where nothing else is asked for: two weeks in all."""
QUESTION: Final = """
    WITH load AS (
        SELECT responsible_id, CASE WHEN due < %(now)s THEN %(today)s::date ELSE (due AT TIME ZONE %(zone)s)::date END
               AS day, due < %(now)s AS overdue, urgent
        FROM task_list WHERE to_do AND (%(people)s::uuid[] IS NULL OR responsible_id = ANY(%(people)s))
    ), person AS (SELECT DISTINCT responsible_id FROM load WHERE day <= %(until)s)
    SELECT person.responsible_id, who.name AS responsible, day.day::date AS day,
           count(load.day) FILTER (WHERE NOT overdue) AS due, count(load.day) FILTER (WHERE overdue) AS overdue,
           count(load.day) FILTER (WHERE urgent) AS urgent
    FROM person CROSS JOIN generate_series(%(since)s::date, %(until)s::date, interval '1 day') AS day (day)
         LEFT JOIN load ON load.responsible_id = person.responsible_id AND load.day = day.day::date
         LEFT JOIN staff_registry AS who ON who.staff_member_id = person.responsible_id
    GROUP BY 1, 2, 3 ORDER BY responsible, person.responsible_id, day
"""


def workload(
    db: Connection[Any],
    calendar: Calendar,
    now: datetime,
    *,
    since: date | None = None,
    until: date | None = None,
    people: Collection[UUID] | None = None,
) -> list[Line]:
    """Each day of everybody who has something to do until then. What is overdue is carried to today.

    Two weeks from today on, unless told otherwise.
    """
    today = calendar.day(now)
    since = since or min(today, until or today)
    days = span(since, until or since + timedelta(AHEAD), "The plan")
    values = {
        "now": now,
        "today": today,
        "zone": calendar.time_zone,
        "since": days[0],
        "until": days[-1],
        "people": None if people is None else list(people),
    }
    with db.cursor(row_factory=dict_row) as found:
        lines = found.execute(QUESTION, values).fetchall()
    working = {day: calendar.is_working(day) for day in days}
    return [
        line | {"working": working[line["day"]], "query": query(line["responsible_id"], line["day"], calendar, now)}
        for line in lines
    ]


def query(person_id: UUID, day: date, calendar: Calendar, now: datetime) -> str:
    """What to ask the list of tasks for, to see those of one day."""
    begins, ends = (calendar.moment(day + timedelta(n), time.min) for n in (0, 1))
    asked = {"responsible_id": person_id, "to_do": "true", "due_to": (ends - INSTANT).isoformat()}
    today = calendar.day(now)
    return urlencode(asked if day == today else asked | {"due_from": max(begins, now).isoformat()})
