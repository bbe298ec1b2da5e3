"""Every wish about an order, and what decides it: a table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from crm_es.aggregates.order.commands import (
    BOOKS,
    CancelOrder,
    OrderCommand,
    PayOrder,
    PrepareDocument,
    RegisterOrder,
    ShipOrder,
)
from crm_es.aggregates.order.events import (
    OrderCancelled,
    OrderDocumentPrepared,
    OrderEvent,
    OrderPaid,
    OrderRegistered,
    OrderShipped,
)
from crm_es.aggregates.order.state import Order, added
from crm_es.context import Context
from crm_es.messages import Refused
from crm_es.money import Money
from crm_es.trade_lines import ordered_total

MOST: Final = Decimal(10) ** 15
"""More money than any order is about."""


def decide(order: Order | None, command: OrderCommand, context: Context) -> Iterator[OrderEvent]:
    match command, order:
        case RegisterOrder(), None:
            if context.directory.person(command.manager_id) is None:
                raise Refused(
                    "The manager has to be somebody who works here: name another.", "a manager who works here"
                )
            if not command.lines:
                raise Refused("An order has at least one line: say what is wanted.", "an order with lines")
            yield registered(command)
        case _, None:
            raise Refused("There is no such order: tell of the order first.", "an order that is known")
        case RegisterOrder(), Order():
            if registered(command) != order.registered:
                raise Refused(
                    "This order is known already, and was told otherwise: take another id for another order.",
                    "an order is told once",
                )
        case PrepareDocument(kind=kind, number=number), Order():
            name = f"{kind} {number}"
            if name not in order.documents:
                yield OrderDocumentPrepared(
                    **of(order),
                    kind=kind,
                    document_number=number,
                    on=command.on,
                    documents=(*order.documents, name),
                )
        case ShipOrder(), Order():
            yield from ship(order, command, context)
        case PayOrder(), Order():
            yield from pay(order, command)
        case CancelOrder(reason=reason), Order():
            yield from cancel(order, reason, context)


def registered(command: RegisterOrder) -> OrderRegistered:
    total = ordered_total(command.lines)
    return OrderRegistered(**dict(command), total=within(total, command.currency))


def ship(order: Order, command: ShipOrder, context: Context) -> Iterator[OrderShipped]:
    if command.shipment_id in order.shipments:
        if order.shipments[command.shipment_id] != command.lines:
            raise Refused("This shipment is known already, with other lines.", "a shipment is told once")
        return
    if order.cancelled:
        raise Refused("This order is cancelled: nothing more is shipped of it. Ask what left.", "shipped and cancelled")
    if command.on > context.playbook.calendar.day(context.at):
        raise Refused("This day is still to come: tell of a shipment on its day.", "shipments are not ahead of time")
    by_now = added(order.shipped, command.lines)
    compared = list(order.compared(by_now, command.lines))
    short = tuple(line for line in compared if line.shipped < line.ordered)
    before, after = order.worth(order.shipped), order.worth(by_now)
    value = None if before is None or after is None else after - before
    yield OrderShipped(
        **of(order),
        shipment_id=command.shipment_id,
        lines=command.lines,
        on=command.on,
        value=within(value, order.registered.currency),
        short=short,
        over=tuple(line for line in compared if line.shipped > line.ordered),
        more_follows=command.more_follows,
        complete=not short,
        short_before=order.short_of,
    )


def pay(order: Order, command: PayOrder) -> Iterator[OrderPaid]:
    amount = command.amount
    if command.payment_id in order.payments:
        if order.payments[command.payment_id] != amount:
            raise Refused("This payment is known already, with another amount.", "a payment is told once")
        return
    if amount.currency != order.registered.currency:
        raise Refused(
            f"The order is in {order.registered.currency}, and the payment in {amount.currency}: give it in one.",
            "amounts in one currency",
        )
    if amount.amount <= 0:
        raise Refused("A payment is more than nothing: give its amount.", "more than nothing")
    if order.cancelled and not order.shipped:
        raise Refused(
            "This order is cancelled, and nothing of it was shipped: ask what was paid.", "paid and cancelled"
        )
    if abs(paid := order.paid.amount + amount.amount) >= MOST:
        raise Refused("So much money is no payment for an order: correct the amount.", "an amount of a fair size")
    by_now = order.money(paid)
    yield OrderPaid(
        **of(order),
        payment_id=command.payment_id,
        amount=amount,
        on=command.on,
        paid=by_now,
        left=order.left(order.total, by_now),
    )


def cancel(order: Order, reason: str, context: Context) -> Iterator[OrderCancelled]:
    if order.cancelled:
        return
    if context.roles.isdisjoint(BOOKS) and not context.answers_for(order.registered.manager_id):
        raise Refused("This order is somebody else's: its manager or who is above cancels it.", "only its manager")
    if order.complete:
        raise Refused("This order is shipped in full: there is nothing left to cancel.", "shipped in full")
    total = within(order.worth(order.shipped) if order.shipped else Decimal("0.00"), order.registered.currency)
    yield OrderCancelled(
        **of(order),
        reason=reason,
        products=tuple(dict.fromkeys(line.product for line in order.registered.lines)),
        total=total,
        left=order.left(total, order.paid),
        short_before=order.short_of,
    )


def of(order: Order) -> dict[str, Any]:
    """What everything after the order itself tells of it."""
    told = order.registered
    return {
        "order_id": told.order_id,
        "client_id": told.client_id,
        "manager_id": told.manager_id,
        "number": told.number,
    }


def within(amount: Decimal | None, currency: str) -> Money | None:
    if amount is not None and abs(amount) >= MOST:
        raise Refused("So much money is no order: correct the prices and quantities.", "an amount of a fair size")
    return None if amount is None else Money(amount=amount, currency=currency)
