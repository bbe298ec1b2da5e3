"""What news from another system ask of us, once it is known whom and what they are about."""

from __future__ import annotations

from datetime import date
from typing import Final, cast
from uuid import UUID

from crm_es.aggregates.call import NoteCall
from crm_es.aggregates.order import CancelOrder, PayOrder, PrepareDocument, RegisterOrder, ShipOrder, ShippedLine
from crm_es.aggregates.reconciliation import ReconcileClient
from crm_es.ids import derived, inbox_item_of, order_of, reconciliation_of
from crm_es.messages import Command
from crm_es.money import Money
from crm_es.outside import (
    Called,
    DocumentPrepared,
    Found,
    OrderCancelled,
    OrderReceived,
    OrderShipped,
    PaymentReceived,
    Reconciled,
    Told,
)

WEB: Final = "web"


def wish(source: str, told: Told, found: Found, on: date) -> Command:
    """The command that enters the news. `on` is their day, where they name none. What they need must be found."""
    item_id = inbox_item_of(source, told.id)
    match told:
        case OrderReceived():
            return ordered(source, told, found)
        case Reconciled():
            return reconciled(told, found)
        case Called(missed=missed, note=note):
            return NoteCall(
                call_id=derived(item_id, "call"),
                manager_id=cast(UUID, found.manager_id),
                client_id=found.client_id,
                phone=found.phone,
                caller=found.caller,
                missed=missed,
                note=note,
            )
        case DocumentPrepared() | OrderShipped() | PaymentReceived() | OrderCancelled():
            return of_order(item_id, told, cast(UUID, found.order_id), on)


def of_order(
    item_id: UUID, told: DocumentPrepared | OrderShipped | PaymentReceived | OrderCancelled, order_id: UUID, on: date
) -> Command:
    match told:
        case DocumentPrepared(document=kind, number=number):
            return PrepareDocument(order_id=order_id, kind=kind, number=number, on=told.on or on)
        case OrderShipped():
            return ShipOrder(
                order_id=order_id,
                shipment_id=derived(item_id, "shipment"),
                lines=tuple(ShippedLine(**dict(line)) for line in told.lines),
                on=told.on or on,
                more_follows=told.more_follows,
            )
        case PaymentReceived(amount=amount, currency=currency):
            return PayOrder(
                order_id=order_id,
                payment_id=derived(item_id, "payment"),
                amount=Money(amount=amount, currency=currency),
                on=told.on or on,
            )
        case OrderCancelled(reason=reason):
            return CancelOrder(order_id=order_id, reason=reason)


def ordered(source: str, told: OrderReceived, found: Found) -> RegisterOrder:
    return RegisterOrder(
        order_id=order_of(source, told.order or told.id),
        client_id=cast(UUID, found.client_id),
        manager_id=cast(UUID, found.manager_id),
        lines=told.lines,
        source=WEB if told.web else source,
        number=told.number,
        currency=told.currency,
        note=told.note,
    )


def reconciled(told: Reconciled, found: Found) -> ReconcileClient:
    client_id = cast(UUID, found.client_id)
    return ReconcileClient(
        reconciliation_id=reconciliation_of(client_id, told.since, told.until),
        client_id=client_id,
        manager_id=cast(UUID, found.manager_id),
        since=told.since,
        until=told.until,
        our_balance=Money(amount=told.our_balance, currency=told.currency),
        their_balance=Money(amount=told.their_balance, currency=told.currency),
    )
