"""Which orders are there, what of them is shipped and paid, and what is left? (S0-31, S0-35)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.order import (
    OrderCancelled,
    OrderDocumentPrepared,
    OrderEvent,
    OrderPaid,
    OrderRegistered,
    OrderShipped,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Order(
    Row,
    table="order_registry",
    key="order_id",
    indexes=("ordered_at, order_id", "manager_id", "client_id", "number", "status, ordered_at", "deal_id"),
):
    """One order."""

    order_id: UUID
    number: str | None
    client_id: UUID
    manager_id: UUID
    deal_id: UUID | None
    source: str
    """web, manager, or the books of others."""
    status: str
    """ordered, shipped in part, shipped, cancelled, or closed: shipped and paid."""
    total: Decimal | None
    """None while the price of a line is not agreed."""
    currency: str
    ordered_at: datetime
    note: str
    entered_by: str
    """Who told of it: a person's id, or a policy."""
    shipped: Decimal = NOTHING
    """What the shipments are worth."""
    shipped_on: date | None = None
    """Of the last shipment."""
    short: bool = False
    """Less is shipped than was ordered, and nobody said that more follows."""
    paid: Decimal = NOTHING
    unpaid: Decimal | None = None
    """Still to be paid; below zero where too much came."""
    paid_on: date | None = None
    documents: tuple[str, ...] = ()
    """That are ready for the client."""
    cancelled_because: str | None = None


def keys(event: OrderEvent) -> tuple[UUID, ...]:
    return (event.order_id,)


def evolve(order: Order | None, recorded: Recorded[OrderEvent], key: UUID) -> Order | None:
    match order, recorded.event:
        case None, OrderRegistered(total=total) as told:
            return Order(
                order_id=key,
                number=told.number,
                client_id=told.client_id,
                manager_id=told.manager_id,
                deal_id=told.deal_id,
                source=told.source,
                status="ordered",
                total=total.amount if total else None,
                currency=told.currency,
                ordered_at=recorded.occurred_at,
                note=told.note,
                entered_by=str(recorded.on_behalf_of or recorded.actor),
                unpaid=total.amount if total else None,
            )
        case Order(), OrderDocumentPrepared(documents=documents):
            return replace(order, documents=documents)
        case Order(), OrderShipped(value=value, complete=complete) as told:
            worth = order.shipped + (value.amount if value else NOTHING)
            status = "shipped" if complete else "shipped in part"
            short = bool(told.short) and not told.more_follows
            return standing(replace(order, status=status, shipped=worth, shipped_on=told.on, short=short))
        case Order(), OrderPaid(paid=paid, left=left, on=on):
            return standing(replace(order, paid=paid.amount, unpaid=left.amount if left else None, paid_on=on))
        case Order(), OrderCancelled(reason=reason, total=total, left=left):
            return replace(
                order,
                status="cancelled",
                cancelled_because=reason,
                short=False,
                total=total.amount if total else None,
                unpaid=left.amount if left else None,
            )
        case _:
            raise Corrupt(order, recorded.event)


def standing(order: Order) -> Order:
    """Closed, once all of it is shipped and paid."""
    done = order.status == "shipped" and order.unpaid is not None and order.unpaid <= 0
    return replace(order, status="closed") if done else order
