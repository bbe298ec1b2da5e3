"""Below the floor: refused, asked for, granted, held up by the notebook, kept, issued, numbered (S0-23..S0-29)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from company import Company
from examples import ANN, CLIENT, DIRECTOR, FRIDAY, HEAD, MONDAY, NEXT_MONDAY, TUESDAY, WEDNESDAY, roubles
from price_list_facts import flour, salt, tea

from crm_es.aggregates import COMMANDS
from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.invoice_desk import (
    CancelInvoice,
    DraftInvoice,
    DropInvoiceDraft,
    ExemptDesk,
    InvoiceForm,
    IssueInvoice,
    WantedLine,
)
from crm_es.aggregates.notebook import CloseEntry
from crm_es.aggregates.price_approval import GrantPrice, RequestPrice
from crm_es.aggregates.price_list import AgreeTerms, PublishPriceList
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import desk_of, notebook_of
from crm_es.messages import Refused

PRICE, FIRST, SECOND, THIRD = (UUID(int=n) for n in range(101, 105))
HOUR = timedelta(hours=1)


def invoice(invoice_id: UUID, quantity: int, price: int = 45, product: str = "flour") -> IssueInvoice:
    line = WantedLine(product=product, quantity=Decimal(quantity), price=Decimal(price))
    return IssueInvoice(invoice_desk_id=desk_of(ANN), invoice_id=invoice_id, client_id=CLIENT, lines=(line,))


@pytest.fixture
def company(staffed: Crm) -> Company:
    """Helen has published prices."""
    company = Company(staffed)
    company.ask(ANN, MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), MONDAY)
    company.ask(HEAD, PublishPriceList(name="Autumn", prices=(flour, tea, salt)), MONDAY)
    return company


def remedies(company: Company, command: IssueInvoice, at: Any, **changes: Any) -> dict[str, dict[str, Any]]:
    """What Ann may do about a refusal, by command."""
    with pytest.raises(Refused) as refusal:
        company.crm.handle(command, Context(by=ANN, at=at, **changes))
    return {remedy.command: dict(remedy.fields) for remedy in refusal.value.remedies}


def close_decision(company: Company, at: Any) -> None:
    (decision,) = company.notebook(ANN)
    closing = CloseEntry(notebook_id=notebook_of(ANN), entry_id=decision.entry_id, result="Told them")
    company.ask(ANN, closing, at)


def test_from_a_refused_line_to_a_numbered_invoice(company: Company) -> None:
    found = remedies(company, invoice(FIRST, 20), MONDAY)
    told = found["RequestPrice"] | {"price_approval_id": str(PRICE), "reason": "They buy every month"}
    request = COMMANDS["RequestPrice"].model_validate(told)
    company.ask(ANN, request, MONDAY)
    (question,) = company.notebook(HEAD)
    assert question.text == (
        "Flour, 20 at 45.00 RUB, floor 50.00 RUB, list 60.00 RUB, margin 11.1 %. They buy every month"
    )

    company.ask(HEAD, GrantPrice(price_approval_id=PRICE, valid_until=FRIDAY.date()), TUESDAY)
    (decision,) = company.notebook(ANN)
    assert decision.text == "Flour, 20 at 45.00 RUB: granted until 27.11.2026 by Helen."

    blocked = remedies(company, invoice(FIRST, 15), TUESDAY)
    company.ask(ANN, COMMANDS["DraftInvoice"].model_validate(blocked["DraftInvoice"]), TUESDAY)
    draft = company.one("invoice-drafts")
    assert (draft["invoice_id"], draft["client"], draft["lines"], draft["held_up"]) == (FIRST, "Acme", 1, True)

    close_decision(company, TUESDAY + HOUR)
    assert company.one("invoice-desks")["drafts"] == [FIRST], "the desk is free, and names what was begun"

    form = InvoiceForm.model_validate_json(draft["form"])
    company.ask(ANN, IssueInvoice(invoice_desk_id=desk_of(ANN), invoice_id=FIRST, **dict(form)), WEDNESDAY)
    issued = company.one("invoices")
    assert (issued["number"], issued["amount"], issued["vat"]) == ("1", 675, Decimal("121.72"))
    line = company.one("invoice-lines")
    assert (line["price"], line["price_approval_id"], line["number"], line["manager"]) == (45, PRICE, "1", "Ann")
    assert company.list("invoice-drafts") == []
    assert company.one("price-approvals")["quantity_left"] == 5


def test_a_grant_runs_out_and_ends(company: Company) -> None:
    """By quantity, and with its last day; a cancelled invoice gives back what it took."""
    request = RequestPrice(
        price_approval_id=PRICE,
        client_id=CLIENT,
        product="FLOUR",
        quantity=Decimal(20),
        price=roubles(45),
        reason="They buy every month",
    )
    company.ask(ANN, request, MONDAY)
    company.ask(HEAD, GrantPrice(price_approval_id=PRICE, valid_until=FRIDAY.date()), MONDAY)
    close_decision(company, TUESDAY)
    company.ask(ANN, invoice(FIRST, 15), TUESDAY)
    assert "of which 5 are granted" in company.refused(ANN, invoice(SECOND, 6), TUESDAY)
    company.ask(ANN, invoice(SECOND, 5), TUESDAY)
    assert "floor 50.00 RUB" in company.refused(ANN, invoice(THIRD, 1), TUESDAY)

    cancel = CancelInvoice(invoice_desk_id=desk_of(ANN), invoice_id=FIRST, reason="They changed their mind")
    company.ask(HEAD, cancel, WEDNESDAY)
    company.ask(ANN, invoice(THIRD, 10), WEDNESDAY)
    numbers = {row["invoice_id"]: (row["number"], row["cancelled_by"]) for row in company.list("invoices")}
    assert numbers == {FIRST: ("1", "Helen"), SECOND: ("2", None), THIRD: ("3", None)}
    assert company.one("price-approvals")["quantity_left"] == 5

    company.clock(NEXT_MONDAY)
    assert company.one("price-approvals")["status"] == "expired"
    assert company.notebook(ANN) == []
    assert "takes approval" not in company.refused(ANN, invoice(FIRST, 1), NEXT_MONDAY), "it was cancelled"
    late = company.refused(ANN, invoice(UUID(int=200), 1), NEXT_MONDAY)
    assert "floor 50.00 RUB" in late


def test_a_question_that_nobody_answers_is_over(company: Company) -> None:
    request = RequestPrice(
        price_approval_id=PRICE, client_id=CLIENT, product="tea", price=roubles(1), reason="They ask"
    )
    company.ask(ANN, request, MONDAY)
    company.clock(MONDAY + timedelta(15))
    assert company.notebook(HEAD) == []
    (told,) = company.notebook(ANN)
    assert told.text == "Tea, 1 at 1.00 RUB: nobody answered in time. Ask anew, if the client still wants it."


def test_prices_of_tomorrow_hold_from_tomorrow(company: Company) -> None:
    dearer = flour.model_copy(update={"price": Decimal(70), "floor": Decimal(65)})
    plan = PublishPriceList(name="Winter", prices=(dearer,), valid_from=TUESDAY.date())
    company.ask(HEAD, plan, MONDAY)
    company.ask(ANN, invoice(FIRST, 1, 60), MONDAY)
    assert company.list("prices", filters={"product": "Flour"})[0]["price"] == 60
    company.clock(TUESDAY)
    (listed,) = company.list("prices")
    assert (listed["price"], listed["since"], listed["version"]) == (70, TUESDAY.date(), 2)
    assert "floor 65.00 RUB" in company.refused(ANN, invoice(SECOND, 1, 60), TUESDAY)


def test_what_is_agreed_with_a_client_needs_no_question(company: Company) -> None:
    """S0-13"""
    agree = AgreeTerms(client_id=CLIENT, product="flour", from_quantity=Decimal(100), price=roubles(45))
    company.ask(DIRECTOR, agree, MONDAY)
    terms = company.one("client-terms")
    assert (terms["client"], terms["from_quantity"], terms["price"], terms["owner_id"]) == ("Acme", 100, 45, ANN)
    assert "floor 50.00 RUB" in company.refused(ANN, invoice(FIRST, 99), MONDAY)
    company.ask(ANN, invoice(FIRST, 100), MONDAY)
    assert company.one("invoices")["amount"] == 4500


def test_an_exemption_passes_the_gate_and_stays_visible(company: Company) -> None:
    """S0-30"""
    request = RequestPrice(
        price_approval_id=PRICE, client_id=CLIENT, product="tea", price=roubles(1), reason="They ask"
    )
    company.ask(ANN, request, MONDAY)
    company.ask(HEAD, GrantPrice(price_approval_id=PRICE, valid_until=FRIDAY.date()), MONDAY)
    salt_today = invoice(FIRST, 1, 20, "salt")
    assert "notebook" in company.refused(ANN, salt_today, TUESDAY)
    exempt = ExemptDesk(
        invoice_desk_id=desk_of(ANN), manager_id=ANN, until=TUESDAY + HOUR, reason="The lorry is at the gate"
    )
    company.ask(HEAD, exempt, TUESDAY)
    company.ask(ANN, salt_today, TUESDAY)
    assert company.one("invoices")["exempt"] == "The lorry is at the gate"
    assert company.one("invoice-desks")["exempted_by"] == "Helen"
    assert "notebook" in company.refused(ANN, invoice(SECOND, 1, 20, "salt"), WEDNESDAY)


def test_what_was_begun_may_be_thrown_away(company: Company) -> None:
    company.ask(ANN, DraftInvoice(invoice_desk_id=desk_of(ANN), invoice_id=FIRST, what_for="Tea"), MONDAY)
    assert company.one("invoice-drafts")["what_for"] == "Tea"
    company.ask(ANN, DropInvoiceDraft(invoice_desk_id=desk_of(ANN), invoice_id=FIRST), MONDAY)
    assert company.list("invoice-drafts") == []


def test_a_wish_sent_again_gets_the_same_refusal_with_what_may_be_done(company: Company) -> None:
    """Also where the first answer is known from the log alone."""
    key = UUID(int=77)
    first = remedies(company, invoice(FIRST, 20), MONDAY, command_id=key)
    again = remedies(company, invoice(FIRST, 20), MONDAY, command_id=key)
    assert first == again
    assert set(first) == {"RequestPrice", "DraftInvoice"}
