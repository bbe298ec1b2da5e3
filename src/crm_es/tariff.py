"""The price list in force, as decisions ask about it: what a product costs, for whom, from which volume (S0-13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from crm_es.messages import Message
from crm_es.money import Currency, Money
from crm_es.playbook import Day, Name, Rate
from crm_es.playbook.names import typed_alike

Price = Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=2, examples=["64.50"])]
"""Of one unit, in the currency of the list, VAT included."""
Volume = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=3, examples=["1000"])]


class ListedPrice(Message):
    """What one product costs."""

    product: Name
    unit: Name = "piece"
    price: Price
    floor: Price | None = None
    """Below it approval is needed; without one every price may be given."""
    cost: Price | None = None
    """What we pay for it, VAT included: the margin is counted from it. Managers do not see it."""
    vat_rate: Rate | None = None
    """In per cent; the usual one where none is given."""


class Terms(Message):
    """A price of its own that was agreed with a client, from a volume on (S0-13)."""

    client_id: UUID
    product: Name
    from_quantity: Volume = Decimal(0)
    price: Money
    """Of one unit, VAT included."""
    until: Day | None = None
    """The last day; without end where none is given."""

    def replaces(self, other: Terms) -> bool:
        """Whether the other is for the same client, product and volume."""
        return (self.client_id, self.from_quantity) == (other.client_id, other.from_quantity) and (
            typed_alike(self.product) == typed_alike(other.product)
        )


@dataclass(frozen=True)
class Tariff:
    """A price list of one version, with the terms of clients."""

    version: int
    currency: Currency
    prices: Mapping[str, ListedPrice] = field(default_factory=dict)
    """By product, however people type it."""
    terms: Mapping[UUID, tuple[Terms, ...]] = field(default_factory=dict)
    """By client."""

    def listed(self, product: str) -> ListedPrice | None:
        return self.prices.get(typed_alike(product))

    def money(self, amount: Decimal) -> Money:
        return Money(amount=amount, currency=self.currency)

    def agreed(self, product: str, client_id: UUID, quantity: Decimal, on: date) -> Money | None:
        """The best price that the client's terms give for so much of it on this day."""
        found = [
            terms.price.amount
            for terms in self.terms.get(client_id, ())
            if typed_alike(terms.product) == typed_alike(product)
            and terms.price.currency == self.currency
            and terms.from_quantity <= quantity
            and (terms.until is None or on <= terms.until)
        ]
        return self.money(min(found)) if found else None

    def offered(self, product: str, client_id: UUID, quantity: Decimal, on: date) -> Money | None:
        """What the client pays without asking: the listed price, or a lower one that was agreed."""
        listed = self.listed(product)
        if listed is None:
            return None
        agreed = self.agreed(product, client_id, quantity, on)
        return agreed if agreed and agreed.amount < listed.price else self.money(listed.price)

    def floor(self, product: str, client_id: UUID, quantity: Decimal, on: date) -> Money | None:
        """Below what a price for this client takes approval; None where any price may be given."""
        listed = self.listed(product)
        if listed is None or listed.floor is None:
            return None
        agreed = self.agreed(product, client_id, quantity, on)
        return agreed if agreed and agreed.amount < listed.floor else self.money(listed.floor)

    def margin(self, product: str, price: Money) -> Decimal | None:
        """What remains of a price over the cost, in per cent of the price; None where the cost is not known."""
        listed = self.listed(product)
        if listed is None or listed.cost is None or price.currency != self.currency or price.amount <= 0:
            return None
        return margin_of(price.amount, listed.cost)

    def with_prices(self, version: int, currency: Currency, prices: Iterable[ListedPrice]) -> Tariff:
        """The next version; what was agreed with clients stays."""
        return Tariff(version, currency, by_product(prices), self.terms)

    def with_terms(self, terms: Terms) -> Tariff:
        """These hold too, in place of those for the same volume."""
        kept = self.without_terms(terms).terms
        return replace(self, terms={**kept, terms.client_id: (*kept.get(terms.client_id, ()), terms)})

    def without_terms(self, terms: Terms) -> Tariff:
        """The client, product and volume of these count, and not the price."""
        left = tuple(known for known in self.terms.get(terms.client_id, ()) if not terms.replaces(known))
        return replace(self, terms={**self.terms, terms.client_id: left})


def margin_of(price: Decimal, cost: Decimal) -> Decimal:
    """What remains of a price over the cost, in per cent of the price."""
    return ((price - cost) * 100 / price).quantize(Decimal("0.1"))


def by_product(prices: Iterable[ListedPrice]) -> dict[str, ListedPrice]:
    return {typed_alike(price.product): price for price in prices}
