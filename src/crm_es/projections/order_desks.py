"""Whose order desk is closed, by what and since when, and who was let pass all the same? (S0-30, S0-41)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.order_desk import OrderDeskBlocked, OrderDeskExempted, OrderDeskUnblocked, OrderPlaced
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

OrderDeskFact = OrderDeskBlocked | OrderDeskUnblocked | OrderDeskExempted | OrderPlaced


@dataclass(frozen=True)
class OrderDesk(Row, table="order_desks", key="order_desk_id", indexes=("manager_id",)):
    """The desk of one manager who took orders, was held up or exempted."""

    order_desk_id: UUID
    manager_id: UUID
    blocked_by: int = 0
    """How many entries hold up orders; none means that the desk is free."""
    entries: tuple[UUID, ...] = ()
    """Which, in the order in which they came."""
    since: datetime | None = None
    """When the present block began."""
    freed_at: datetime | None = None
    """When the last one ended."""
    times_blocked: int = 0
    exempted_until: datetime | None = None
    exempted_by_id: UUID | None = None
    exempted_because: str | None = None
    times_exempted: int = 0
    orders: int = 0
    """Taken here."""
    passed_gate: int = 0
    """Of these, while only an exemption kept the desk open."""
    without_interest: int = 0
    """Of these, without the interest that was needed."""


def keys(event: OrderDeskFact) -> tuple[UUID, ...]:
    return (event.order_desk_id,)


def evolve(desk: OrderDesk | None, recorded: Recorded[OrderDeskFact], key: UUID) -> OrderDesk | None:
    desk = desk or OrderDesk(key, recorded.event.manager_id)
    match recorded.event:
        case OrderDeskBlocked(entry_id=entry_id):
            desk = replace(desk, blocked_by=desk.blocked_by + 1, entries=(*desk.entries, entry_id))
            if not desk.since:
                desk = replace(desk, since=recorded.occurred_at, times_blocked=desk.times_blocked + 1)
        case OrderDeskUnblocked(entry_id=entry_id, free=free):
            if entry_id not in desk.entries:
                raise Corrupt(desk, recorded.event)
            left = tuple(one for one in desk.entries if one != entry_id)
            desk = replace(desk, blocked_by=desk.blocked_by - 1, entries=left)
            if free:
                desk = replace(desk, since=None, freed_at=recorded.occurred_at)
        case OrderDeskExempted(until=until, exempted_by=by, reason=reason):
            times = desk.times_exempted + 1
            desk = replace(desk, exempted_until=until, exempted_by_id=by, exempted_because=reason, times_exempted=times)
        case OrderPlaced(passed_gate=passed, exempt=exempt):
            without = desk.without_interest + (exempt is not None)
            passed_gate = desk.passed_gate + passed
            desk = replace(desk, orders=desk.orders + 1, passed_gate=passed_gate, without_interest=without)
    return desk
