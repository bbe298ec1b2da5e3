"""What of each product was ordered, how much of it is shipped, and how much is missing? (S0-31)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.order import OrderCancelled, OrderRegistered, OrderShipped
from crm_es.ids import derived
from crm_es.messages import Corrupt
from crm_es.playbook.names import typed_alike
from crm_es.recorded import Recorded
from crm_es.row import Row, replace
from crm_es.trade_lines import OrderLine

LineEvent = OrderRegistered | OrderShipped | OrderCancelled


@dataclass(frozen=True)
class OrderedProduct(
    Row, table="order_lines", key="line_id", indexes=("order_id", "ordered_at, line_id", "manager_id")
):
    """One product of one order."""

    line_id: UUID
    order_id: UUID
    client_id: UUID
    manager_id: UUID
    product: str
    unit: str
    ordered: Decimal
    shipped: Decimal
    missing: Decimal
    """Below zero where more was shipped than ordered."""
    ordered_at: datetime
    shipped_on: date | None = None
    """When it was last shipped."""


def keys(event: LineEvent) -> tuple[UUID, ...]:
    match event:
        case OrderRegistered(lines=lines):
            products = [line.product for line in lines]
        case OrderShipped(lines=shipped):
            products = [line.product for line in shipped]
        case OrderCancelled(products=wanted):
            products = list(wanted)
    return tuple(dict.fromkeys(line_of(event.order_id, product) for product in products))


def evolve(line: OrderedProduct | None, recorded: Recorded[LineEvent], key: UUID) -> OrderedProduct | None:
    match line, recorded.event:
        case None, OrderRegistered(order_id=order_id, lines=lines) as told:
            ours = [one for one in lines if line_of(order_id, one.product) == key]
            quantity = total(ours)
            return OrderedProduct(
                line_id=key,
                order_id=order_id,
                client_id=told.client_id,
                manager_id=told.manager_id,
                product=ours[0].product,
                unit=ours[0].unit,
                ordered=quantity,
                shipped=Decimal(0),
                missing=quantity,
                ordered_at=recorded.occurred_at,
            )
        case _, OrderShipped(order_id=order_id, lines=lines, on=on) as told:
            sent = [one for one in lines if line_of(order_id, one.product) == key]
            before = line or OrderedProduct(
                line_id=key,
                order_id=order_id,
                client_id=told.client_id,
                manager_id=told.manager_id,
                product=sent[0].product,
                unit="piece",
                ordered=Decimal(0),
                shipped=Decimal(0),
                missing=Decimal(0),
                ordered_at=recorded.occurred_at,
            )
            quantity = sum((one.quantity for one in sent), Decimal(0))
            return replace(before, shipped=before.shipped + quantity, missing=before.missing - quantity, shipped_on=on)
        case OrderedProduct(), OrderCancelled():
            return replace(line, missing=min(line.missing, Decimal(0)))
        case _:
            raise Corrupt(line, recorded.event)


def total(lines: list[OrderLine]) -> Decimal:
    return sum((line.quantity for line in lines), Decimal(0))


def line_of(order_id: UUID, product: str) -> UUID:
    return derived(order_id, "line", typed_alike(product))
