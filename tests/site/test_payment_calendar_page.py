"""The payment calendar as a page: days, weeks and months, late, today and later (S1-23)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import httpx2
import pytest
from browsing import Site
from examples import ANN, CAROL
from paying import approved

from crm_es.site.pages.payment_calendar import days, largest, shown_days, spans, when

Visit = Callable[..., httpx2.Client]
WEDNESDAY = date(2026, 11, 25)


def line(begin: str, end: str, **more: str) -> dict[str, str]:
    return {"from": begin, "to": end, "currency": "RUB", "left_amount": "10", "paid_amount": "5", **more}


def test_a_month_is_shown_in_whole_weeks() -> None:
    assert shown_days("day", date(2026, 11, 1), WEDNESDAY) == (date(2026, 10, 26), date(2026, 12, 6))
    assert shown_days("week", date(2026, 11, 1), WEDNESDAY)[0] == WEDNESDAY


def test_a_day_is_late_today_or_later() -> None:
    assert when(date(2026, 11, 24), date(2026, 11, 24), WEDNESDAY) == "late"
    assert when(date(2026, 11, 23), date(2026, 11, 29), WEDNESDAY) == "today"
    assert when(date(2026, 11, 26), date(2026, 11, 26), WEDNESDAY) == "later"


def test_each_day_has_its_lines_and_knows_whether_it_is_of_the_month() -> None:
    found = list(days(date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 1), [line("2026-11-01", "")], WEDNESDAY))
    assert [(len(cell.lines), cell.is_outside) for cell in found] == [(0, True), (1, False)]


def test_periods_of_several_currencies_stand_together() -> None:
    lines = [line("2026-11-23", "2026-11-29"), line("2026-11-23", "2026-11-29", currency="USD")]
    (cell,) = spans(lines, WEDNESDAY)
    assert (len(cell.lines), cell.when) == (2, "today")
    assert largest(lines) == {"RUB": 15, "USD": 15}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("by", ["day", "week", "month"])
def test_sums_lead_to_the_requests_behind_them(site: Site, visit: Visit, by: str, language: str) -> None:
    assert language
    approved(site)
    page = visit(CAROL).get(f"/payments/calendar?by={by}")
    assert page.status_code == 200
    assert "/payment-requests?status=approved&amp;currency=RUB&amp;pay_by_from=" in page.text


def test_the_bank_is_for_accounting(visit: Visit) -> None:
    assert "/bank-statements" in visit(CAROL).get("/payments/calendar").text
    assert 'href="/bank-statements"' not in visit(ANN).get("/payments/calendar").text


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2026-02"])
def test_any_month_can_be_looked_at(visit: Visit, month: str) -> None:
    assert visit(CAROL).get(f"/payments/calendar?month={month}").status_code == 200
    assert visit(CAROL).get("/payments/calendar?month=2026-13").status_code == 404
