"""The payment calendar: how much is to be paid when, and how much was paid (S1-23).

Its lines are in each currency: what is overdue before today; then day by day, week by week or month by month; at last
what has no day to pay by. What is overdue is told again in its own period, so that periods are whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final, Literal
from urllib.parse import urlencode

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.filters import joined, visible
from crm_es.messages import Refused
from crm_es.payment_sums import PAYABLE
from crm_es.registries import Registry, registry

Period = Literal["day", "week", "month"]
Line = dict[str, Any]
REQUESTS, MADE = registry("payment-requests"), registry("payments-made")
QUESTION: Final = f"""
    WITH asked AS (
        SELECT %s::date AS today, %s::text AS unit, %s::date AS since, %s::date AS until, %s::text AS currency
    ), request AS NOT MATERIALIZED (
        SELECT *, {PAYABLE} AS payable FROM payment_registry WHERE {{requests}}
    ), part AS (
        SELECT 1 AS place, NULL::date AS since, request.currency, left_amount, payable, true AS overdue,
               NULL::numeric AS paid
        FROM request, asked WHERE status = 'approved' AND pay_by < today
        UNION ALL
        SELECT CASE WHEN pay_by IS NULL THEN 3 ELSE 2 END, date_trunc(unit, pay_by::timestamp)::date, request.currency,
               left_amount, payable, coalesce(pay_by < today, false), NULL
        FROM request, asked WHERE status = 'approved' AND (pay_by IS NULL OR pay_by BETWEEN since AND until)
        UNION ALL
        SELECT 2, date_trunc(unit, made.paid_on::timestamp)::date, made.currency, NULL, false, false, made.amount
        FROM asked, {MADE.source} AS made WHERE made.paid_on BETWEEN since AND until AND {{made}}
    )
    SELECT place, part.since, currency, count(left_amount) AS count, coalesce(sum(left_amount), 0) AS left_amount,
           coalesce(sum(left_amount) FILTER (WHERE payable), 0) AS payable_amount,
           coalesce(sum(left_amount) FILTER (WHERE overdue), 0) AS overdue_amount,
           count(paid) AS paid_count, coalesce(sum(paid), 0) AS paid_amount
    FROM part WHERE currency = coalesce((SELECT currency FROM asked), currency)
    GROUP BY place, part.since, currency ORDER BY place, part.since, currency
"""
LINES: Final = {1: "overdue", 2: "period", 3: "without a day"}
FIRST, LAST = date(1, 1, 8), date(9999, 11, 30)
"""Between them every day has a whole week and month around it."""


def calendar(
    db: Connection[Any],
    today: date,
    *,
    by: Period = "day",
    since: date | None = None,
    until: date | None = None,
    currency: str | None = None,
    limits: Callable[[Registry], Mapping[str, Any]] | None = None,
) -> list[Line]:
    """The periods from that of `since`, or of today, to that of `until`, or as far as there is something to pay.

    `limits` tells what of a list may be seen: of the requests, and of the payments made.
    """
    since, until = start(by, since or today), end(by, until or LAST)
    if since > until:
        raise Refused("The calendar ends before it begins: give a later day to end with.", "calendar ends too early")
    requests, made = (joined(visible(shown, **limits(shown)) if limits else []) for shown in (REQUESTS, MADE))
    question = QUESTION.format(requests=requests[0], made=made[0])
    with db.cursor(row_factory=dict_row) as rows:
        asked = rows.execute(question, [today, by, since, until, currency, *requests[1], *made[1]])
        return [told(line, by, today) for line in asked]


def told(line: Line, by: Period, today: date) -> Line:
    """The line in words, with its days and with the filter of the list that shows what it sums up."""
    kind, since = LINES[line.pop("place")], line.pop("since")
    days: dict[str, Any] = {"from": None, "to": None}
    if kind == "period":
        days = {"from": since, "to": end(by, since)}
        narrowed = {"pay_by_from": since, "pay_by_to": days["to"]}
    else:
        narrowed = {"pay_by_to": today - timedelta(1)} if kind == "overdue" else {"pay_by": "none"}
    return {
        "line": kind,
        **days,
        **line,
        "query": urlencode({"status": "approved", "currency": line["currency"], **narrowed}),
    }


def start(by: Period, day: date) -> date:
    """The first day of the period around a day; weeks begin on Monday."""
    day = min(max(day, FIRST), LAST)
    match by:
        case "day":
            return day
        case "week":
            return day - timedelta(day.weekday())
        case "month":
            return day.replace(day=1)


def end(by: Period, day: date) -> date:
    """The last day of the period around a day."""
    first = start(by, day)
    match by:
        case "day":
            return first
        case "week":
            return first + timedelta(6)
        case "month":
            return (first + timedelta(31)).replace(day=1) - timedelta(1)
