"""What happens to an order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from crm_es.messages import Event, Message
from crm_es.money import Currency, Money
from crm_es.playbook import Name
from crm_es.trade_lines import OrderLine, Quantity


class ShippedLine(Message):
    """So much of a product, as it left the warehouse."""

    product: Name
    quantity: Quantity


class ComparedLine(Message):
    """A product of which something else was shipped by now than was ordered."""

    product: str
    unit: str
    ordered: Decimal
    shipped: Decimal


class OfOrder(Message):
    """What every event tells of the order."""

    order_id: UUID
    client_id: UUID
    manager_id: UUID
    """Who is responsible for it."""
    number: str | None
    """As people call it."""


class OrderRegistered(OfOrder, Event):
    """A client ordered something."""

    lines: tuple[OrderLine, ...]
    currency: Currency
    total: Money | None
    """None while the price of a line is not agreed."""
    source: str
    """Where it came from: web, manager, or the books of others."""
    deal_id: UUID | None = None
    note: str = ""


class OrderDocumentPrepared(OfOrder, Event):
    """A document for the client is ready."""

    kind: str
    document_number: str
    on: date
    documents: tuple[str, ...]
    """All that are ready by now, the newest last."""


class OrderShipped(OfOrder, Event):
    """Goods left for the client."""

    shipment_id: UUID
    lines: tuple[ShippedLine, ...]
    on: date
    value: Money | None
    """At the prices of the order; None while one is not agreed."""
    short: tuple[ComparedLine, ...]
    """Of what less is shipped by now than was ordered."""
    over: tuple[ComparedLine, ...]
    """Of what more is."""
    more_follows: bool
    """The warehouse says so: what is missing is on its way."""
    complete: bool
    """Nothing is missing any more."""
    short_before: UUID | None
    """The shipment before, where that one had left something missing."""


class OrderPaid(OfOrder, Event):
    """Money came for it."""

    payment_id: UUID
    amount: Money
    on: date
    paid: Money
    """By now."""
    left: Money | None
    """Still to be paid; below zero where too much came, None while a price is not agreed."""


class OrderCancelled(OfOrder, Event):
    """What has not been shipped is wanted no more."""

    reason: str
    products: tuple[str, ...]
    """Of which something was ordered."""
    total: Money | None
    """What the order comes to now: the value of what was shipped."""
    left: Money | None
    short_before: UUID | None
    """The shipment before, where that one had left something missing."""


OrderEvent = OrderRegistered | OrderDocumentPrepared | OrderShipped | OrderPaid | OrderCancelled
