"""The reservoir of clients, month by month: how many there are, come and go, and what they are worth (S0-01..S0-14).

The level at the end of a month is that at its start with what came in and without what went out, always exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from psycopg import Connection

from crm_es.filters import Condition, joined, visible
from crm_es.playbook import Calendar, Reservoir
from crm_es.registries import Registry, registry
from crm_es.sales_reports.periods import INSTANT, Limits, Line, Period, asked, months, share, usual_currency

STAYS, PURCHASES = registry("reservoir"), registry("purchases")
QUESTION: Final = f"""
    WITH month AS (
        SELECT * FROM unnest(%s::int[], %s::timestamptz[], %s::timestamptz[]) AS month (n, begins, ends)
    ), stay AS MATERIALIZED (
        SELECT line.* FROM {STAYS.source} AS line WHERE {{stays}}
    ), flow AS (
        SELECT n, count(*) FILTER (WHERE since < begins AND until >= begins) AS level_at_start,
               count(*) FILTER (WHERE since >= begins AND since < ends AND kind = 'new') AS new,
               count(*) FILTER (WHERE since >= begins AND since < ends AND kind = 'back') AS back,
               count(*) FILTER (WHERE until >= begins AND until < ends) AS outflow,
               count(*) FILTER (WHERE since < ends AND until >= ends) AS level_at_end,
               coalesce(sum(revenue) FILTER (WHERE until >= begins AND until < ends AND currency = %s), 0) AS lost
        FROM month LEFT JOIN stay ON since < ends AND until >= begins GROUP BY n
    ), purchase AS MATERIALIZED (
        SELECT line.* FROM {PURCHASES.source} AS line WHERE currency = %s AND {{purchases}}
    ), active AS (
        SELECT DISTINCT n, client_id, true AS is_active FROM month JOIN stay ON since < ends AND until >= ends
    ), money AS (
        SELECT n, coalesce(sum(amount) FILTER (WHERE bought_at >= begins), 0) AS revenue,
               coalesce(sum(amount) FILTER (WHERE is_active), 0) AS active_revenue
        FROM month LEFT JOIN purchase ON bought_at < ends AND bought_at > ends - interval '365 days'
             LEFT JOIN active USING (n, client_id)
        GROUP BY n
    )
    SELECT * FROM flow JOIN money USING (n) ORDER BY n
"""


def reservoir(
    db: Connection[Any],
    calendar: Calendar,
    now: datetime,
    plan: Reservoir,
    *,
    since: date | None = None,
    until: date | None = None,
    currency: str | None = None,
    limits: Limits = None,
    **narrowed: Any,
) -> list[Line]:
    """Each month with its flows, its levels, and the way to the target.

    `narrowed` are values of columns, such as owner_id, segment and sector. Market and target are of the whole company:
    a part of it has none.
    """
    asked_for = months(calendar, now, since, until)
    narrowed = {name: value for name, value in narrowed.items() if value is not None}
    told_in = currency or usual_currency(db, PURCHASES)
    seen, sold = (joined(conditions(one, narrowed, limits)) for one in (STAYS, PURCHASES))
    values = [
        list(range(len(asked_for))),
        [month.since for month in asked_for],
        [month.until for month in asked_for],
        *seen[1],
        told_in,
        told_in,
        *sold[1],
    ]
    found = asked(db, QUESTION.format(stays=seen[0], purchases=sold[0]), values)
    whole = not narrowed and (limits is None or limits(STAYS)["sight"] is None)
    goals = plan if whole else Reservoir()
    return [told(month, line, goals, told_in, narrowed) for month, line in zip(asked_for, found, strict=True)]


def conditions(shown: Registry, narrowed: Line, limits: Limits) -> Iterator[Condition]:
    """What one may see, and asks for."""
    yield from visible(shown, **limits(shown)) if limits else ()
    yield from ((f"{name} = %s", [value]) for name, value in narrowed.items())


def told(month: Period, line: Line, goals: Reservoir, currency: str | None, narrowed: Line) -> Line:
    """One month in words and numbers, with the questions to the list `reservoir` that show its clients."""
    level = line["level_at_end"]
    at_end = {"since_to": (month.until - INSTANT).isoformat(), "until_from": month.until.isoformat()}
    return {
        "month": month.first,
        "from": month.first,
        "to": month.last,
        "level_at_start": line["level_at_start"],
        "new": line["new"],
        "back": line["back"],
        "inflow": line["new"] + line["back"],
        "outflow": line["outflow"],
        "level_at_end": level,
        "target": goals.target,
        "distance": goals.target - level if goals.target else None,
        "market": goals.market,
        "share_of_market": share(level, goals.market),
        "currency": currency,
        "revenue": line["revenue"],
        "active_revenue": line["active_revenue"],
        "revenue_of_one": round(line["active_revenue"] / level, 2) if level else None,
        "lost_revenue": line["lost"],
        "inflow_query": month.query("since", **narrowed),
        "outflow_query": month.query("until", **narrowed),
        "level_query": urlencode(at_end | narrowed),
        "revenue_query": month.query("bought_at", currency=currency, **narrowed),
    }
