"""Which clients want what, and what came of it? (S0-41, S0-42)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.order_desk import InterestDropped, InterestNoted, OrderPlaced
from crm_es.ids import at_desk
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace
from crm_es.trade_lines import OrderLine, ordered_total

InterestFact = InterestNoted | InterestDropped | OrderPlaced


@dataclass(frozen=True)
class Interest(
    Row,
    table="interests",
    key="interest_key",
    indexes=("noted_at, interest_key", "interest_id", "client_id, status", "manager_id"),
):
    """What a client wants; an order is filled in from it."""

    interest_key: UUID
    """Tells it from what was noted at another desk with the same id."""
    interest_id: UUID
    order_desk_id: UUID
    manager_id: UUID
    client_id: UUID
    status: str
    """open, ordered or dropped."""
    source: str
    contact: str | None
    wanted: tuple[str, ...]
    """Line by line."""
    total: Decimal | None
    """What the lines come to; None while the price of one is not agreed."""
    note: str | None
    noted_at: datetime
    until: datetime
    """As long as it counts; no order comes from it later."""
    order_id: UUID | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    """Why it was dropped."""


def keys(event: InterestFact) -> tuple[UUID, ...]:
    return (at_desk(event.order_desk_id, event.interest_id),) if event.interest_id else ()


def evolve(interest: Interest | None, recorded: Recorded[InterestFact], key: UUID) -> Interest | None:
    match interest, recorded.event:
        case None, InterestNoted() as noted:
            return Interest(
                interest_key=key,
                interest_id=noted.interest_id,
                order_desk_id=noted.order_desk_id,
                manager_id=noted.manager_id,
                client_id=noted.client_id,
                status="open",
                source=noted.source,
                contact=noted.contact,
                wanted=tuple(map(words, noted.lines)),
                total=ordered_total(noted.lines) if noted.lines else None,
                note=noted.note,
                noted_at=recorded.occurred_at,
                until=noted.until,
            )
        case Interest(), InterestDropped(reason=reason):
            return replace(interest, status="dropped", ended_at=recorded.occurred_at, reason=reason)
        case Interest(), OrderPlaced(order_id=order_id):
            return replace(interest, status="ordered", ended_at=recorded.occurred_at, order_id=order_id)
        case _:
            raise Corrupt(interest, recorded.event)


def words(line: OrderLine) -> str:
    """A line as people say it."""
    price = f" at {line.price}" if line.price is not None else ""
    return f"{line.product}, {line.quantity:f} {line.unit}{price}"
