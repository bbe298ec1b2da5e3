"""What may be done with an order: its papers, shipments and payments, and to cancel it."""

from __future__ import annotations

from decimal import Decimal

from crm_es.aggregates.order import CancelOrder, Order, PayOrder, PrepareDocument, ShipOrder, ShippedLine, decider
from crm_es.money import Money
from crm_es.offers.way import Kind, Look, Values, Way, kind, own


def rest(look: Look) -> Values | None:
    """What is not shipped yet."""
    order: Order = look.state
    left = ((line.product, line.quantity - order.shipped.get(line.product, 0)) for line in order.registered.lines)
    lines = tuple(ShippedLine(product=product, quantity=quantity) for product, quantity in left if quantity > 0)
    return {"lines": lines} if lines else None


def due(look: Look) -> Values | None:
    """What is not paid yet."""
    order: Order = look.state
    left = order.left(order.total, order.paid)
    return {"amount": left} if left and left.amount > 0 else None


def a_little(look: Look) -> Money:
    order: Order = look.state
    return Money(amount=Decimal(1), currency=order.registered.currency)


WAYS = (
    Way(ShipOrder, rest),
    Way(PayOrder, due, typed={"amount": a_little}),
    Way(PrepareDocument),
    Way(CancelOrder, menu=True),
)

KIND = kind("orders", decider, *WAYS)

TAKEN = Kind("orders-taken", decider, WAYS, own("order_id"))
