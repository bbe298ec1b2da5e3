"""What an invoice would come to, while it is being filled in (X-24, S0-13, S0-25)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB, CLIENT, HEAD, roubles
from price_list_facts import flour, salt, tea
from starlette.testclient import TestClient

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.invoice_desk import IssueInvoice, WantedLine
from crm_es.aggregates.price_approval import GrantPrice, RequestPrice
from crm_es.aggregates.price_list import AgreeTerms, PublishPriceList
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import desk_of
from crm_es.messages import Command
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
NOW = datetime.now(UTC)


@pytest.fixture
def priced(staffed: Crm) -> Crm:
    """Prices are listed, one is agreed with Ann's client, who bought salt before."""

    def ask(person_id: UUID, *commands: Command) -> None:
        for command in commands:
            staffed.handle(command, Context(person_id, NOW))

    ask(ANN, MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN))
    ask(
        HEAD,
        PublishPriceList(name="Autumn", prices=(flour, tea, salt)),
        AgreeTerms(client_id=CLIENT, product="Tea", from_quantity=Decimal(10), price=roubles(190)),
    )
    line = WantedLine(product="salt", quantity=Decimal(3), price=Decimal(18))
    invoice = IssueInvoice(invoice_desk_id=desk_of(ANN), invoice_id=UUID(int=1), client_id=CLIENT, lines=(line,))
    ask(ANN, invoice)
    settle(staffed)
    return staffed


def sums(client: TestClient, headers: dict[str, str], *lines: dict[str, Any], **form: Any) -> dict[str, Any]:
    body = {"client_id": str(CLIENT), "lines": lines} | form
    answer = client.post("/invoices/worked-out", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def rub(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "RUB"}


@pytest.mark.usefixtures("priced")
def test_lines_are_worked_out_as_the_invoice_would_have_them(client: TestClient, signed_in: SignedIn) -> None:
    told = sums(
        client,
        signed_in(ANN),
        {"product": "TEA", "quantity": "10"},
        {"product": "salt", "quantity": "2", "price": "25"},
    )
    first, second = told["lines"]
    assert (first["product"], first["price"], first["amount"], first["vat_rate"]) == (
        "Tea",
        rub("190"),
        rub("1900.00"),
        "10",
    )
    assert (first["list_price"], first["agreed"], first["last"]) == (rub("200"), rub("190"), None)
    assert (second["unit"], second["amount"], second["last"]["price"]) == ("kg", rub("50.00"), rub("18"))
    assert told["amount"] == rub("1950.00")
    assert told["vat"] == rub("181.75")


@pytest.mark.usefixtures("priced")
def test_a_price_below_its_floor_is_marked(client: TestClient, signed_in: SignedIn) -> None:
    (line,) = sums(client, signed_in(ANN), {"product": "flour", "quantity": "5", "price": "45"})["lines"]
    assert (line["floor"], line["takes_approval"]) == (rub("50"), True)


def test_a_price_that_was_granted_is_not(client: TestClient, signed_in: SignedIn, priced: Crm) -> None:
    asked = RequestPrice(
        price_approval_id=UUID(int=9),
        client_id=CLIENT,
        product="flour",
        quantity=Decimal(5),
        price=roubles(45),
        reason="Volume",
    )
    priced.handle(asked, Context(ANN, NOW))
    granted = GrantPrice(price_approval_id=UUID(int=9), valid_until=(NOW + timedelta(2)).date())
    priced.handle(granted, Context(HEAD, NOW))
    settle(priced)
    (line,) = sums(client, signed_in(ANN), {"product": "flour", "quantity": "5", "price": "45"})["lines"]
    assert line["takes_approval"] is False


@pytest.mark.usefixtures("priced")
def test_what_nobody_knows_is_told_and_nothing_is_summed(client: TestClient, signed_in: SignedIn) -> None:
    told = sums(client, signed_in(ANN), {"product": "moon dust", "quantity": "1"}, {"product": "salt", "quantity": "1"})
    assert told["amount"] is None
    assert told["lines"][0]["wrong"].startswith("Give the price of moon dust")
    assert told["lines"][1]["amount"] == rub("20.00")
    assert sums(client, signed_in(ANN)) == {"lines": [], "amount": None, "vat": None}


@pytest.mark.usefixtures("priced")
def test_what_a_client_of_others_pays_is_not_told(client: TestClient, signed_in: SignedIn) -> None:
    tea, salt = sums(
        client, signed_in(BOB), {"product": "tea", "quantity": "10"}, {"product": "salt", "quantity": "1"}
    )["lines"]
    assert (tea["price"], tea["agreed"], salt["last"]) == (rub("200"), None, None)


@pytest.mark.usefixtures("priced")
def test_before_a_client_is_chosen_the_list_counts(client: TestClient, signed_in: SignedIn) -> None:
    told = sums(client, signed_in(ANN), {"product": "tea", "quantity": "10"}, client_id=None)
    assert told["amount"] == rub("2000.00")
