"""What happens to a price below the floor."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crm_es.approval_route import Approval, ApprovalAsked, Escalation, Forwarding, Reminding, StepApproval
from crm_es.messages import Event, Message
from crm_es.money import Money


class Wanted(Message):
    """What every event tells of the price."""

    price_approval_id: UUID
    asker_id: UUID
    client_id: UUID
    product: str
    quantity: Decimal
    price: Money


class WantedBecause(Wanted):
    """The same for those who are asked."""

    floor: Money
    reason: str
    """Why it is asked for."""
    list_price: Money | None = None
    """What it costs everybody, where it is listed."""
    margin_percent: Decimal | None = None
    """What remains of the wanted price over the cost, in per cent of the price. Approvers see it, askers do not."""


class PriceRequested(ApprovalAsked, WantedBecause, Event):
    """A manager asked for a price below the floor."""

    deal_id: UUID | None = None
    answer_by: datetime | None = None
    """When it is over, if nobody has answered by then."""


class PriceStepApproved(StepApproval, WantedBecause, Event):
    """One step of the route said yes, and another has yet to."""

    valid_until: date


class PriceForwarded(Forwarding, WantedBecause, Event):
    """Whoever was asked gave the question to somebody else."""


class PriceEscalated(Escalation, WantedBecause, Event):
    """Nobody answered in time: the superiors of those who were asked are asked too."""


class PriceApproversReminded(Reminding, WantedBecause, Event):
    """Whoever is asked has not answered yet."""


class PriceGranted(Approval, Wanted, Event):
    """The manager may sell at this price."""

    valid_until: date
    ends_at: datetime | None = None
    """The last moment of that day."""
    answered_by: str = ""
    """By name: who gave it, and for whom."""


class PriceRefused(Wanted, Event):
    """The manager may not sell at this price."""

    approver_id: UUID
    """Whose answer it is."""
    decided_by: UUID
    """Who gave it: the approver, or a deputy."""
    reason: str
    was_asked: tuple[UUID, ...]
    answered_by: str = ""
    """By name: who gave it, and for whom."""


class PriceWithdrawn(Wanted, Event):
    """The manager does not want this price any more."""

    was_asked: tuple[UUID, ...]


class PriceExpired(Wanted, Event):
    """Nobody answered in time, or the last day of the grant is over."""

    granted: bool
    """Whether it had been granted."""
    was_asked: tuple[UUID, ...]
    """Who might still have answered."""


PriceApprovalEvent = (
    PriceRequested
    | PriceStepApproved
    | PriceForwarded
    | PriceEscalated
    | PriceApproversReminded
    | PriceGranted
    | PriceRefused
    | PriceWithdrawn
    | PriceExpired
)
