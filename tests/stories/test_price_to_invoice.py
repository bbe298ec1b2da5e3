"""From a price below the floor to an invoice, by way of the notebook (S0-23..S0-30)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from company import Company
from examples import ANN, BOB, CLIENT, FRIDAY, HEAD, MONDAY, TUESDAY, WEDNESDAY, roubles

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.invoice_desk import IssueInvoice
from crm_es.aggregates.notebook import CloseEntry, SeeEntry
from crm_es.aggregates.price_approval import GrantPrice, RefusePrice, RequestPrice
from crm_es.aggregates.staff_member import AppointDeputy
from crm_es.application import Crm
from crm_es.ids import desk_of, notebook_of

PRICE, INVOICE = UUID(int=101), UUID(int=102)
HOUR = timedelta(hours=1)


def request(price: int = 40) -> RequestPrice:
    return RequestPrice(
        price_approval_id=PRICE, client_id=CLIENT, product="flour", price=roubles(price), reason="A large order"
    )


def invoice() -> IssueInvoice:
    return IssueInvoice(
        invoice_desk_id=desk_of(ANN), invoice_id=INVOICE, client_id=CLIENT, what_for="Flour", amount=roubles(40_000)
    )


@pytest.fixture
def company(staffed: Crm) -> Company:
    company = Company(staffed)
    company.ask(ANN, MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), MONDAY)
    return company


@pytest.fixture
def granted(company: Company) -> Company:
    """Helen has granted what Ann asked for."""
    company.ask(ANN, request(), MONDAY)
    company.ask(HEAD, GrantPrice(price_approval_id=PRICE, valid_until=FRIDAY.date()), MONDAY + HOUR)
    return company


def test_at_the_floor_nobody_need_ask(company: Company) -> None:
    """S0-25."""
    assert "no approval is needed" in company.refused(ANN, request(price=50), MONDAY)


def test_a_price_below_the_floor_is_asked_of_the_head_of_sales(company: Company) -> None:
    """S0-23, S0-26."""
    company.ask(ANN, request(), MONDAY)
    (question,) = company.notebook(HEAD)
    assert (question.kind, question.subject_id, question.to_do) == (
        "price question",
        PRICE,
        "Grant or refuse the price.",
    )
    assert "flour" in question.text
    assert "A large order" in question.text
    company.ask(ANN, invoice(), TUESDAY)
    assert company.one("invoices")["manager_id"] == ANN, "a question holds up nobody"


def test_the_decision_comes_to_the_notebook_and_the_question_is_settled(granted: Company) -> None:
    """S0-24."""
    assert granted.kinds(HEAD) == []
    (decision,) = granted.notebook(ANN)
    assert (decision.kind, decision.blocks) == ("price decision", True)
    assert "granted until 27.11.2026 by Helen" in decision.text
    assert granted.one("price-approvals")["status"] == "granted"


def test_no_invoice_before_the_notebook_is_dealt_with(granted: Company) -> None:
    """S0-27..S0-29: the refusal names what clears it; to have seen it is not enough."""
    (decision,) = granted.notebook(ANN)
    sentence = granted.refused(ANN, invoice(), TUESDAY)
    assert sentence.startswith("Your notebook comes first.")
    assert decision.text in sentence
    granted.ask(ANN, SeeEntry(notebook_id=notebook_of(ANN), entry_id=decision.entry_id), TUESDAY)
    assert granted.refused(ANN, invoice(), TUESDAY) == sentence
    close = CloseEntry(notebook_id=notebook_of(ANN), entry_id=decision.entry_id, result="Told them")
    granted.ask(ANN, close, TUESDAY + HOUR)
    granted.ask(ANN, invoice(), TUESDAY + HOUR)
    assert granted.notebook(ANN) == []
    issued = granted.one("invoices")
    assert (issued["invoice_id"], issued["amount"], issued["issued_at"]) == (INVOICE, 40_000, TUESDAY + HOUR)


def test_a_deputy_answers_within_the_dates(company: Company) -> None:
    """S0-26."""
    stands_in = AppointDeputy(staff_member_id=HEAD, deputy_id=BOB, since=TUESDAY.date(), until=TUESDAY.date())
    company.ask(HEAD, stands_in, MONDAY)
    company.ask(ANN, request(), MONDAY)
    refuse = RefusePrice(price_approval_id=PRICE, reason="Too cheap")
    assert "a deputy within the dates" in company.refused(BOB, refuse, MONDAY + HOUR)
    assert "a deputy within the dates" in company.refused(BOB, refuse, WEDNESDAY)
    company.ask(BOB, refuse, TUESDAY)
    (decision,) = company.notebook(ANN)
    assert "refused by Bob for Helen. Too cheap" in decision.text
    found = company.one("price-approvals")
    assert (found["status"], found["approver_id"], found["decided_by"]) == ("refused", HEAD, BOB)
