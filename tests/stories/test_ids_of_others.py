"""People make the ids of what they write: whoever takes the id of somebody else harms nobody."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from company import Company
from examples import ADMIN, ANN, BOB, CLIENT, HEAD, MONDAY, OPERATOR, OTHER_ID, PLAYBOOK, TUESDAY, roubles

from crm_es import ids
from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.invoice_desk import CancelInvoice, DraftInvoice, DropInvoiceDraft, IssueInvoice, WantedLine
from crm_es.aggregates.order import ShipOrder, ShippedLine
from crm_es.aggregates.order_desk import DropInterest, NoteInterest, PlaceOrder
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.api.sight import Sight
from crm_es.application import Crm
from crm_es.ids import desk_of, order_desk_of
from crm_es.playbook import Purchase
from crm_es.registries import registry
from crm_es.trade_lines import OrderLine

SAME = UUID(int=900)
FLOUR = (OrderLine(product="flour", quantity=Decimal(1), price=Decimal(5)),)


@pytest.fixture
def company(staffed: Crm) -> Company:
    company = Company(staffed)
    for client_id, name in ((CLIENT, "Acme"), (OTHER_ID, "Beta")):
        company.ask(ANN, MeetClient(client_id=client_id, name=name, owner_id=ANN), MONDAY)
    return company


def counting(company: Company, kind: Purchase) -> None:
    reservoir = PLAYBOOK.reservoir.model_copy(update={"counts": kind})
    playbook = PLAYBOOK.model_copy(update={"reservoir": reservoir})
    company.ask(ADMIN, PublishPlaybook(playbook_id=ids.PLAYBOOK, playbook=playbook), MONDAY)


def invoice(who: UUID, invoice_id: UUID = SAME, client_id: UUID = CLIENT) -> IssueInvoice:
    line = WantedLine(product="flour", quantity=Decimal(1), price=Decimal(100))
    return IssueInvoice(
        invoice_desk_id=desk_of(who), invoice_id=invoice_id, client_id=client_id, currency="RUB", lines=(line,)
    )


def test_two_invoices_with_one_id_are_two_invoices_with_two_numbers(company: Company) -> None:
    counting(company, "invoice issued")
    for who, client_id in ((ANN, CLIENT), (BOB, OTHER_ID)):
        company.ask(who, invoice(who, client_id=client_id), MONDAY)
    rows = {row["manager_id"]: row for row in company.list("invoices")}
    assert [(rows[who]["number"], rows[who]["invoice_id"]) for who in (ANN, BOB)] == [("1", SAME), ("2", SAME)]
    assert {row["manager_id"] for row in company.list("invoice-lines")} == {ANN, BOB}
    assert {row["client_id"] for row in company.list("purchases")} == {CLIENT, OTHER_ID}
    company.ask(BOB, CancelInvoice(invoice_desk_id=desk_of(BOB), invoice_id=SAME, reason="Not mine"), TUESDAY)
    assert [row["manager_id"] for row in company.list("invoices") if row["cancelled_at"]] == [BOB]
    assert [row["client_id"] for row in company.list("purchases")] == [CLIENT]


def test_each_finds_their_own_invoice_by_its_id(company: Company) -> None:
    for who in (ANN, BOB):
        company.ask(who, invoice(who), MONDAY)
        company.ask(who, invoice(who, UUID(int=who.int + 1000)), MONDAY)
    with company.crm.log.datastore.get_connection() as db:
        for who in (ANN, BOB):
            row = Sight(who, frozenset({who})).row(registry("invoices"), db, SAME)
            assert row is not None
            assert row["manager_id"] == who


def test_what_others_begin_or_drop_leaves_my_drafts_alone(company: Company) -> None:
    for who in (ANN, BOB):
        company.ask(who, DraftInvoice(invoice_desk_id=desk_of(who), invoice_id=SAME, amount=roubles(5)), MONDAY)
    company.ask(BOB, DropInvoiceDraft(invoice_desk_id=desk_of(BOB), invoice_id=SAME), TUESDAY)
    assert company.one("invoice-drafts")["manager_id"] == ANN


def test_what_others_note_or_drop_leaves_my_interests_alone(company: Company) -> None:
    for who in (ANN, BOB):
        desk = order_desk_of(who)
        noting = NoteInterest(order_desk_id=desk, interest_id=SAME, client_id=CLIENT, source="call", lines=FLOUR)
        company.ask(who, noting, MONDAY)
    company.ask(BOB, DropInterest(order_desk_id=order_desk_of(BOB), interest_id=SAME, reason="No"), MONDAY)
    placing = PlaceOrder(order_desk_id=order_desk_of(ANN), order_id=OTHER_ID, client_id=CLIENT, interest_id=SAME)
    company.ask(ANN, placing, TUESDAY)
    assert {row["manager_id"]: row["status"] for row in company.list("interests")} == {ANN: "ordered", BOB: "dropped"}


def test_an_order_stays_with_whoever_took_it_first(company: Company) -> None:
    for who in (ANN, BOB):
        placing = PlaceOrder(order_desk_id=order_desk_of(who), order_id=SAME, client_id=CLIENT, lines=FLOUR)
        company.ask(who, placing, MONDAY)
    assert {row["manager_id"] for row in company.list("orders-taken")} == {ANN, BOB}
    assert company.one("orders")["manager_id"] == ANN


def test_shipments_of_two_orders_are_two_purchases_whatever_their_ids(company: Company) -> None:
    counting(company, "order shipped")
    for order_id, client_id in ((SAME, CLIENT), (UUID(int=901), OTHER_ID)):
        desk = order_desk_of(HEAD)
        company.ask(HEAD, PlaceOrder(order_desk_id=desk, order_id=order_id, client_id=client_id, lines=FLOUR), MONDAY)
        shipped = (ShippedLine(product="flour", quantity=Decimal(1)),)
        shipping = ShipOrder(order_id=order_id, shipment_id=SAME, lines=shipped, on=MONDAY.date())
        company.ask(OPERATOR, shipping, TUESDAY)
    assert {row["client_id"] for row in company.list("purchases")} == {CLIENT, OTHER_ID}
