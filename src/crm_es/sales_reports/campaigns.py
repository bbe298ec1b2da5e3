"""What did campaigns bring? Advertising pays back only if new buyers become regular ones (S0-10, S0-11)."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from psycopg import Connection

from crm_es.filters import joined, visible
from crm_es.registries import registry
from crm_es.sales_reports.periods import Limits, Line, asked, share

CLIENTS = registry("clients")
REGULAR: Final = 2
"""Who buys so many times has become regular."""
QUESTION: Final = f"""
    WITH met AS (
        SELECT line.* FROM {CLIENTS.source} AS line
        WHERE campaign_id IS NOT NULL AND status <> 'merged' AND {{seen}}
    ), money AS (
        SELECT campaign_id, client_purchases.currency, sum(amount) AS revenue
        FROM client_purchases JOIN met USING (client_id) GROUP BY campaign_id, client_purchases.currency
    )
    SELECT plan.campaign_id, plan.name, plan.aim, plan.status, plan.since, plan.until, plan.planned, plan.result,
           plan.currency, plan.cost, count(met.client_id) AS met,
           count(*) FILTER (WHERE met.purchases >= 1) AS bought,
           count(*) FILTER (WHERE met.purchases >= {REGULAR}) AS regular,
           count(*) FILTER (WHERE met.status = 'active') AS active,
           coalesce((SELECT revenue FROM money
                     WHERE money.campaign_id = plan.campaign_id AND money.currency = plan.currency), 0) AS revenue
    FROM campaigns AS plan LEFT JOIN met ON met.campaign_id = plan.campaign_id
    GROUP BY plan.campaign_id, plan.name, plan.aim, plan.status, plan.since, plan.until, plan.planned, plan.result,
             plan.currency, plan.cost
    ORDER BY plan.since DESC, plan.name, plan.campaign_id
"""


def campaigns(db: Connection[Any], *, limits: Limits = None) -> list[Line]:
    """Each campaign with the clients that it brought, of those that one may see, and what each has cost."""
    seen, values = joined(visible(CLIENTS, **limits(CLIENTS)) if limits else [])
    return [told(line) for line in asked(db, QUESTION.format(seen=seen), values)]


def told(line: Line) -> Line:
    cost = line["cost"]
    return line | {
        "short_of_plan": max(line["planned"] - line["bought"], 0),
        "share_bought": share(line["bought"], line["met"]),
        "share_regular": share(line["regular"], line["bought"]),
        "cost_of_one_who_bought": round(cost / line["bought"], 2) if line["bought"] else None,
        "cost_of_one_regular": round(cost / line["regular"], 2) if line["regular"] else None,
        "met_query": query(line),
        "bought_query": query(line, purchases_from=1),
        "regular_query": query(line, purchases_from=REGULAR),
    }


def query(line: Line, **narrowed: Any) -> str:
    """What to ask the list of clients for."""
    return urlencode({"campaign_id": line["campaign_id"], **narrowed})
