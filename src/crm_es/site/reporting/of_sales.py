"""Reports on clients and deals: what was won, why clients leave, what campaigns bring, what people complain of."""

from __future__ import annotations

from typing import Final

from crm_es.site.menu import LEADERS
from crm_es.site.reporting import charts
from crm_es.site.reporting.shapes import Choice, Figure, Report, Table
from crm_es.site.speech import phrase

SALES: Final = frozenset({"head_of_sales", "director", "analyst"})
ANALYSED: Final = frozenset({*LEADERS, "analyst"})

WINS: Final = Report(
    "wins",
    phrase("Deals won and lost"),
    phrase("How often deals are won, for how much and how fast: by person, product or line of business."),
    "trophy",
    (
        Table(
            "rows",
            (
                Figure("agent", phrase("Person"), "text"),
                Figure("manager", phrase("Head"), "text"),
                Figure("product", phrase("Product"), "text"),
                Figure("sector", phrase("Line of business"), "text"),
                Figure("won", phrase("Won"), registry="deals", query="won_query"),
                Figure("lost", phrase("Lost"), registry="deals", query="lost_query"),
                Figure("open", phrase("Open"), registry="deals", query="open_query"),
                Figure("win_rate", phrase("Won of closed"), "share"),
                Figure("value", phrase("Sum of won"), "money", "deals", "won_query"),
                Figure("median_days", phrase("Median, days"), "days"),
                Figure("mean_days", phrase("Mean, days"), "days"),
            ),
        ),
    ),
    (
        Choice(
            "by",
            phrase("By"),
            (
                ("agent", phrase("Person")),
                ("manager", phrase("Head")),
                ("product", phrase("Product")),
                ("sector", phrase("Line of business")),
            ),
        ),
    ),
    roles=SALES,
    chart=charts.won,
)
LEAKS: Final = Report(
    "leaks",
    phrase("Why clients leave"),
    phrase("The holes through which clients and their money flow away, the widest first; and why deals are lost."),
    "droplet",
    (
        Table(
            "rows",
            (
                Figure("reason", phrase("Reason"), "text"),
                Figure("department", phrase("Department"), "text"),
                Figure("manager", phrase("Person"), "text"),
                Figure("clients", phrase("Clients lost"), registry="reservoir", query="query", summed=True),
                Figure("share_of_clients", phrase("Share of clients"), "share"),
                Figure("revenue", phrase("What they bought in a year"), "money", "reservoir", "query", summed=True),
                Figure("share_of_revenue", phrase("Share of money"), "share"),
                Figure("complaints", phrase("Complaints of it"), registry="complaints", query="complaints_query"),
            ),
        ),
        Table(
            "deals_lost",
            (
                Figure("reason", phrase("Reason"), "text"),
                Figure("deals", phrase("Deals lost"), registry="deals", query="query", summed=True),
                Figure("value", phrase("Worth"), "money", "deals", "query", summed=True),
                Figure("share", phrase("Share of deals"), "share"),
            ),
            phrase("Deals lost"),
        ),
    ),
    (
        Choice(
            "by",
            phrase("By"),
            (("reason", phrase("Reason")), ("manager", phrase("Person")), ("department", phrase("Department"))),
        ),
        Choice("order", phrase("First"), (("clients", phrase("Most clients")), ("revenue", phrase("Most money")))),
    ),
    usual_days=phrase("The last year"),
    roles=SALES,
)
RESERVOIR: Final = Report(
    "reservoir",
    phrase("Reservoir of clients"),
    phrase("Month by month: how many clients buy, how many came and went, and how far the target is."),
    "chart-line",
    (
        Table(
            "rows",
            (
                Figure("month", phrase("Month"), "month"),
                Figure("level_at_start", phrase("At the start")),
                Figure("new", phrase("New ones")),
                Figure("back", phrase("Came back")),
                Figure("inflow", phrase("Inflow"), registry="reservoir", query="inflow_query", summed=True),
                Figure("outflow", phrase("Outflow"), registry="reservoir", query="outflow_query", summed=True),
                Figure("level_at_end", phrase("At the end"), registry="reservoir", query="level_query"),
                Figure("target", phrase("Target")),
                Figure("distance", phrase("To the target")),
                Figure("revenue", phrase("Bought in the month"), "money", "purchases", "revenue_query", summed=True),
                Figure("lost_revenue", phrase("Lost with those who left"), "money", summed=True),
            ),
        ),
    ),
    usual_days=phrase("The last year"),
    roles=SALES,
    chart=charts.level,
)
CAMPAIGNS: Final = Report(
    "campaigns",
    phrase("What campaigns brought"),
    phrase("Whom each campaign brought, who became regular, and what one of them has cost."),
    "speakerphone",
    (
        Table(
            "rows",
            (
                Figure("name", phrase("Campaign"), "text", "campaigns"),
                Figure("since", phrase("First day"), "day"),
                Figure("until", phrase("Last day"), "day"),
                Figure("cost", phrase("Cost"), "money", summed=True),
                Figure("planned", phrase("Planned to buy"), summed=True),
                Figure("met", phrase("Met"), registry="clients", query="met_query", summed=True),
                Figure("bought", phrase("Bought"), registry="clients", query="bought_query", summed=True),
                Figure("regular", phrase("Became regular"), registry="clients", query="regular_query", summed=True),
                Figure("revenue", phrase("Revenue"), "money", summed=True),
                Figure("cost_of_one_who_bought", phrase("Cost of one who bought"), "money"),
                Figure("cost_of_one_regular", phrase("Cost of one regular"), "money"),
            ),
        ),
    ),
    has_days=False,
    roles=SALES,
)
COMPLAINTS: Final = Report(
    "complaints",
    phrase("What clients complain of"),
    phrase("By department and cause: how many, how fast they got an answer, and who was not content with it."),
    "message-report",
    (
        Table(
            "rows",
            (
                Figure("department", phrase("Department"), "text"),
                Figure("cause", phrase("Cause"), "text"),
                Figure("complaints", phrase("Complaints"), registry="complaints", query="query"),
                Figure("open", phrase("Without an answer"), registry="complaints", query="open_query"),
                Figure("to_tell", phrase("Client to be told"), registry="complaints", query="to_tell_query"),
                Figure("overdue", phrase("Overdue"), registry="complaints", query="overdue_query"),
                Figure("reopened", phrase("Not content"), registry="complaints", query="reopened_query"),
                Figure("median_hours_to_answer", phrase("To the answer, hours"), "hours"),
                Figure("median_hours_to_close", phrase("To the end, hours"), "hours"),
            ),
        ),
    ),
    roles=ANALYSED,
)
