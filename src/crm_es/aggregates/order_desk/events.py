"""What happens at an order desk."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from crm_es.messages import Event
from crm_es.money import Currency
from crm_es.playbook import EntryKind
from crm_es.trade_lines import OrderLine


class OrderDeskBlocked(Event):
    """Something in the notebook comes before orders."""

    order_desk_id: UUID
    manager_id: UUID
    entry_id: UUID
    kind: EntryKind
    text: str


class OrderDeskUnblocked(Event):
    """One thing less comes before orders."""

    order_desk_id: UUID
    manager_id: UUID
    entry_id: UUID
    free: bool
    """It was the last one: the manager may take orders again."""


class OrderDeskExempted(Event):
    """Whoever answers for the manager lets orders pass for a while, whatever the notebook holds."""

    order_desk_id: UUID
    manager_id: UUID
    exempted_by: UUID
    until: datetime
    reason: str


class InterestNoted(Event):
    """A client wants something."""

    order_desk_id: UUID
    manager_id: UUID
    interest_id: UUID
    client_id: UUID
    source: str
    """How we know, such as a call."""
    lines: tuple[OrderLine, ...] = ()
    currency: Currency = "RUB"
    note: str | None = None
    contact: str | None = None
    """Who said so."""
    until: datetime
    """As long as it counts."""


class InterestDropped(Event):
    """Nothing will come of it."""

    order_desk_id: UUID
    manager_id: UUID
    interest_id: UUID
    client_id: UUID
    reason: str


class OrderPlaced(Event):
    """A client ordered."""

    order_desk_id: UUID
    manager_id: UUID
    order_id: UUID
    client_id: UUID
    interest_id: UUID | None = None
    """What it came from."""
    deal_id: UUID | None = None
    lines: tuple[OrderLine, ...]
    currency: Currency = "RUB"
    total: Decimal | None = None
    """None while the price of a line is not agreed."""
    note: str | None = None
    exempt: str | None = None
    """Why it came without an interest, where one was needed."""
    passed_gate: bool = False
    """The notebook kept the desk closed, and an exemption let it pass."""
    entered_by: UUID | None = None
    """Who entered it, where that was not the manager (S0-46)."""


OrderDeskEvent = (
    OrderDeskBlocked | OrderDeskUnblocked | OrderDeskExempted | InterestNoted | InterestDropped | OrderPlaced
)
