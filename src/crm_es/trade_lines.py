"""Lines of orders and invoices, and their sums (X-24).

Prices include VAT. Each line is rounded to kopecks, half up, and the tax of a line is a part of its amount: so the
lines always add up to the total, and the taxes by rate to the tax of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from crm_es.messages import Message
from crm_es.money import Currency, Money
from crm_es.playbook import Name, Rate

KOPECK: Final = Decimal("0.01")
PRECISION: Final = 60
"""More digits than any price times any quantity has."""

Quantity = Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=3, examples=["10"])]
UnitPrice = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2, examples=["1250.50"])]
"""Of one unit, VAT included."""


class OrderLine(Message):
    """Something that a client wants."""

    product: Name
    quantity: Quantity
    unit: Name = "piece"
    price: UnitPrice | None = None
    """None where it is not agreed yet."""

    @property
    def amount(self) -> Decimal | None:
        return None if self.price is None else rounded(self.price, self.quantity)


class InvoiceLine(Message):
    """Something that a client is asked to pay for."""

    product: Name
    quantity: Quantity
    unit: Name = "piece"
    price: UnitPrice
    vat_rate: Rate | None = None
    """In per cent; None where it is without VAT."""
    price_approval_id: UUID | None = None
    """The approval by which its price is below the floor."""

    @property
    def amount(self) -> Decimal:
        """What is to be paid for it, VAT included."""
        return rounded(self.price, self.quantity)

    @property
    def vat(self) -> Decimal:
        """The part of the amount that is VAT."""
        return contained(self.amount, self.vat_rate)


class VatPart(Message):
    """What lines of one rate come to."""

    rate: Rate | None
    """In per cent; None of lines without VAT."""
    amount: Money
    """VAT included."""
    vat: Money


def rounded(price: Decimal, quantity: Decimal) -> Decimal:
    """So many at this price, in whole kopecks."""
    with localcontext(prec=PRECISION):
        return (price * quantity).quantize(KOPECK, ROUND_HALF_UP)


def contained(amount: Decimal, rate: Decimal | None) -> Decimal:
    """The VAT that an amount contains, in whole kopecks."""
    if rate is None:
        return Decimal("0.00")
    with localcontext(prec=PRECISION):
        return (amount * rate / (100 + rate)).quantize(KOPECK, ROUND_HALF_UP)


def total(lines: Iterable[InvoiceLine]) -> Decimal:
    """What all lines come to, VAT included."""
    return sum((line.amount for line in lines), Decimal("0.00"))


def ordered_total(lines: Iterable[OrderLine]) -> Decimal | None:
    """What all lines come to; None while the price of one is not agreed."""
    amounts = [line.amount for line in lines]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal("0.00")) if len(known) == len(amounts) else None


def vat(lines: Iterable[InvoiceLine]) -> Decimal:
    """The VAT of all lines."""
    return sum((line.vat for line in lines), Decimal("0.00"))


def by_rate(lines: Iterable[InvoiceLine], currency: Currency) -> tuple[VatPart, ...]:
    """What the lines of each rate come to, the highest rate first and those without VAT last."""
    parts: dict[Decimal | None, list[InvoiceLine]] = {}
    for line in lines:
        parts.setdefault(line.vat_rate, []).append(line)
    rates = sorted(parts, key=lambda rate: Decimal(-1) if rate is None else rate, reverse=True)
    return tuple(
        VatPart(
            rate=rate,
            amount=Money.model_construct(amount=total(parts[rate]), currency=currency),
            vat=Money.model_construct(amount=vat(parts[rate]), currency=currency),
        )
        for rate in rates
    )
