"""Prices over HTTP: what may be sold for how much, what to do about a refusal, and who sees what things cost us."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB, CAROL, CLIENT, HEAD, roubles
from price_list_facts import flour, salt, tea
from starlette.testclient import TestClient

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.price_approval import GrantPrice, RequestPrice
from crm_es.aggregates.price_list import AgreeTerms, PublishPriceList
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import PRICE_LIST, desk_of
from crm_es.messages import Command
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
PRICE, INVOICE = UUID(int=101), UUID(int=102)
NOW = datetime.now(UTC)
TOMORROW = (NOW + timedelta(1)).date()


def ask(crm: Crm, person_id: UUID, command: Command) -> None:
    crm.handle(command, Context(person_id, NOW))


@pytest.fixture
def priced(staffed: Crm) -> Crm:
    """Helen has published prices and agreed on one with Ann's client; Ann has asked for another and got it."""
    ask(staffed, ANN, MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN))
    ask(staffed, HEAD, PublishPriceList(name="Autumn", prices=(flour, tea, salt)))
    ask(staffed, HEAD, AgreeTerms(client_id=CLIENT, product="Tea", from_quantity=Decimal(10), price=roubles(190)))
    request = RequestPrice(
        price_approval_id=PRICE,
        client_id=CLIENT,
        product="flour",
        quantity=Decimal(20),
        price=roubles(45),
        reason="They buy a lot",
    )
    ask(staffed, ANN, request)
    ask(staffed, HEAD, GrantPrice(price_approval_id=PRICE, valid_until=TOMORROW))
    settle(staffed)
    return staffed


def quote(client: TestClient, headers: dict[str, str], **asked: Any) -> dict[str, Any]:
    answer = client.get("/prices/quote", params={"client_id": str(CLIENT)} | asked, headers=headers)
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


@pytest.mark.usefixtures("priced")
def test_a_quote_tells_price_floor_and_what_was_granted_to_the_asker(client: TestClient, signed_in: SignedIn) -> None:
    """S0-13, S0-24"""
    found = quote(client, signed_in(ANN), product="FLOUR", quantity="5")
    assert (found["product"], found["unit"], found["listed"], found["vat_rate"]) == ("Flour", "kg", True, "22")
    assert (found["price"], found["list_price"], found["floor"]) == (
        {"amount": "60", "currency": "RUB"},
        {"amount": "60", "currency": "RUB"},
        {"amount": "50", "currency": "RUB"},
    )
    assert found["grants"] == [
        {
            "price_approval_id": str(PRICE),
            "price": {"amount": "45", "currency": "RUB"},
            "left": "20",
            "valid_until": TOMORROW.isoformat(),
        }
    ]
    assert quote(client, signed_in(BOB), product="flour")["grants"] == [], "it was granted to Ann"
    assert quote(client, signed_in(ANN), product="tea")["grants"] == []


@pytest.mark.usefixtures("priced")
def test_a_quote_knows_the_volume(client: TestClient, signed_in: SignedIn) -> None:
    ann = signed_in(ANN)
    few, many = (quote(client, ann, product="tea", quantity=quantity) for quantity in ("9.999", "10"))
    assert (few["agreed"], few["price"]["amount"], few["vat_rate"]) == (None, "200", "10")
    assert (many["agreed"]["amount"], many["price"]["amount"], many["floor"]["amount"]) == ("190", "190", "180")


@pytest.mark.usefixtures("priced")
@pytest.mark.parametrize(("asker", "agreed"), [(HEAD, "190"), (CAROL, "190"), (BOB, None)])
def test_what_was_agreed_is_told_to_those_who_may_see_the_client(
    client: TestClient, signed_in: SignedIn, asker: UUID, agreed: str | None
) -> None:
    """X-07: others hear what any client pays, and that it is so."""
    found = quote(client, signed_in(asker), product="tea", quantity="10")
    assert found["of_the_client"] is (agreed is not None)
    assert (found["agreed"] and found["agreed"]["amount"], found["price"]["amount"]) == (agreed, agreed or "200")


@pytest.mark.usefixtures("priced")
def test_what_the_list_lacks_has_the_floor_of_the_playbook(client: TestClient, signed_in: SignedIn) -> None:
    found = quote(client, signed_in(ANN), product="sugar")
    assert (found["listed"], found["unit"], found["price"], found["floor"]["amount"]) == (False, None, None, "80")


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "Infinity", "1e40", "much"])
def test_a_quote_is_for_some_quantity(client: TestClient, signed_in: SignedIn, quantity: str) -> None:
    params = {"client_id": str(CLIENT), "product": "tea", "quantity": quantity}
    assert client.get("/prices/quote", params=params, headers=signed_in(ANN)).status_code == 422


@pytest.mark.usefixtures("priced")
def test_a_blocked_desk_says_what_to_do(client: TestClient, signed_in: SignedIn) -> None:
    """S0-28, S0-29: as an extension of the problem (RFC 9457)."""
    ann = signed_in(ANN)
    lines = [{"product": "tea", "quantity": "1", "price": "100"}]
    wish = {"invoice_id": str(INVOICE), "client_id": str(CLIENT), "lines": lines}
    answer = client.post(f"/invoice-desks/{desk_of(ANN)}/issue-invoice", json=wish, headers=ann)
    problem = answer.json()
    assert (answer.status_code, answer.headers["Content-Type"]) == (409, "application/problem+json")
    blocked = [remedy["command"] for remedy in problem["remedies"]]
    assert (problem["rule"], blocked[-1]) == ("invoice desk is blocked", "DraftInvoice")

    (entry,) = client.get("/notebook", headers=ann).json()["rows"]
    notebook = client.get("/me", headers=ann).json()["notebook_id"]
    closing = {"entry_id": entry["entry_id"], "result": "Told them"}
    assert client.post(f"/notebooks/{notebook}/close-entry", json=closing, headers=ann).status_code == 202


def test_a_remedy_is_sent_as_it_is_told(client: TestClient, signed_in: SignedIn, staffed: Crm) -> None:
    """S0-25: a price request lacks nothing but its reason."""
    ask(staffed, ANN, MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN))
    ask(staffed, HEAD, PublishPriceList(name="Autumn", prices=(tea,)))
    ann = signed_in(ANN)
    lines = [{"product": "tea", "quantity": "1", "price": "100"}]
    wish = {"invoice_id": str(INVOICE), "client_id": str(CLIENT), "lines": lines}
    problem = client.post(f"/invoice-desks/{desk_of(ANN)}/issue-invoice", json=wish, headers=ann).json()
    asking, keeping = problem["remedies"]
    assert (problem["rule"], asking["command"], asking["sentence"]) == (
        "price below the floor",
        "RequestPrice",
        "Ask for Tea at 100.00 RUB.",
    )
    request = asking["fields"] | {"reason": "The last packet"}
    assert client.post("/price-approvals", json=request, headers=ann).status_code == 202
    draft = {name: value for name, value in keeping["fields"].items() if name != "invoice_desk_id"}
    assert client.post(f"/invoice-desks/{desk_of(ANN)}/draft-invoice", json=draft, headers=ann).status_code == 202


# ── What things cost us ─────────────────────────────────────────────────────


@pytest.mark.usefixtures("priced")
def test_managers_see_prices_and_floors_and_neither_cost_nor_margin(client: TestClient, signed_in: SignedIn) -> None:
    ann, everything = signed_in(ANN), ""
    assert [row["product"] for row in client.get("/prices", headers=ann).json()["rows"]] == ["Flour", "Salt", "Tea"]
    assert client.get("/price-costs", headers=ann).json()["rows"] == []
    assert client.get(f"/price-lists/{PRICE_LIST}/history", headers=ann).status_code == 404
    for place in (f"/price-approvals/{PRICE}/history", "/audit", "/audit/refused", "/price-approvals", "/prices"):
        answer = client.get(place, headers=ann)
        assert answer.status_code == 200
        everything += answer.text
    (first,) = [
        line["correlation_id"]
        for line in client.get(f"/price-approvals/{PRICE}/history", headers=ann).json()
        if line["event"] == "PriceRequested"
    ]
    caused = client.get(f"/audit/causation/{first}", headers=ann)
    assert "price question" in caused.text
    everything += caused.text
    for secret in ("margin", '"cost"', "11.1"):
        assert secret not in everything


@pytest.mark.usefixtures("priced")
@pytest.mark.parametrize("person_id", [HEAD, CAROL])
def test_whoever_grants_prices_or_keeps_the_books_sees_the_margin(
    client: TestClient, signed_in: SignedIn, person_id: UUID
) -> None:
    headers = signed_in(person_id)
    (line,) = client.get("/price-costs", headers=headers).json()["rows"]
    assert (line["product"], line["cost"], line["margin"], line["margin_at_floor"]) == ("Flour", "40", "33.3", "20.0")
    history = client.get(f"/price-lists/{PRICE_LIST}/history", headers=headers).json()
    assert json.dumps(history).count('"cost": "40"') == 1


@pytest.mark.usefixtures("priced")
def test_whoever_answers_sees_the_margin_in_the_history(client: TestClient, signed_in: SignedIn) -> None:
    history = client.get(f"/price-approvals/{PRICE}/history", headers=signed_in(HEAD)).json()
    assert history[0]["facts"]["margin_percent"] == "11.1"


@pytest.mark.usefixtures("priced")
def test_terms_are_seen_by_whoever_looks_after_the_client(client: TestClient, signed_in: SignedIn) -> None:
    rows = {who: client.get("/client-terms", headers=signed_in(who)).json()["rows"] for who in (ANN, BOB, HEAD, CAROL)}
    assert {who: len(found) for who, found in rows.items()} == {ANN: 1, BOB: 0, HEAD: 1, CAROL: 1}
    assert rows[ANN][0]["client"] == "Acme"
