"""Deals won, invoices and shipments are told to the client, who counts what the playbook counts (S0-02)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from examples import ANN, CLIENT, DEAL, ID, roubles

from crm_es.aggregates.client import DropPurchase, NotePurchase
from crm_es.aggregates.deal import DealWon
from crm_es.aggregates.invoice_desk import InvoiceCancelled, InvoiceIssued
from crm_es.aggregates.order import OrderShipped
from crm_es.aggregates.order.events import ShippedLine
from crm_es.ids import at_desk, derived
from crm_es.policies.count_purchases import react

won = DealWon(
    deal_id=DEAL, owner_id=ANN, client_id=CLIENT, pipeline="wholesale", stage="offer", stay=2, value=roubles(90)
)
issued = InvoiceIssued(
    invoice_desk_id=ID,
    manager_id=ANN,
    invoice_id=DEAL,
    client_id=CLIENT,
    what_for="Flour",
    amount=roubles(90),
    on=date(2026, 11, 20),
)
SHIPMENT = UUID(int=77)
shipped = OrderShipped(
    order_id=ID,
    client_id=CLIENT,
    manager_id=ANN,
    number="17",
    shipment_id=SHIPMENT,
    lines=(ShippedLine(product="flour", quantity=Decimal(1)),),
    on=date(2026, 11, 20),
    value=roubles(90),
    short=(),
    over=(),
    more_follows=False,
    complete=True,
    short_before=None,
)
note = NotePurchase(client_id=CLIENT, purchase_id=DEAL, kind="deal won", amount=roubles(90), manager_id=ANN)


def test_a_deal_won_is_a_purchase_of_its_client() -> None:
    assert list(react(won)) == [note]
    assert list(react(won.model_copy(update={"client_id": None}))) == []


def test_an_invoice_is_a_purchase_until_it_is_cancelled() -> None:
    purchase_id = at_desk(ID, DEAL)
    of_its_day = {"kind": "invoice issued", "on": date(2026, 11, 20), "purchase_id": purchase_id}
    assert list(react(issued)) == [note.model_copy(update=of_its_day)]
    cancelled = InvoiceCancelled(
        invoice_desk_id=ID,
        manager_id=ANN,
        invoice_id=DEAL,
        client_id=CLIENT,
        amount=roubles(90),
        reason="typed twice",
        cancelled_by=ANN,
    )
    assert list(react(cancelled)) == [DropPurchase(client_id=CLIENT, purchase_id=purchase_id)]


def test_each_shipment_is_a_purchase() -> None:
    of_its_day = {"kind": "order shipped", "on": date(2026, 11, 20), "purchase_id": derived(ID, SHIPMENT)}
    assert list(react(shipped)) == [note.model_copy(update=of_its_day)]
