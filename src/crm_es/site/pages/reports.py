"""Reports: one page that leads to all of them, and one page for each: days, figures that lead to rows, a chart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from crm_es.site.rendering import link
from crm_es.site.reporting import shapes
from crm_es.site.reporting.charts import pareto
from crm_es.site.reporting.known import REPORTS, elsewhere_for, for_roles
from crm_es.site.reporting.of_sales import LEAKS
from crm_es.site.reporting.periods import NAMED, Period, period
from crm_es.site.reporting.shapes import Figure, Report, Row, Table
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
Name = Annotated[str | None, Query(alias="period", max_length=40)]
Since = Annotated[date | None, Query(alias="from")]
Until = Annotated[date | None, Query(alias="to")]
NAMES: Final = ("reason", "department", "manager")
"""What leaks are told by."""


@routes.get("/reports")
async def reports(visitor: Seen) -> Response:
    """All reports that this person looks for, with a sentence each."""
    return visitor.page("reports/index.html", reports=for_roles(visitor.roles), elsewhere=elsewhere_for(visitor.roles))


def page_of(report: Report) -> Callable[..., Awaitable[Response]]:
    """The page of one report."""

    async def shown(visitor: Seen, named: Name = None, since: Since = None, until: Until = None) -> Response:
        days = period(named, visitor.today, since, until)
        chosen = choices(report, visitor.request.query_params)
        query = asked(report, days, chosen)
        found = await visitor.get(report.asked, **query)
        tables = [(table, figures(table, found[table.rows]), rows(table, found)) for table in report.tables]
        kept = {"period": days.name, "from": days.since, "to": days.until} if not days.name else {"period": days.name}
        return visitor.page(
            "reports/report.html",
            report=report,
            days=days,
            named=NAMED,
            chosen=chosen,
            tables=tables,
            chart=drawn(visitor, report, tables[0][2], chosen),
            shapes=shapes,
            address=lambda **changed: link(f"/reports/{report.name}", **{**chosen, **kept, **changed}),
            exports={form: link(f"/api/v1{report.asked}", **query, format=form) for form in ("csv", "xlsx")},
        )

    return shown


def choices(report: Report, query: Mapping[str, str]) -> dict[str, str]:
    """What was chosen, else what is usual."""
    found = {}
    for choice in report.choices:
        ways = [way for way, _ in choice.ways]
        wanted = query.get(choice.name, ways[0])
        found[choice.name] = wanted if wanted in ways else ways[0]
    return found


def asked(report: Report, days: Period, chosen: Mapping[str, str]) -> dict[str, Any]:
    """What the API is asked for."""
    told: dict[str, Any] = {name: way.split(",") for name, way in chosen.items()}
    return told | ({"from_": days.since, "to": days.until} if report.has_days and (days.since or days.until) else {})


def figures(table: Table, rows: Sequence[Row]) -> list[Figure]:
    """The columns that say something here: what nothing is told of is left out."""
    return [one for one in table.figures if one.is_number or any(row.get(one.name) for row in rows)]


def rows(table: Table, found: Mapping[str, Any]) -> list[Row]:
    """Those that say something, each with the currency of the whole."""
    currency = {"currency": found["currency"]} if found.get("currency") else {}
    return [currency | dict(row) for row in found[table.rows] if shapes.says_something(table.figures, row)]


def drawn(visitor: Visitor, report: Report, found: Sequence[Row], chosen: Mapping[str, str]) -> dict[str, Any] | None:
    if report is LEAKS:
        return leaks(visitor, found, chosen.get("order", "clients"))
    return report.chart(visitor.speech, found) if report.chart else None


def leaks(visitor: Visitor, rows: Sequence[Row], by: str) -> dict[str, Any] | None:
    """The Pareto of leaks, by clients or by money."""
    unknown = visitor.speech.text("Not told yet")
    names = [str(next((row[name] for name in NAMES if row.get(name)), unknown)) for row in rows]
    unit = visitor.speech.text("Money lost") if by == "revenue" else visitor.speech.text("Clients lost")
    return pareto(visitor.speech, rows, names, by=by, unit=unit, registry="reservoir")


for one in REPORTS:
    routes.get(f"/reports/{one.name}")(page_of(one))
