"""Through which holes do clients flow away, and how much with them? The widest hole first (S0-06..S0-09, S0-21)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple

from psycopg import Connection

from crm_es.filters import joined, visible
from crm_es.playbook import Calendar, Complaints
from crm_es.playbook.names import typed_alike
from crm_es.registries import registry
from crm_es.sales_reports.periods import Limits, Line, Period, asked, days, share, usual_currency

By = Literal["reason", "manager", "department"]
Order = Literal["clients", "revenue"]
STAYS, COMPLAINTS, DEALS = registry("reservoir"), registry("complaints"), registry("deals")
LOST: Final = f"""
    SELECT reason, manager_id, who.name AS manager, count(*) AS clients,
           coalesce(sum(revenue) FILTER (WHERE currency = %s), 0) AS revenue
    FROM (SELECT * FROM {STAYS.source} AS stay WHERE until >= %s AND until < %s AND {{seen}}) AS line
         LEFT JOIN staff_registry AS who ON who.staff_member_id = manager_id
    GROUP BY reason, manager_id, who.name
"""
FILED: Final = f"""
    SELECT cause AS reason, department, owner_id AS manager_id, who.name AS manager, count(*) AS complaints
    FROM (SELECT * FROM {COMPLAINTS.source} AS complaint
          WHERE filed_at >= %s AND filed_at < %s AND status <> 'withdrawn' AND {{seen}}) AS line
         LEFT JOIN staff_registry AS who ON who.staff_member_id = owner_id
    GROUP BY cause, department, owner_id, who.name
"""
DEALS_LOST: Final = f"""
    SELECT reason, count(*) AS deals, coalesce(sum(amount) FILTER (WHERE currency = %s), 0) AS value
    FROM {DEALS.source} AS line
    WHERE outcome = 'lost' AND closed_at >= %s AND closed_at < %s AND {{seen}} GROUP BY reason
"""
NOTHING: Final[Line] = {"clients": 0, "revenue": Decimal(0), "complaints": 0}


class Leaks(NamedTuple):
    """Clients lost; and, apart from them, deals lost."""

    currency: str | None
    rows: list[Line]
    deals_lost: list[Line]


def leaks(
    db: Connection[Any],
    calendar: Calendar,
    now: datetime,
    complaints: Complaints,
    *,
    by: By = "reason",
    order: Order = "clients",
    since: date | None = None,
    until: date | None = None,
    currency: str | None = None,
    limits: Limits = None,
) -> Leaks:
    """Of the clients that went out on these days; their money is that of the year until their last purchase.

    What nobody has explained yet is a line of its own, the last one. Complaints of the same cause are told beside: they
    warn of the next leak.
    """
    span, told_in = days(calendar, now, since, until), currency or usual_currency(db, STAYS)
    between = [span.since, span.until]
    seen, of_complaints, of_deals = (
        joined(visible(shown, **limits(shown)) if limits else []) for shown in (STAYS, COMPLAINTS, DEALS)
    )
    lost = asked(db, LOST.format(seen=seen[0]), [told_in, *between, *seen[1]])
    filed = asked(db, FILED.format(seen=of_complaints[0]), [*between, *of_complaints[1]])
    deals = asked(db, DEALS_LOST.format(seen=of_deals[0]), [told_in, *between, *of_deals[1]])
    known = {typed_alike(cause.cause): cause.department for cause in complaints.causes}
    for line in lost:
        line["department"] = known.get(typed_alike(line["reason"])) if line["reason"] else None
    rows = ranked(grouped([*lost, *filed], by), order, span, by)
    return Leaks(told_in, rows, ranked_deals(deals, span))


def grouped(lines: Iterable[Line], by: By) -> list[Line]:
    """The lines of one reason, manager, or department and reason together; those typed alike are one."""
    columns = {"reason": ("reason",), "manager": ("manager_id", "manager"), "department": ("department", "reason")}[by]
    found: dict[tuple[Any, ...], Line] = {}
    for line in lines:
        key = tuple(typed_alike(one) if isinstance(one := line[name], str) else one for name in columns)
        group = found.setdefault(key, {name: line[name] for name in columns} | NOTHING)
        for name in NOTHING:
            group[name] += line.get(name, 0)
    return list(found.values())


def ranked(groups: list[Line], order: Order, span: Period, by: By) -> list[Line]:
    """The widest hole first, each with its share of all and of what flows through it and all wider ones."""
    clients, revenue = (sum(group[name] for group in groups) for name in ("clients", "revenue"))
    other = "revenue" if order == "clients" else "clients"
    groups.sort(key=lambda group: (unexplained(group, by), -group[order], -group[other], str(list(group.values()))))
    rows, so_far = [], dict(NOTHING)
    for group in groups:
        for name in so_far:
            so_far[name] += group[name]
        rows.append(
            group
            | {
                "explained": not unexplained(group, by),
                "share_of_clients": share(group["clients"], clients),
                "cumulative_share_of_clients": share(so_far["clients"], clients),
                "share_of_revenue": share(group["revenue"], revenue),
                "cumulative_share_of_revenue": share(so_far["revenue"], revenue),
                "query": query(group, span, by),
                "complaints_query": complaints_query(group, span) if group["complaints"] else None,
            }
        )
    return rows


def unexplained(group: Line, by: By) -> bool:
    return by != "manager" and group["reason"] is None


def query(group: Line, span: Period, by: By) -> str:
    """What to ask the list `reservoir` for, to see the clients."""
    if by == "manager":
        return span.query("until", manager_id=group["manager_id"])
    if group["reason"] is None:
        return span.query("until", explained="false")
    return span.query("until", reason=group["reason"])


def complaints_query(group: Line, span: Period) -> str:
    narrowed = {
        "owner_id": group.get("manager_id"),
        "cause": group.get("reason"),
        "department": group.get("department"),
    }
    return span.query("filed_at", **narrowed)


def ranked_deals(deals: list[Line], span: Period) -> list[Line]:
    """Why deals were lost, the most frequent reason first."""
    whole, so_far = sum(line["deals"] for line in deals), 0
    rows = []
    for line in sorted(deals, key=lambda line: (-line["deals"], -line["value"], line["reason"] or "")):
        so_far += line["deals"]
        shares = {"share": share(line["deals"], whole), "cumulative_share": share(so_far, whole)}
        rows.append(line | shares | {"query": span.query("closed_at", outcome="lost", reason=line["reason"])})
    return rows
