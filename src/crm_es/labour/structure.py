"""Where does the working time of people go, month by month, and what takes it? (S3-22..S3-25)

Breaks are told, and are no working time: shares are of the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.control.days import Line
from crm_es.labour.subjects import DAYS
from crm_es.messages import Refused

TOTAL: Final = "total"
LONGEST: Final = 60
"""Months that the report may have."""
QUESTION: Final = """
    WITH line AS (
        SELECT date_trunc('month', day)::date AS month, person_id, heading, kind, rest, minutes
        FROM work_days
        WHERE day >= %(since)s AND day < %(until)s AND (%(people)s::uuid[] IS NULL OR person_id = ANY(%(people)s))
    ), summed AS (
        SELECT month, person_id, heading, kind, bool_and(rest) AS rest, sum(minutes)::int AS minutes,
               coalesce(sum(minutes) FILTER (WHERE NOT rest), 0)::int AS worked
        FROM line
        GROUP BY GROUPING SETS ((month), (month, heading), (month, heading, kind), (month, person_id),
                                (month, person_id, heading), (month, person_id, heading, kind))
    ), whole AS (SELECT month, person_id, worked FROM summed WHERE heading IS NULL)
    SELECT summed.month, summed.person_id, who.name AS person, summed.heading, summed.kind,
           CASE WHEN summed.heading IS NULL THEN summed.worked ELSE summed.minutes END AS minutes,
           summed.heading IS NOT NULL AND summed.rest AS rest, whole.worked AS of_minutes,
           CASE WHEN summed.heading IS NULL OR NOT summed.rest
                THEN round(100.0 * summed.worked / nullif(whole.worked, 0), 1) END AS percent
    FROM summed
         JOIN whole ON whole.month = summed.month AND whole.person_id IS NOT DISTINCT FROM summed.person_id
         LEFT JOIN staff_registry AS who ON who.staff_member_id = summed.person_id
    ORDER BY month, summed.person_id IS NOT NULL, person, summed.person_id, summed.heading IS NOT NULL, rest,
             max(summed.minutes) OVER (PARTITION BY summed.month, summed.person_id, summed.heading) DESC,
             summed.heading, summed.kind IS NOT NULL, minutes DESC, summed.kind
"""
TAKES: Final = f"""
    SELECT person_id, heading, kind, subject, sum(minutes)::int AS minutes
    FROM {DAYS} AS line
    WHERE day >= %(since)s AND day < %(until)s AND NOT rest
          AND (%(people)s::uuid[] IS NULL OR person_id = ANY(%(people)s))
    GROUP BY 1, 2, 3, 4 ORDER BY minutes DESC, kind, subject
"""


def structure(
    db: Connection[Any], *, since: date, until: date, people: Collection[UUID] | None = None
) -> Sequence[Line]:
    """The time of each month from that of one day to that of another: of all together, then of each person.

    A line without a heading is of all the working time, one without a kind of all kinds under the heading.
    """
    first, last = since.replace(day=1), until.replace(day=1)
    if first > last:
        raise Refused("The report ends before it begins: give a later day to end with.", "report ends too early")
    if (last.year - first.year) * 12 + last.month - first.month >= LONGEST:
        raise Refused(f"The report has {LONGEST} months at most: ask for fewer.", "too many months")
    with db.cursor(row_factory=dict_row) as rows:
        lines = rows.execute(QUESTION, between(first, after(last), people)).fetchall()
    (only,) = people if people is not None and len(people) == 1 else (None,)
    return [line | {"query": query(line, only)} for line in lines]


def labelled(lines: Sequence[Line]) -> list[Line]:
    """As tables for programs: what sums up others is called total, so that nobody takes it for one of them."""
    return [line | {name: TOTAL for name in ("person", "heading", "kind") if line[name] is None} for line in lines]


def takes(db: Connection[Any], month: date, people: Collection[UUID] | None = None) -> list[Line]:
    """What the time of a month went to, the most first, for each person and heading."""
    with db.cursor(row_factory=dict_row) as rows:
        return rows.execute(TAKES, between(month, after(month), people)).fetchall()


def between(since: date, until: date, people: Collection[UUID] | None) -> dict[str, Any]:
    return {"since": since, "until": until, "people": None if people is None else list(people)}


def after(month: date) -> date:
    """The first day of the month that follows."""
    return (month.replace(day=1) + timedelta(31)).replace(day=1)


def query(line: Line, only: UUID | None) -> str:
    """What to ask the list of worked days for, to see what is summed up: of all, or of one person alone."""
    asked = {
        "day_from": line["month"],
        "day_to": after(line["month"]) - timedelta(1),
        "person_id": line["person_id"] or only,
        "heading": line["heading"],
        "kind": line["kind"],
        "rest": None if line["heading"] else "false",
    }
    return urlencode({name: value for name, value in asked.items() if value is not None})
