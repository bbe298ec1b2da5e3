"""An order as its history left it, and what its lines come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.order.events import (
    ComparedLine,
    OrderCancelled,
    OrderDocumentPrepared,
    OrderEvent,
    OrderPaid,
    OrderRegistered,
    OrderShipped,
    ShippedLine,
)
from crm_es.messages import Corrupt
from crm_es.money import Money
from crm_es.playbook.names import typed_alike
from crm_es.trade_lines import OrderLine, rounded

Quantities = Mapping[str, Decimal]
"""How much of each product, by its name as people type it."""
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Order:
    registered: OrderRegistered
    """As it was taken."""
    total: Money | None
    shipped: Quantities = field(default_factory=dict)
    shipments: Mapping[UUID, tuple[ShippedLine, ...]] = field(default_factory=dict)
    payments: Mapping[UUID, Money] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    short_of: UUID | None = None
    """The last shipment, where it left something missing that nobody said would follow."""
    complete: bool = False
    cancelled: bool = False

    @property
    def paid(self) -> Money:
        return self.money(sum((payment.amount for payment in self.payments.values()), NOTHING))

    def left(self, total: Money | None, paid: Money) -> Money | None:
        return self.money(total.amount - paid.amount) if total else None

    def money(self, amount: Decimal) -> Money:
        return Money(amount=amount, currency=self.registered.currency)

    def worth(self, shipped: Quantities) -> Decimal | None:
        """What so much of it comes to, at the prices of the order; None while one is not agreed."""
        left, worth = dict(shipped), NOTHING
        for line, last in lines_of(self.registered.lines):
            product = typed_alike(line.product)
            taken = left.get(product, Decimal(0)) if last else min(line.quantity, left.get(product, Decimal(0)))
            left[product] = left.get(product, Decimal(0)) - taken
            if line.price is None:
                return None
            worth += rounded(line.price, taken)
        return worth

    def compared(self, shipped: Quantities, last: Iterable[ShippedLine]) -> Iterator[ComparedLine]:
        """What was ordered beside what was shipped, with the last shipment, product by product."""
        sent = (line for lines in (last, *self.shipments.values()) for line in lines)
        names = {typed_alike(line.product): line.product for line in sent}
        ordered = {typed_alike(line.product): line for line in reversed(self.registered.lines)}
        wanted = added({}, self.registered.lines)
        for product in dict.fromkeys((*wanted, *shipped)):
            line = ordered.get(product)
            yield ComparedLine(
                product=line.product if line else names[product],
                unit=line.unit if line else "piece",
                ordered=wanted.get(product, Decimal(0)),
                shipped=shipped.get(product, Decimal(0)),
            )


def lines_of(lines: tuple[OrderLine, ...]) -> Iterator[tuple[OrderLine, bool]]:
    """Each line, and whether it is the last of its product: that one takes what was shipped over and above."""
    last = {typed_alike(line.product): n for n, line in enumerate(lines)}
    return ((line, last[typed_alike(line.product)] == n) for n, line in enumerate(lines))


def added(before: Quantities, lines: Iterable[OrderLine | ShippedLine]) -> dict[str, Decimal]:
    """So much of each product, with these lines."""
    quantities = dict(before)
    for line in lines:
        product = typed_alike(line.product)
        quantities[product] = quantities.get(product, Decimal(0)) + line.quantity
    return quantities


def evolve(order: Order | None, event: OrderEvent) -> Order:
    match order, event:
        case None, OrderRegistered() as registered:
            return Order(registered, registered.total)
        case Order(), OrderDocumentPrepared(documents=documents):
            return replace(order, documents=documents)
        case Order(), OrderShipped(shipment_id=shipment_id, lines=lines, more_follows=more_follows) as shipped:
            return replace(
                order,
                shipped=added(order.shipped, lines),
                shipments={**order.shipments, shipment_id: lines},
                short_of=shipment_id if shipped.short and not more_follows else None,
                complete=shipped.complete,
            )
        case Order(), OrderPaid(payment_id=payment_id, amount=amount):
            return replace(order, payments={**order.payments, payment_id: amount})
        case Order(), OrderCancelled(total=total):
            return replace(order, cancelled=True, total=total, short_of=None)
        case _:
            raise Corrupt(order, event)
