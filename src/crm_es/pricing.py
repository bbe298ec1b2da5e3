"""Below which price a sale takes approval, and what remains of it: asked by price requests and invoices alike (S0-25).

The price list counts, with what was agreed with the client; for products that it lacks the floors of the playbook.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from crm_es.context import Context
from crm_es.money import Money


def today(context: Context) -> date:
    """The day that it is in the company."""
    return context.playbook.calendar.day(context.at)


def floor(context: Context, product: str, client_id: UUID, quantity: Decimal) -> Money | None:
    """Below what approval is needed; None where any price may be given."""
    if context.tariff and context.tariff.listed(product):
        return context.tariff.floor(product, client_id, quantity, today(context))
    return context.playbook.prices.floor(product)


def offered(context: Context, product: str, client_id: UUID, quantity: Decimal) -> Money | None:
    """What the client pays where nobody says otherwise; None of a product that is not listed."""
    tariff = context.tariff
    return tariff.offered(product, client_id, quantity, today(context)) if tariff else None


def listed_name(context: Context, product: str) -> str:
    """The product as the price list calls it."""
    listed = context.tariff.listed(product) if context.tariff else None
    return listed.product if listed else product


def list_price(context: Context, product: str) -> Money | None:
    """What the product costs everybody."""
    tariff = context.tariff
    listed = tariff.listed(product) if tariff else None
    return tariff.money(listed.price) if tariff and listed else None


def margin(context: Context, product: str, price: Money) -> Decimal | None:
    """What remains of a price over the cost, in per cent of the price; None where the cost is not known."""
    return context.tariff.margin(product, price) if context.tariff else None
