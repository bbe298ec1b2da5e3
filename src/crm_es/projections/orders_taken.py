"""Who took which orders from what, and which of them passed without what comes first? (S0-30, S0-41)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.order_desk import OrderPlaced
from crm_es.ids import at_desk
from crm_es.recorded import Recorded
from crm_es.row import Row


@dataclass(frozen=True)
class OrderTaken(
    Row,
    table="orders_taken",
    key="order_key",
    indexes=("placed_at, order_key", "order_id", "manager_id, placed_at", "client_id"),
):
    """One order as its manager took it."""

    order_key: UUID
    """Tells it from what was taken at another desk with the same id."""
    order_id: UUID
    manager_id: UUID
    client_id: UUID
    interest_id: UUID | None
    """What it came from."""
    deal_id: UUID | None
    total: Decimal | None
    """None while the price of a line is not agreed."""
    currency: str
    exempt: str | None
    """Why it came without an interest, where one was needed."""
    passed_gate: bool
    """The notebook kept the desk closed, and an exemption let it pass."""
    entered_by_id: UUID | None
    """Who entered it, where that was not the manager (S0-46)."""
    placed_at: datetime


def keys(event: OrderPlaced) -> tuple[UUID, ...]:
    return (at_desk(event.order_desk_id, event.order_id),)


def evolve(_: OrderTaken | None, recorded: Recorded[OrderPlaced], key: UUID) -> OrderTaken | None:
    placed = recorded.event
    return OrderTaken(
        order_key=key,
        order_id=placed.order_id,
        manager_id=placed.manager_id,
        client_id=placed.client_id,
        interest_id=placed.interest_id,
        deal_id=placed.deal_id,
        total=placed.total,
        currency=placed.currency,
        exempt=placed.exempt,
        passed_gate=placed.passed_gate,
        entered_by_id=placed.entered_by,
        placed_at=recorded.occurred_at,
    )
