"""What remains of each price over its cost? Answers those who grant prices, and no manager."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.price_list import PriceListPublished
from crm_es.ids import price_of
from crm_es.playbook.names import typed_alike
from crm_es.recorded import Recorded
from crm_es.row import Row
from crm_es.tariff import margin_of


@dataclass(frozen=True)
class Cost(Row, table="price_costs", key="price_id", indexes=("product",)):
    """What we pay for a product that is sold, and the margin; in per cent of the price."""

    price_id: UUID
    product: str
    unit: str
    cost: Decimal
    price: Decimal
    margin: Decimal
    floor: Decimal | None
    margin_at_floor: Decimal | None
    currency: str


def keys(event: PriceListPublished) -> tuple[UUID, ...]:
    return (*event.by_id, *(price_of(typed_alike(product)) for product in event.dropped))


def evolve(_: Cost | None, recorded: Recorded[PriceListPublished], key: UUID) -> Cost | None:
    listed = recorded.event.by_id.get(key)
    if listed is None or listed.cost is None:
        return None
    return Cost(
        price_id=key,
        product=listed.product,
        unit=listed.unit,
        cost=listed.cost,
        price=listed.price,
        margin=margin_of(listed.price, listed.cost),
        floor=listed.floor,
        margin_at_floor=margin_of(listed.floor, listed.cost) if listed.floor else None,
        currency=recorded.event.currency,
    )
