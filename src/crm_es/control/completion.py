"""How tasks were completed: on time, late, moved, returned; by stage, person and month (S2-06, X-26)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time, timedelta
from typing import Any, Final, Literal, get_args
from urllib.parse import urlencode
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.control.days import INSTANT, Line
from crm_es.messages import Refused
from crm_es.playbook import Calendar

By = Literal["stage", "person", "month"]
KINDS: Final[tuple[By, ...]] = get_args(By)
GROUPS: Final[dict[By, tuple[str, ...]]] = {
    "stage": ("pipeline", "stage"),
    "person": ("responsible_id", "responsible"),
    "month": ("month",),
}
QUESTION: Final = """
    WITH task AS (
        SELECT plan.*, who.name AS responsible,
               date_trunc('month', planned_due AT TIME ZONE %(zone)s)::date AS month,
               extract(epoch FROM done_at - planned_due)::float8 / 86400 AS days
        FROM plan_versus_actual AS plan LEFT JOIN staff_registry AS who ON who.staff_member_id = responsible_id
        WHERE planned_due >= coalesce(%(since)s::timestamptz, '-infinity')
          AND planned_due < coalesce(%(until)s::timestamptz, 'infinity')
          AND (%(people)s::uuid[] IS NULL OR responsible_id = ANY(%(people)s) OR plan.supervisor_id = ANY(%(people)s))
    )
    SELECT {columns}, grouping({first}) = 1 AS total, count(*) AS planned,
           count(*) FILTER (WHERE status = 'done' AND NOT late) AS on_time,
           count(*) FILTER (WHERE status = 'done' AND late) AS late,
           count(*) FILTER (WHERE status = 'open') AS open,
           count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
           count(*) FILTER (WHERE times_moved > 0) AS moved, coalesce(sum(times_moved), 0)::int8 AS moves,
           count(*) FILTER (WHERE times_returned > 0) AS returned,
           round((avg(days) FILTER (WHERE status = 'done' AND late))::numeric, 2)::float8 AS mean_days_late,
           round(count(*) FILTER (WHERE status = 'done' AND NOT late)
                 / nullif(count(*) FILTER (WHERE status = 'done'), 0)::numeric, 4)::float8 AS share_on_time
    FROM task GROUP BY GROUPING SETS (({columns}), ()) ORDER BY grouping({first}), {columns}
"""


def completion(
    db: Connection[Any],
    calendar: Calendar,
    by: Collection[By] = ("stage", "person"),
    *,
    since: date | None = None,
    until: date | None = None,
    people: Collection[UUID] | None = None,
) -> list[Line]:
    """Of what was planned for these days, both included; the last line is of all together.

    Tasks of their own have no stage. What came late was done later than its rule or whoever gave it wanted, however
    often it was put off.
    """
    if since and until and since > until:
        raise Refused("The report ends before it begins: give a later day to end with.", "report ends too early")
    if not by or not set(by) <= set(KINDS):
        raise Refused(f"The report is by {', '.join(KINDS)}, or several of these.", "no such grouping")
    columns = [column for kind in KINDS if kind in by for column in GROUPS[kind]]
    begins = calendar.moment(since, time.min) if since else None
    ends = calendar.moment(until + timedelta(1), time.min) if until else None
    values = {
        "zone": calendar.time_zone,
        "since": begins,
        "until": ends,
        "people": None if people is None else list(people),
    }
    question = QUESTION.format(columns=", ".join(columns), first=columns[0])
    with db.cursor(row_factory=dict_row) as found:
        lines = found.execute(question, values).fetchall()
    narrowed = {"planned_due_from": begins, "planned_due_to": ends and ends - INSTANT}
    return [line | {"query": query(line, calendar, narrowed)} for line in lines]


def query(line: Line, calendar: Calendar, narrowed: Line) -> str:
    """What to ask the list plan-versus-actual for, to see what a line sums up."""
    asked = dict(narrowed)
    if month := line.get("month"):
        after = (month + timedelta(31)).replace(day=1)
        first, last = calendar.moment(month, time.min), calendar.moment(after, time.min) - INSTANT
        asked["planned_due_from"] = max(filter(None, (asked["planned_due_from"], first)))
        asked["planned_due_to"] = min(filter(None, (asked["planned_due_to"], last)))
    told = {name: moment.isoformat() for name, moment in asked.items() if moment}
    if "stage" in line and line["stage"] is None and not line["total"]:
        told["of_its_own"] = "true"
    return urlencode(told | {name: line[name] for name in ("pipeline", "stage", "responsible_id") if line.get(name)})
