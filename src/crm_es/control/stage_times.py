"""The tempo of deals: how long they stay in each stage, against its norm (S2-15, S2-18)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.control.days import INSTANT, Line
from crm_es.messages import Refused
from crm_es.playbook import Calendar, Pipeline

QUESTION: Final = """
    WITH stay AS (
        SELECT past.*, who.name AS owner, coalesce(place, 1000) AS place,
               extract(epoch FROM coalesce(past.left_at, %(now)s) - entered_at)::float8 / 86400 AS days,
               coalesce(past.left_at, %(now)s) > rots_at AS is_over
        FROM deal_stages AS past
             LEFT JOIN unnest(%(pipelines)s::text[], %(stages)s::text[], %(places)s::int[])
                       AS known (pipeline, stage, place) USING (pipeline, stage)
             LEFT JOIN staff_registry AS who ON who.staff_member_id = owner_id
        WHERE (%(people)s::uuid[] IS NULL OR owner_id = ANY(%(people)s))
          AND entered_at >= coalesce(%(since)s::timestamptz, '-infinity')
          AND entered_at < coalesce(%(until)s::timestamptz, 'infinity')
    )
    SELECT pipeline, stage, {owner} max(norm_days) AS norm_days, count(*) AS stays,
           count(*) FILTER (WHERE left_at IS NULL) AS there_now,
           round((percentile_cont(0.5) WITHIN GROUP (ORDER BY days))::numeric, 2)::float8 AS median_days,
           round(avg(days)::numeric, 2)::float8 AS mean_days, round(max(days)::numeric, 2)::float8 AS longest_days,
           count(*) FILTER (WHERE is_over) AS over_norm,
           count(*) FILTER (WHERE is_over AND left_at IS NULL) AS rotting_now,
           count(*) FILTER (WHERE left_by = 'back') AS sent_back, count(*) FILTER (WHERE left_by = 'lost') AS lost
    FROM stay GROUP BY pipeline, place, stage {group} ORDER BY pipeline, place, stage {group}
"""


def stage_times(
    db: Connection[Any],
    calendar: Calendar,
    now: datetime,
    *,
    pipelines: Collection[Pipeline] = (),
    by_owner: bool = False,
    since: date | None = None,
    until: date | None = None,
    people: Collection[UUID] | None = None,
) -> list[Line]:
    """Of the stays that began on these days, both included; of those that last, until now.

    In the order of these pipelines. What rots is for longer in its stage than the norm that held when it came there.
    """
    if since and until and since > until:
        raise Refused("The report ends before it begins: give a later day to end with.", "report ends too early")
    known = [(line.name, stage.name, n) for line in pipelines for n, stage in enumerate(line.stages)]
    begins = calendar.moment(since, time.min) if since else None
    ends = calendar.moment(until + timedelta(1), time.min) if until else None
    values = {
        **{name: [one[n] for one in known] for n, name in enumerate(("pipelines", "stages", "places"))},
        "now": now,
        "since": begins,
        "until": ends,
        "people": None if people is None else list(people),
    }
    question = QUESTION.format(owner="owner_id, owner," if by_owner else "", group=", owner, owner_id" * by_owner)
    with db.cursor(row_factory=dict_row) as found:
        lines = found.execute(question, values).fetchall()
    told = {"entered_at_from": begins, "entered_at_to": ends and ends - INSTANT}
    days = {name: moment.isoformat() for name, moment in told.items() if moment}
    return [line | queries(line, days, now) for line in lines]


def queries(line: Line, days: dict[str, str], now: datetime) -> Line:
    """What to ask the list deal-stages for, to see a line's stays; and the list of deals, to see what rots."""
    about = {name: line[name] for name in ("pipeline", "stage", "owner_id") if name in line}
    rotting = {"outcome": "open", "rots_at_to": now.isoformat()}
    return {"query": urlencode(about | days), "rotting_query": urlencode(about | rotting)}
