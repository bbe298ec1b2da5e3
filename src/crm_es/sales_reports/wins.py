"""Which deals are won, how often, for how much, and how long did they take? By agent, manager, product or sector."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any, Final, Literal
from urllib.parse import urlencode

from psycopg import Connection

from crm_es.filters import joined, visible
from crm_es.playbook import Calendar
from crm_es.registries import registry
from crm_es.sales_reports.periods import INSTANT, Limits, Line, asked, ends_too_early, usual_currency, within

By = Literal["agent", "manager", "product", "sector"]
DEALS = registry("deals")
GROUPS: Final[dict[By, tuple[str, str]]] = {
    "agent": ("owner_id", "agent.name"),
    "manager": ("supervisor_id", "manager.name"),
    "product": ("product", "line.product"),
    "sector": ("sector", "line.sector"),
}
"""The column of the list of deals by which they are told apart, and what people call it."""
QUESTION: Final = f"""
    SELECT {{column}} AS key, {{shown}} AS name, grouping({{column}}) = 1 AS total,
           count(*) FILTER (WHERE outcome = 'won') AS won,
           count(*) FILTER (WHERE outcome = 'lost') AS lost,
           count(*) FILTER (WHERE outcome = 'open') AS open,
           round(count(*) FILTER (WHERE outcome = 'won')
                 / nullif(count(*) FILTER (WHERE outcome <> 'open'), 0)::numeric, 4)::float8 AS win_rate,
           coalesce(sum(amount) FILTER (WHERE outcome = 'won' AND currency = %s), 0) AS value,
           round((percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE outcome = 'won'))::numeric, 2)::float8
               AS median_days,
           round((avg(days) FILTER (WHERE outcome = 'won'))::numeric, 2)::float8 AS mean_days
    FROM (SELECT *, extract(epoch FROM closed_at - opened_at)::float8 / 86400 AS days
          FROM {DEALS.source} AS deal
          WHERE (outcome = 'open' OR (closed_at >= coalesce(%s::timestamptz, '-infinity')
                                      AND closed_at < coalesce(%s::timestamptz, 'infinity')))
                AND {{seen}}) AS line
         LEFT JOIN staff_registry AS agent ON agent.staff_member_id = owner_id
         LEFT JOIN staff_registry AS manager ON manager.staff_member_id = line.supervisor_id
    GROUP BY GROUPING SETS (({{column}}, {{shown}}), ()) ORDER BY total, value DESC, name, key
"""


def wins(
    db: Connection[Any],
    calendar: Calendar,
    *,
    by: By = "agent",
    since: date | None = None,
    until: date | None = None,
    currency: str | None = None,
    limits: Limits = None,
) -> list[Line]:
    """Of the deals that were closed on these days, both included, and those that are open now; at last all together.

    Days are those from opening to winning.
    """
    if since and until and since > until:
        raise ends_too_early()
    first, last = within(since), within(until)
    begins = calendar.moment(first, time.min) if first else None
    ends = calendar.moment(last + timedelta(1), time.min) if last else None
    column, shown = GROUPS[by]
    told_in = currency or usual_currency(db, DEALS)
    seen, values = joined(visible(DEALS, **limits(DEALS)) if limits else [])
    question = QUESTION.format(column=f"line.{column}", shown=shown, seen=seen)
    found = asked(db, question, [told_in, begins, ends, *values])
    closed = {"closed_at_from": begins, "closed_at_to": ends and ends - INSTANT}
    narrowed = {name: moment.isoformat() for name, moment in closed.items() if moment}
    return [told(line, by, told_in, narrowed) for line in found]


def told(line: Line, by: By, currency: str | None, narrowed: Line) -> Line:
    """The line, with what to ask the list of deals for. What has no name there cannot be asked for."""
    total, key = line.pop("total"), line.pop("key")
    column, _ = GROUPS[by]
    about = None if key is None and not total else {} if total else {column: key}
    queries = {
        "won_query": {"outcome": "won"} | narrowed,
        "lost_query": {"outcome": "lost"} | narrowed,
        "open_query": {"outcome": "open"},
    }
    return {
        by: line.pop("name"),
        "id": key if by in ("agent", "manager") else None,
        "all": total,
        **line,
        "currency": currency,
        **{name: None if about is None else urlencode(about | asked_for) for name, asked_for in queries.items()},
    }
