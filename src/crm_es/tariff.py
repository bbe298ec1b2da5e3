"""The price list in force, as decisions ask about it: what a product costs, for whom, from which volume (S0-13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from crm_es.messages import Message
from crm_es.money import Currency, Money
from crm_es.playbook import Day, Name, Rate

Price = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=2)]
"""Of one unit, in the currency of the list, taxes included."""
Volume = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=3)]


class ListedPrice(Message):
    """What one product costs."""

    product: Name
    unit: Name = "piece"
    price: Price
    floor: Price | None = None
    """Below it approval is needed; without one every price may be given."""
    cost: Price | None = None
    """What we pay for it: the margin is counted from it."""
    vat_rate: Rate | None = None
    """In per cent; the usual one where none is given."""


class Terms(Message):
    """A price of its own that was agreed with a client, from a volume on (S0-13)."""

    client_id: UUID
    product: Name
    from_quantity: Volume = Decimal(0)
    price: Price
    until: Day | None = None
    """The last day; without end where none is given."""


@dataclass(frozen=True)
class Tariff:
    """A price list of one version, with the terms of clients."""

    version: int
    currency: Currency
    prices: Mapping[str, ListedPrice] = field(default_factory=dict)
    """By product."""
    terms: tuple[Terms, ...] = ()

    def listed(self, product: str) -> ListedPrice | None:
        return self.prices.get(product)

    def agreed(self, product: str, client_id: UUID, quantity: Decimal, on: date) -> Money | None:
        """The best price that the client's terms give for so much of it on this day."""
        found = [
            terms.price
            for terms in self.terms
            if (terms.client_id, terms.product) == (client_id, product)
            and terms.from_quantity <= quantity
            and (terms.until is None or on <= terms.until)
        ]
        return Money(amount=min(found), currency=self.currency) if found else None

    def floor(self, product: str, client_id: UUID, quantity: Decimal, on: date) -> Money | None:
        """Below what a price for this client takes approval; None where any price may be given."""
        listed = self.listed(product)
        if listed is None or listed.floor is None:
            return None
        floor = Money(amount=listed.floor, currency=self.currency)
        agreed = self.agreed(product, client_id, quantity, on)
        return agreed if agreed and agreed.amount < floor.amount else floor
