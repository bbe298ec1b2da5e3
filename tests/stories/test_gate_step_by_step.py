"""The notebook comes before invoices, and step by step before orders too (S0-27..S0-31, S0-41)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from company import Company
from examples import ADMIN, ANN, BOB, CLIENT, HEAD, MONDAY, PLAYBOOK, TUESDAY, WEDNESDAY, roubles

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.invoice_desk import IssueInvoice
from crm_es.aggregates.notebook import AddEntry, CloseEntry, PutOffEntry
from crm_es.aggregates.order_desk import ExemptOrderDesk, NoteInterest, PlaceOrder
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import desk_of, notebook_of, order_desk_of
from crm_es.playbook import EntryKind, Gate, Notebook, NotebookKind, Orders
from crm_es.runners.worker import settle
from crm_es.trade_lines import OrderLine

HOUR = timedelta(hours=1)
FIRST, SECOND, THIRD, INTEREST = (UUID(int=n) for n in (201, 202, 203, 204))
flour = OrderLine(product="flour", quantity=Decimal(20), price=Decimal(60))


def playbook(*kinds: NotebookKind, **changes: Any) -> PublishPlaybook:
    return PublishPlaybook(playbook=PLAYBOOK.model_copy(update={"notebook": Notebook(kinds=kinds), **changes}))


FIRST_STEP = NotebookKind(kind="price decision", to_do="Tell the client.", gates=(Gate(roles=("manager",)),))
SECOND_STEP = NotebookKind(
    kind="short shipment",
    to_do="Agree with the client what comes when.",
    group="Warehouse",
    gates=(
        Gate(roles=("manager",), since=WEDNESDAY.date()),
        Gate(desk="order", roles=("manager",), since=WEDNESDAY.date()),
    ),
)


def invoice(person_id: UUID, n: int) -> IssueInvoice:
    return IssueInvoice(
        invoice_desk_id=desk_of(person_id),
        invoice_id=UUID(int=n),
        client_id=CLIENT,
        what_for="Delivery",
        amount=roubles(900),
    )


def order(n: int, **changes: Any) -> PlaceOrder:
    return PlaceOrder(order_desk_id=order_desk_of(ANN), order_id=UUID(int=n), client_id=CLIENT, **changes)


@pytest.fixture
def company(staffed: Crm) -> Company:
    """By its first playbook one kind of entry comes before the invoices of managers, and an order needs an interest."""
    company = Company(staffed)
    company.ask(ADMIN, playbook(FIRST_STEP, orders=Orders(needs_interest=True)), MONDAY)
    company.ask(ANN, MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), MONDAY)
    return company


def told(company: Company, person_id: UUID, entry_id: UUID, kind: EntryKind, at: Any) -> None:
    """Something comes into somebody's notebook."""
    add = AddEntry(
        notebook_id=notebook_of(person_id),
        person_id=person_id,
        entry_id=entry_id,
        kind=kind,
        about="client",
        subject_id=CLIENT,
        text=f"{kind} of Acme",
    )
    company.crm.handle(add, Context(by="policy", at=at, roles=frozenset({"policy"})))
    settle(company.crm)


def close(company: Company, person_id: UUID, entry_id: UUID, at: Any) -> None:
    company.ask(person_id, CloseEntry(notebook_id=notebook_of(person_id), entry_id=entry_id, result="Agreed"), at)


def test_a_gate_is_widened_step_by_step_and_what_came_before_keeps_what_it_closed(company: Company) -> None:
    """S0-30."""
    told(company, ANN, FIRST, "price decision", MONDAY)
    told(company, ANN, SECOND, "short shipment", MONDAY)
    assert "price decision of Acme." in company.refused(ANN, invoice(ANN, 1), TUESDAY)
    assert "short shipment" not in company.refused(ANN, invoice(ANN, 1), TUESDAY)

    company.ask(ADMIN, playbook(SECOND_STEP, orders=Orders(needs_interest=True)), TUESDAY)
    told(company, ANN, THIRD, "short shipment", WEDNESDAY)
    assert [(one.entry_id, one.desks) for one in company.notebook(ANN)] == [
        (FIRST, ("invoice",)),
        (THIRD, ("invoice", "order")),
        (SECOND, ()),
    ]
    close(company, ANN, FIRST, WEDNESDAY)
    assert "short shipment of Acme" in company.refused(ANN, invoice(ANN, 1), WEDNESDAY)
    assert "short shipment of Acme" in company.refused(ANN, order(1, lines=(flour,)), WEDNESDAY)
    close(company, ANN, THIRD, WEDNESDAY)
    company.ask(ANN, invoice(ANN, 1), WEDNESDAY)
    assert company.kinds(ANN) == ["short shipment"], "what was there before the step holds up nobody"


def test_a_gate_is_for_those_whom_the_playbook_names(company: Company) -> None:
    """Helen is head of sales, and writes invoices whatever her notebook holds."""
    told(company, HEAD, FIRST, "price decision", MONDAY)
    told(company, BOB, SECOND, "price decision", MONDAY)
    company.ask(HEAD, invoice(HEAD, 1), TUESDAY)
    assert "notebook comes first" in company.refused(BOB, invoice(BOB, 2), TUESDAY)


def test_to_put_an_entry_off_opens_no_desk_and_it_comes_back(company: Company) -> None:
    """S0-27: a hint alone is not enough, and neither is later."""
    told(company, ANN, FIRST, "price decision", MONDAY)
    put_off = PutOffEntry(notebook_id=notebook_of(ANN), entry_id=FIRST, until=TUESDAY)
    company.ask(ANN, put_off, MONDAY)
    assert "price decision of Acme" in company.refused(ANN, invoice(ANN, 1), MONDAY + HOUR)
    assert company.list("notebook", filters={"person_id": str(ANN)})[0]["put_off_until"] == TUESDAY
    company.clock(TUESDAY + HOUR)
    (row,) = company.list("notebook", filters={"person_id": str(ANN)})
    assert (row["put_off_until"], row["times_put_off"], row["closed_at"]) == (None, 1, None)


def test_who_does_not_deal_with_it_is_reminded_once(company: Company) -> None:
    timed = FIRST_STEP.model_copy(update={"remind_after_hours": 24})
    company.ask(ADMIN, playbook(timed), MONDAY)
    told(company, ANN, FIRST, "price decision", MONDAY)
    for at in (TUESDAY + HOUR, WEDNESDAY):
        company.clock(at)
        assert company.one("notebook")["reminded_at"] == TUESDAY + HOUR


def test_an_order_comes_from_what_the_client_wants(company: Company) -> None:
    """S0-41, S0-42."""
    assert "note the interest first" in company.refused(ANN, order(1, lines=(flour,)), MONDAY)
    interest = NoteInterest(
        order_desk_id=order_desk_of(ANN), interest_id=INTEREST, client_id=CLIENT, source="call", lines=(flour,)
    )
    company.ask(ANN, interest, MONDAY)
    company.ask(ANN, order(1), MONDAY + HOUR)
    row = company.one("interests")
    assert (row["status"], row["order_id"], row["client"], row["total"]) == ("ordered", UUID(int=1), "Acme", 1200)
    assert company.one("orders")["order_id"] == UUID(int=1)


def test_an_exemption_lets_orders_pass_for_a_while_and_leaves_its_trace(company: Company) -> None:
    """S0-30."""
    second = SECOND_STEP.model_copy(update={"gates": (Gate(desk="order"),)})
    company.ask(ADMIN, playbook(second), MONDAY)
    told(company, ANN, FIRST, "short shipment", MONDAY)
    assert "short shipment of Acme" in company.refused(ANN, order(1, lines=(flour,)), MONDAY)
    exempt = ExemptOrderDesk(order_desk_id=order_desk_of(ANN), manager_id=ANN, until=TUESDAY, reason="The fair")
    assert "a supervisor" in company.refused(ANN, exempt, MONDAY)
    company.ask(HEAD, exempt, MONDAY)
    company.ask(ANN, order(1, lines=(flour,)), MONDAY + HOUR)
    assert "short shipment" in company.refused(ANN, order(2, lines=(flour,)), WEDNESDAY)
    row = company.one("order-desks")
    assert (row["exempted_by"], row["exempted_because"], row["passed_gate"]) == ("Helen", "The fair", 1)
    assert row["blocked_by"] == 1
    (taken,) = company.list("orders-taken", filters={"passed_gate": "true"})
    assert (taken["order_id"], taken["manager"]) == (UUID(int=1), "Ann")
