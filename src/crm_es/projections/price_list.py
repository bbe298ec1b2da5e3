"""What do products cost, and below which price does a sale take approval? (S0-25, X-24)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.price_list import PriceListPublished
from crm_es.ids import price_of
from crm_es.playbook.names import typed_alike
from crm_es.recorded import Recorded
from crm_es.row import Row


@dataclass(frozen=True)
class Price(Row, table="price_list", key="price_id", indexes=("product",)):
    """What one product costs everybody now."""

    price_id: UUID
    product: str
    unit: str
    price: Decimal
    """Of one unit, VAT included."""
    floor: Decimal | None
    """Below it approval is needed."""
    vat_rate: Decimal | None
    """In per cent; the usual one where none is given."""
    currency: str
    since: date
    """The day from which on the list holds."""
    version: int


def keys(event: PriceListPublished) -> tuple[UUID, ...]:
    return (*event.by_id, *(price_of(typed_alike(product)) for product in event.dropped))


def evolve(_: Price | None, recorded: Recorded[PriceListPublished], key: UUID) -> Price | None:
    listing = recorded.event
    if (listed := listing.by_id.get(key)) is None:
        return None
    return Price(
        price_id=key,
        product=listed.product,
        unit=listed.unit,
        price=listed.price,
        floor=listed.floor,
        vat_rate=listed.vat_rate,
        currency=listing.currency,
        since=listing.valid_from,
        version=listing.version,
    )
