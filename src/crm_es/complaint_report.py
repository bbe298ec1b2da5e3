"""What do clients complain of, and how fast do they get an answer? By department and cause, and in all (S0-18)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.filters import joined, visible
from crm_es.messages import Refused
from crm_es.registries import Registry, registry

Line = dict[str, Any]
COMPLAINTS: Final = registry("complaints")
QUESTION: Final = """
    WITH complaint AS (
        SELECT *, extract(epoch FROM first_answered_at - filed_at) / 3600.0 AS to_answer,
               extract(epoch FROM closed_at - filed_at) / 3600.0 AS to_close
        FROM complaints
        WHERE filed_at >= coalesce(%s::date, '-infinity')::timestamp AT TIME ZONE 'UTC'
          AND filed_at < coalesce(%s::date + 1, 'infinity')::timestamp AT TIME ZONE 'UTC' AND {seen}
    )
    SELECT department, cause, count(*) AS complaints,
           count(*) FILTER (WHERE status = 'open') AS open,
           count(*) FILTER (WHERE status = 'answered') AS to_tell,
           count(*) FILTER (WHERE overdue) AS overdue,
           count(*) FILTER (WHERE status = 'closed') AS closed,
           count(*) FILTER (WHERE status = 'withdrawn') AS withdrawn,
           count(*) FILTER (WHERE contractor_id IS NOT NULL) AS at_supplier,
           count(*) FILTER (WHERE reopened > 0) AS reopened,
           round(count(*) FILTER (WHERE reopened > 0) / nullif(count(first_answered_at), 0)::numeric, 4)::float8
               AS share_reopened,
           round((percentile_cont(0.5) WITHIN GROUP (ORDER BY to_answer))::numeric, 2)::float8
               AS median_hours_to_answer,
           round((percentile_cont(0.5) WITHIN GROUP (ORDER BY to_close) FILTER (WHERE status = 'closed'))::numeric, 2)
               ::float8 AS median_hours_to_close
    FROM complaint GROUP BY GROUPING SETS ((), (department), (department, cause))
    HAVING count(*) > 0
    ORDER BY grouping(department) DESC, department, grouping(cause) DESC, cause
"""
FIGURES: Final[dict[str, dict[str, str]]] = {
    "query": {},
    "open_query": {"status": "open"},
    "to_tell_query": {"status": "answered"},
    "overdue_query": {"overdue": "true"},
    "reopened_query": {"reopened_from": "1"},
}
"""What the list is asked for besides, to see the rows of a figure."""


def by_cause(
    db: Connection[Any],
    *,
    since: date | None = None,
    until: date | None = None,
    limits: Callable[[Registry], Mapping[str, Any]] | None = None,
) -> list[Line]:
    """What was filed on these days, both included; of what one may see.

    A line without a cause is of the whole department, one without either is of all. Shares are of what was answered.
    """
    if since and until and since > until:
        raise Refused("The report ends before it begins: give a later day to end with.", "report ends too early")
    seen, values = joined(visible(COMPLAINTS, **limits(COMPLAINTS)) if limits else [])
    with db.cursor(row_factory=dict_row) as rows:
        lines = rows.execute(QUESTION.format(seen=seen), [since, until, *values]).fetchall()
    return [line | drilled(line, since, until) for line in lines]


def drilled(line: Line, since: date | None, until: date | None) -> Line:
    """What to ask the list for, to see what each figure counts."""
    narrowed = {"department": line["department"], "cause": line["cause"], "filed_at_from": since, "filed_at_to": until}
    told = {name: value for name, value in narrowed.items() if value is not None}
    return {figure: urlencode(told | besides) for figure, besides in FIGURES.items()}
