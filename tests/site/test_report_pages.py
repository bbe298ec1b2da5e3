"""Reports: one page leads to all, each has its days, figures that lead to rows, a chart and an export (X-26)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date

import httpx2
import pytest
from browsing import Site
from examples import ANN, HEAD
from playwright.sync_api import Page, expect

from crm_es.application import Crm
from crm_es.site.reporting.charts import bars, pareto
from crm_es.site.reporting.known import REPORTS, elsewhere_for, for_roles
from crm_es.site.reporting.periods import period
from crm_es.site.reporting.shapes import Figure, Kind, Report, leads_to, says_something, sums, told
from crm_es.site.speech import speech

Visit = Callable[..., httpx2.Client]
WON = Figure("won", "Won", registry="deals", query="won_query", summed=True)


@pytest.fixture
def language() -> str:
    return "en"


@pytest.mark.parametrize(
    ("name", "since", "until"),
    [
        ("this-month", date(2026, 2, 1), date(2026, 2, 14)),
        ("last-month", date(2026, 1, 1), date(2026, 1, 31)),
        ("this-quarter", date(2026, 1, 1), date(2026, 2, 14)),
        ("last-quarter", date(2025, 10, 1), date(2025, 12, 31)),
        ("this-year", date(2026, 1, 1), date(2026, 2, 14)),
        ("usual", None, None),
        ("nonsense", None, None),
    ],
)
def test_days_are_chosen_by_name(name: str, since: date | None, until: date | None) -> None:
    assert period(name, date(2026, 2, 14))[1:] == (since, until)


def test_days_that_are_told_come_first() -> None:
    assert period("this-year", date(2026, 2, 14), date(2026, 1, 5)) == ("", date(2026, 1, 5), None)


def test_a_figure_leads_to_its_rows_and_none_leads_nowhere() -> None:
    assert leads_to(WON, {"won": 3, "won_query": "outcome=won"}) == "/deals?outcome=won"
    assert leads_to(WON, {"won": 3, "won_query": ""}) == "/deals?all="
    assert leads_to(WON, {"won": 0, "won_query": "outcome=won"}) is None
    assert leads_to(WON, {"won": 3, "won_query": None}) is None


def test_figures_are_told_as_people_write_them() -> None:
    english = speech("en")
    row = {"currency": "RUB", "sum": "1250.5", "share": 0.256, "days": 12.345, "month": "2026-02-01", "none": None}
    kinds: list[tuple[str, Kind]] = [
        ("sum", "money"),
        ("share", "share"),
        ("days", "days"),
        ("month", "month"),
        ("none", "text"),
    ]
    found = [told(english, Figure(name, "", kind), row, UTC) for name, kind in kinds]
    assert [one.replace("\xa0", " ") for one in found] == ["RUB 1,250.50", "26%", "12.3", "February 2026", ""]


def test_a_foot_sums_up_unless_a_row_does() -> None:
    rows = [{"won": 3}, {"won": 4}]
    assert sums([WON], rows)["won"] == 7
    assert sums([WON], [*rows, {"won": 7, "all": True}]) == {}
    assert says_something([WON], rows[0])
    assert not says_something([WON], {"won": 0})


def test_a_pareto_shows_holes_only() -> None:
    row = {"clients": 2, "query": "reason=x", "cumulative_share_of_clients": 1.0}
    shown = {"by": "clients", "unit": "Clients lost", "registry": "reservoir"}
    chart = pareto(speech("en"), [row, row | {"clients": 0}], ["x", "y"], **shown)
    assert chart is not None
    assert chart["xAxis"]["data"] == ["x"]
    assert chart["series"][0]["data"] == [{"value": 2.0, "link": "/reservoir?reason=x"}]
    assert pareto(speech("en"), [row | {"clients": 0}], ["x"], **shown) is None
    assert bars(["x"], [{"data": [1]}], lying=True)["yAxis"]["inverse"]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_every_report_is_a_page_with_its_table_to_take_along(demo: Crm, visit: Visit, report: Report) -> None:
    assert demo
    looking = visit("viktor")
    for query in ("", "?period=last-month", "?from=2026-01-01&to=2026-12-31"):
        page = looking.get(f"/reports/{report.name}{query}")
        assert page.status_code == 200, query
        assert "format=xlsx" in page.text


def test_each_role_finds_its_own_reports(site: Site, visit: Visit) -> None:
    assert site
    assert "wins" in [one.name for one in for_roles({"head_of_sales"})]
    assert [one.name for one in for_roles({"manager"})] == []
    assert "/payments/calendar" in [one.path for one in elsewhere_for({"accountant"})]
    assert 'href="/reports/leaks"' in visit(HEAD).get("/reports").text
    assert 'href="/reports/leaks"' not in visit(ANN).get("/reports").text


def test_what_is_refused_is_told(site: Site, visit: Visit) -> None:
    assert site
    assert visit(ANN).get("/reports/adoption-plan").status_code in (403, 404)
    assert visit(HEAD).get("/reports/wins?from=2026-02-01&to=2026-01-01").status_code < 500
    assert visit(HEAD).get("/reports/wins?by=nonsense&period=nonsense").status_code == 200


def test_a_bar_leads_to_its_deals(demo: Crm, as_person: Callable[..., Page]) -> None:
    assert demo
    page = as_person("elena")
    page.goto("/reports/wins")
    expect(page.locator("[data-chart] svg")).to_be_visible()
    page.locator("td.num a").first.click()
    page.wait_for_url("**/deals?*outcome=*")
