"""Prices: the list, the calculator, and an approver who decides with one tap (S0-13, S0-23..S0-26, X-09)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import httpx2
import pytest
from browsing import Site
from examples import ANN, CAROL, CLIENT, HEAD, roubles
from playwright.sync_api import Page, expect
from price_list_facts import flour, salt, tea

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.price_approval import RequestPrice
from crm_es.aggregates.price_list import AgreeTerms, PublishPriceList
from crm_es.context import Context

Visit = Callable[..., httpx2.Client]
PARTLY = {"HX-Request": "true"}
PRICE = UUID(int=101)
NOW = datetime.now(UTC)


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def priced(site: Site) -> Site:
    """Helen has published prices and agreed on one with Ann's client; Ann asks for another."""
    site.tell(MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), context=Context(by=ANN, at=NOW))
    for command in (
        PublishPriceList(name="Autumn", prices=(flour, tea, salt)),
        AgreeTerms(client_id=CLIENT, product="Tea", from_quantity=Decimal(10), price=roubles(190)),
    ):
        site.tell(command, context=Context(by=HEAD, at=NOW))
    wanted = {"product": "flour", "quantity": Decimal(20), "price": roubles(45), "reason": "They buy a lot"}
    asking = RequestPrice.model_validate({"price_approval_id": PRICE, "client_id": CLIENT, **wanted})
    site.tell(asking, context=Context(by=ANN, at=NOW))
    return site


def test_the_list_shows_costs_to_those_who_may_see_them(priced: Site, visit: Visit) -> None:
    assert priced
    head, manager = visit(HEAD).get("/prices/board").text, visit(ANN).get("/prices/board").text
    assert "RUB\xa060.00" in manager
    assert ("RUB\xa040.00" in head, "RUB\xa040.00" in manager) == (True, False)
    assert "RUB\xa0190.00" in manager
    assert f"/price-approvals/{PRICE}" in head
    assert "Salt" not in visit(ANN).get("/prices/board?q=flour").text.split('id="prices"')[1].split("</section>")[0]


def test_the_calculator_tells_what_was_agreed(priced: Site, visit: Visit) -> None:
    assert priced
    found = visit(ANN).get(f"/prices/calculated?client_id={CLIENT}&product=Tea&quantity=12", headers=PARTLY).text
    assert "Agreed with this client" in found
    assert "RUB\xa0190.00" in found
    assert 'role="alert"' in visit(ANN).get("/prices/calculated?client_id=x&product=Tea", headers=PARTLY).text
    assert "Choose a client" in visit(ANN).get("/prices/calculated", headers=PARTLY).text


def test_a_request_shows_what_its_approver_needs(priced: Site, visit: Visit) -> None:
    assert priced
    head, manager = visit(HEAD).get(f"/price-approvals/{PRICE}").text, visit(ANN).get(f"/price-approvals/{PRICE}").text
    for fact in ("10% below it", "25% below it", "RUB\xa0900.00 in all", "They buy a lot", "11%"):
        assert fact in head, fact
    assert 'id="decision"' in head
    assert ('id="decision"' in manager, "11%" in manager) == (False, False)
    assert visit(CAROL).get(f"/price-approvals/{PRICE}").status_code == 404


def test_a_refusal_needs_its_reason(priced: Site, visit: Visit) -> None:
    assert priced
    refused = visit(HEAD).post(f"/price-approvals/{PRICE}/decide", data={"decision": "refuse"}, headers=PARTLY)
    assert refused.status_code == 422
    assert "Write the reason" in refused.text
    done = visit(HEAD).post(
        f"/price-approvals/{PRICE}/decide", data={"decision": "refuse", "comment": "Too low"}, headers=PARTLY
    )
    assert done.status_code == 204
    assert "Too low" in visit(ANN).get(f"/price-approvals/{PRICE}").text
    assert visit(HEAD).post(f"/price-approvals/{PRICE}/decide", data={"decision": "perhaps"}).status_code == 404


def test_an_approver_allows_a_price_on_a_phone_in_two_taps(
    priced: Site, phone: Page, as_person: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    assert priced
    page = as_person(HEAD, phone)
    page.goto("/prices/board")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator(f"#request-{PRICE}").tap()
    allow = page.get_by_role("button", name="Allow")
    expect(allow).to_be_in_viewport()
    allow.tap()
    expect(page.locator("#decision")).to_have_count(0)
    expect(page.locator(".price-head .badge")).to_have_text("Granted")
