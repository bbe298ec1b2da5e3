"""Which prices of invoices would have needed approval, and which orders an interest before them?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from crm_es import pricing
from crm_es.aggregates.invoice_desk import InvoiceIssued
from crm_es.aggregates.order_desk import OrderPlaced
from crm_es.money import Money
from crm_es.playbook.names import typed_alike
from crm_es.recorded import Recorded
from crm_es.trial.circumstances import Circumstances
from crm_es.trial.findings import Count, Finding, Side

FREE, GRANTED, ASKED = Side("free"), Side("granted"), Side("refused: it takes approval")
INTEREST, EXEMPT, REFUSED = Side("from an interest"), Side("exempt"), Side("refused: it takes an interest")


class Trade:
    """Invoices and orders that came about, by the rules of another playbook."""

    TOPICS: Final = frozenset(event.__name__ for event in (InvoiceIssued, OrderPlaced))

    def heard(self, recorded: Recorded[Any], then: Circumstances) -> Iterator[Finding | Count]:
        if not then.counts(recorded):
            return
        match recorded.event:
            case InvoiceIssued() as event:
                yield from priced(event, recorded, then)
            case OrderPlaced() as event:
                yield from ordered(event, recorded, then)
            case _:
                return


def priced(event: InvoiceIssued, recorded: Recorded[Any], then: Circumstances) -> Iterator[Finding | Count]:
    """Each line below its floor, in truth or on trial."""
    volumes: dict[str, Decimal] = dict.fromkeys((typed_alike(line.product) for line in event.lines), Decimal(0))
    for line in event.lines:
        volumes[typed_alike(line.product)] += line.quantity
    for line in event.lines:
        was = GRANTED if line.price_approval_id else FREE
        floor = pricing.floor(then.context(recorded), line.product, event.client_id, volumes[typed_alike(line.product)])
        price = Money(amount=line.price, currency=event.amount.currency)
        would = (GRANTED if line.price_approval_id else ASKED) if is_below(price, floor) else FREE
        if (was, would) == (FREE, FREE):
            continue
        what = f"{line.product}, {line.quantity:f} at {price}{f', floor {floor}' if floor else ''}"
        at, who = recorded.occurred_at, event.manager_id
        yield Finding("price", at, "invoice", event.invoice_id, what, who, was, would)
        if would == ASKED:
            yield Count("refused", who, 0, 1)


def is_below(price: Money, floor: Money | None) -> bool:
    """Amounts of two currencies are not compared: such a floor says nothing of this price."""
    return floor is not None and price.currency == floor.currency and price.below(floor)


def ordered(event: OrderPlaced, recorded: Recorded[Any], then: Circumstances) -> Iterator[Finding | Count]:
    """An order that comes from nothing that the client was noted to want."""
    if event.interest_id:
        return
    orders, roles = then.playbook.orders, then.directory.roles(event.manager_id)
    was = EXEMPT if event.exempt else FREE
    would = FREE if not orders.needs_interest else REFUSED if roles.isdisjoint(orders.exempt_roles) else EXEMPT
    what = ", ".join(line.product for line in event.lines)
    yield Finding("order", recorded.occurred_at, "order", event.order_id, what, event.manager_id, was, would)
    if would == REFUSED:
        yield Count("refused", event.manager_id, 0, 1)
