"""When a deal is won, an invoice issued or an order shipped, the client bought something, if the playbook counts it."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.client import DropPurchase, NotePurchase
from crm_es.aggregates.deal import DealWon
from crm_es.aggregates.invoice_desk import InvoiceCancelled, InvoiceIssued
from crm_es.aggregates.order import OrderShipped
from crm_es.ids import at_desk, derived


def react(event: DealWon | InvoiceIssued | InvoiceCancelled | OrderShipped) -> Iterator[NotePurchase | DropPurchase]:
    match event:
        case DealWon(client_id=client_id):
            if client_id:
                yield NotePurchase(
                    client_id=client_id,
                    purchase_id=event.deal_id,
                    kind="deal won",
                    amount=event.value,
                    manager_id=event.owner_id,
                )
        case InvoiceIssued():
            yield NotePurchase(
                client_id=event.client_id,
                purchase_id=at_desk(event.invoice_desk_id, event.invoice_id),
                kind="invoice issued",
                amount=event.amount,
                on=event.on,
                manager_id=event.manager_id,
            )
        case InvoiceCancelled(client_id=client_id):
            purchase_id = at_desk(event.invoice_desk_id, event.invoice_id)
            yield DropPurchase(client_id=client_id, purchase_id=purchase_id)
        case OrderShipped():
            yield NotePurchase(
                client_id=event.client_id,
                purchase_id=derived(event.order_id, event.shipment_id),
                kind="order shipped",
                amount=event.value,
                on=event.on,
                manager_id=event.manager_id,
            )
