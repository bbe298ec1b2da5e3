"""What does an hour cost, for whom, and since when? (X-35)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.rate_card import RateEnded, RateSet
from crm_es.recorded import Recorded
from crm_es.row import Row


@dataclass(frozen=True)
class Rate(Row, table="rates", key="rate_id", indexes=("since, rate_id",)):
    """One rate."""

    rate_id: UUID
    use: str
    """price: the client pays it; cost: it costs us that."""
    per_hour: Decimal
    """A price is with VAT."""
    currency: str
    client_id: UUID | None
    project_id: UUID | None
    person_id: UUID | None
    kind: str | None
    """Of work."""
    since: date
    until: date | None


def keys(event: RateSet | RateEnded) -> tuple[UUID, ...]:
    return (event.rate_id,)


def evolve(_: Rate | None, recorded: Recorded[RateSet | RateEnded], key: UUID) -> Rate | None:
    rate = recorded.event.rate
    return Rate(
        rate_id=key,
        use=rate.use,
        per_hour=rate.per_hour.amount,
        currency=rate.per_hour.currency,
        client_id=rate.client_id,
        project_id=rate.project_id,
        person_id=rate.person_id,
        kind=rate.kind,
        since=rate.since,
        until=rate.until,
    )
