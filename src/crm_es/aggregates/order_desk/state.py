"""An order desk as its history left it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from crm_es.aggregates.order_desk.events import (
    InterestDropped,
    InterestNoted,
    OrderDeskBlocked,
    OrderDeskEvent,
    OrderDeskExempted,
    OrderDeskUnblocked,
    OrderPlaced,
)
from crm_es.gates import GateState
from crm_es.layers import Layers
from crm_es.messages import Corrupt
from crm_es.money import Currency
from crm_es.trade_lines import OrderLine


class Interest(NamedTuple):
    """What a client wants, and no order has come of it."""

    client_id: UUID
    lines: tuple[OrderLine, ...]
    currency: Currency
    until: datetime


@dataclass(frozen=True)
class OrderDesk:
    manager_id: UUID
    gate: GateState = field(default_factory=GateState)
    interests: Layers[UUID, Interest | None] = field(default_factory=Layers)
    """All that were noted, in order; None for one that led to an order or was dropped."""
    placed: Layers[UUID, UUID] = field(default_factory=Layers)
    """The orders, and of which client each is."""

    def oldest(self, client_id: UUID, at: datetime) -> UUID | None:
        """The interest of this client that was noted first, of those that last still."""
        lasting = ((one, found) for one, found in self.interests.items() if found and at <= found.until)
        return next((one for one, interest in lasting if interest.client_id == client_id), None)


def evolve(desk: OrderDesk | None, event: OrderDeskEvent) -> OrderDesk:
    desk = desk or OrderDesk(event.manager_id)
    match event:
        case OrderDeskBlocked(entry_id=entry_id, kind=kind, text=text):
            return replace(desk, gate=desk.gate.held(entry_id, kind, text))
        case OrderDeskUnblocked(entry_id=entry_id):
            if entry_id not in desk.gate.held_by:
                raise Corrupt(desk, event)
            return replace(desk, gate=desk.gate.let_go(entry_id))
        case OrderDeskExempted(until=until):
            return replace(desk, gate=desk.gate.opened(until))
        case InterestNoted(interest_id=noted, client_id=client_id, lines=lines, until=until):
            interest = Interest(client_id, lines, event.currency, until)
            return replace(desk, interests=desk.interests.having(noted, interest))
        case InterestDropped(interest_id=dropped):
            if desk.interests.get(dropped) is None:
                raise Corrupt(desk, event)
            return replace(desk, interests=desk.interests.having(dropped, None))
        case OrderPlaced(interest_id=used, order_id=order_id):
            interests = desk.interests.having(used, None) if used and used in desk.interests else desk.interests
            return replace(desk, interests=interests, placed=desk.placed.having(order_id, event.client_id))
