"""When somebody says what news are about, they are entered (S0-37)."""

from datetime import date
from typing import Any

import pytest
from examples import ANN, CLIENT, ID, MONDAY, OPERATOR, roubles
from inbox_facts import ITEM, ORDER, SOURCE, found, line, of_item, order, shipment

from crm_es.aggregates.call import NoteCall
from crm_es.aggregates.inbox_item import InboxItemSettled
from crm_es.aggregates.order import CancelOrder, PayOrder, PrepareDocument, RegisterOrder, ShipOrder, ShippedLine
from crm_es.aggregates.reconciliation import ReconcileClient
from crm_es.ids import derived, inbox_item_of, reconciliation_of
from crm_es.messages import Command
from crm_es.outside import (
    Called,
    DocumentPrepared,
    Found,
    OrderCancelled,
    PaymentReceived,
    Reconciled,
    Told,
    Who,
)
from crm_es.policies.enter_settled_inbox_items import react

DAY = MONDAY.date()
SINCE, UNTIL = date(2026, 7, 1), date(2026, 9, 30)
NEWS: list[tuple[Any, Command]] = [
    (
        order,
        RegisterOrder(order_id=ORDER, client_id=CLIENT, manager_id=ANN, lines=(line,), source=SOURCE, number="17"),
    ),
    (
        order.model_copy(update={"web": True, "note": "Soon"}),
        RegisterOrder(
            order_id=ORDER, client_id=CLIENT, manager_id=ANN, lines=(line,), source="web", number="17", note="Soon"
        ),
    ),
    (
        shipment,
        ShipOrder(
            order_id=ORDER,
            shipment_id=derived(inbox_item_of(SOURCE, "4712"), "shipment"),
            lines=(ShippedLine(product="flour", quantity=shipment.lines[0].quantity),),
            on=DAY,
        ),
    ),
    (
        DocumentPrepared(kind="document prepared", id="4711", order="17", document="waybill", number="5", on=SINCE),
        PrepareDocument(order_id=ORDER, kind="waybill", number="5", on=SINCE),
    ),
    (
        PaymentReceived(kind="payment received", id="4711", order="17", amount=roubles(5).amount),
        PayOrder(order_id=ORDER, payment_id=derived(ITEM, "payment"), amount=roubles(5), on=DAY),
    ),
    (
        OrderCancelled(kind="order cancelled", id="4711", order="17", reason="Not needed"),
        CancelOrder(order_id=ORDER, reason="Not needed"),
    ),
    (
        Reconciled(
            kind="reconciled",
            id="4711",
            client=Who(code="C-1"),
            since=SINCE,
            until=UNTIL,
            our_balance=roubles(5).amount,
            their_balance=roubles(4).amount,
        ),
        ReconcileClient(
            reconciliation_id=reconciliation_of(CLIENT, SINCE, UNTIL),
            client_id=CLIENT,
            manager_id=ANN,
            since=SINCE,
            until=UNTIL,
            our_balance=roubles(5),
            their_balance=roubles(4),
        ),
    ),
    (
        Called(kind="call", id="4711", phone="8 495 123-45-67", missed=True),
        NoteCall(
            call_id=derived(ITEM, "call"),
            manager_id=ANN,
            client_id=CLIENT,
            phone="+74951234567",
            caller="Acme",
            missed=True,
        ),
    ),
]


@pytest.mark.parametrize(("told", "wish"), NEWS, ids=lambda one: type(one).__name__)
def test_each_kind_of_news_is_entered_by_a_command(told: Told, wish: Command) -> None:
    known = found.model_copy(update={"caller": "Acme", "phone": "+74951234567"})
    settled = InboxItemSettled(**of_item | {"told": told}, found=known, on=DAY, settled_by=OPERATOR)
    assert list(react(settled)) == [wish]


def test_what_is_needed_is_known_before() -> None:
    assert Found().lacks(order) == ("client", "manager")
    assert Found().lacks(shipment) == ("order",)
    assert Found(order_id=ID).lacks(shipment) == ()
