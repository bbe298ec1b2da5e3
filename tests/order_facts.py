"""An order for flour and sugar, as many tests speak of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from examples import ANN, CLIENT, ID, MONDAY, roubles

from crm_es.aggregates.order import (
    ComparedLine,
    OrderCancelled,
    OrderDocumentPrepared,
    OrderPaid,
    OrderRegistered,
    OrderShipped,
    PayOrder,
    RegisterOrder,
    ShipOrder,
    ShippedLine,
)
from crm_es.trade_lines import OrderLine

DAY = MONDAY.date()
FIRST, SECOND, THIRD = UUID(int=101), UUID(int=102), UUID(int=103)

flour = OrderLine(product="flour", quantity=Decimal(100), unit="kg", price=Decimal(50))
sugar = OrderLine(product="sugar", quantity=Decimal(10), unit="kg", price=Decimal(80))
of_order: dict[str, Any] = {"order_id": ID, "client_id": CLIENT, "manager_id": ANN, "number": "17"}
register = RegisterOrder(**of_order, lines=(flour, sugar), source="web")
registered = OrderRegistered(**of_order, lines=(flour, sugar), currency="RUB", total=roubles("5800.00"), source="web")


def sent(**quantities: int) -> tuple[ShippedLine, ...]:
    return tuple(ShippedLine(product=product, quantity=Decimal(n)) for product, n in quantities.items())


def ship(shipment_id: UUID = FIRST, *, more_follows: bool = False, **quantities: int) -> ShipOrder:
    lines = sent(**quantities)
    return ShipOrder(order_id=ID, shipment_id=shipment_id, lines=lines, on=DAY, more_follows=more_follows)


def compared(product: str, ordered: int, shipped: int, unit: str = "kg") -> ComparedLine:
    return ComparedLine(product=product, unit=unit, ordered=Decimal(ordered), shipped=Decimal(shipped))


shipped_short = OrderShipped(
    **of_order,
    shipment_id=FIRST,
    lines=sent(flour=60, sugar=10),
    on=DAY,
    value=roubles("3800.00"),
    short=(compared("flour", 100, 60),),
    over=(),
    more_follows=False,
    complete=False,
    short_before=None,
)
shipped_rest = OrderShipped(
    **of_order,
    shipment_id=SECOND,
    lines=sent(flour=40),
    on=DAY,
    value=roubles("2000.00"),
    short=(),
    over=(),
    more_follows=False,
    complete=True,
    short_before=FIRST,
)


def pay(amount: float | str, payment_id: UUID = FIRST) -> PayOrder:
    return PayOrder(order_id=ID, payment_id=payment_id, amount=roubles(amount), on=DAY)


def paid(amount: str, by_now: str, left: str | None, payment_id: UUID = FIRST) -> OrderPaid:
    return OrderPaid(
        **of_order,
        payment_id=payment_id,
        amount=roubles(amount),
        on=DAY,
        paid=roubles(by_now),
        left=roubles(left) if left else None,
    )


def prepared(*documents: str) -> OrderDocumentPrepared:
    kind, _, number = documents[-1].partition(" ")
    return OrderDocumentPrepared(**of_order, kind=kind, document_number=number, on=DAY, documents=documents)


def cancelled(total: str, left: str, short_before: UUID | None = None) -> OrderCancelled:
    return OrderCancelled(
        **of_order,
        reason="Not needed",
        products=("flour", "sugar"),
        total=roubles(total),
        left=roubles(left),
        short_before=short_before,
    )
