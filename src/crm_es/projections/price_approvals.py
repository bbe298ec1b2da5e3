"""Which prices below the floor were asked for, what was the answer, and how much of it is left? (S0-23, S0-24)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.invoice_desk import GrantReturned, GrantSpent
from crm_es.aggregates.price_approval import (
    PriceApprovalEvent,
    PriceApproversReminded,
    PriceEscalated,
    PriceExpired,
    PriceForwarded,
    PriceGranted,
    PriceRefused,
    PriceRequested,
    PriceStepApproved,
    PriceWithdrawn,
)
from crm_es.approval_route import left_after, shown
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class PriceApproval(
    Row,
    table="price_approvals",
    key="price_approval_id",
    indexes=("requested_at, price_approval_id", "status, requested_at", "asker_id", "deal_id"),
):
    """One wish to sell below the floor, and its answer."""

    price_approval_id: UUID
    status: str
    """requested, granted, refused, withdrawn or expired."""
    asker_id: UUID
    client_id: UUID
    deal_id: UUID | None
    product: str
    quantity: Decimal
    price: Decimal
    floor: Decimal
    currency: str
    reason: str
    """Why it was asked for."""
    approvers: tuple[UUID, ...]
    """Everybody who was ever asked, or answered."""
    requested_at: datetime
    route: str | None = None
    steps: tuple[str, ...] = ()
    """The steps of the route still to come, in order; an optional one in brackets."""
    asked: tuple[UUID, ...] = ()
    """Who may answer now."""
    answered_at: datetime | None = None
    approver_id: UUID | None = None
    """Whose answer it is."""
    decided_by: UUID | None = None
    """Who gave it: the approver, or a deputy."""
    answer: str | None = None
    """What was said with it."""
    valid_until: date | None = None
    list_price: Decimal | None = None
    """What it cost everybody, where it was listed."""
    quantity_left: Decimal | None = None
    """How much of what was granted no invoice has taken."""


PriceFact = PriceApprovalEvent | GrantSpent | GrantReturned
Ending = PriceGranted | PriceRefused | PriceWithdrawn | PriceExpired


def keys(event: PriceFact) -> tuple[UUID, ...]:
    return (event.price_approval_id,)


def evolve(approval: PriceApproval | None, recorded: Recorded[PriceFact], key: UUID) -> PriceApproval | None:
    at = recorded.occurred_at
    match approval, recorded.event:
        case None, PriceRequested() as asked:
            return PriceApproval(
                price_approval_id=key,
                status="requested",
                asker_id=asked.asker_id,
                client_id=asked.client_id,
                deal_id=asked.deal_id,
                product=asked.product,
                quantity=asked.quantity,
                price=asked.price.amount,
                floor=asked.floor.amount,
                currency=asked.price.currency,
                reason=asked.reason,
                approvers=asked.asked,
                requested_at=at,
                route=asked.route,
                steps=shown(asked.steps),
                asked=asked.asked,
                list_price=asked.list_price.amount if asked.list_price else None,
            )
        case PriceApproval(), PriceStepApproved() as said:
            return replace(asked_of(approval, said.asked, said.decided_by), steps=left_after(said, approval.steps))
        case PriceApproval(), PriceForwarded(asked=people) | PriceEscalated(asked=people):
            return asked_of(approval, people)
        case PriceApproval(), (PriceGranted() | PriceRefused() | PriceWithdrawn() | PriceExpired()) as ending:
            return ended(replace(asked_of(approval, ()), steps=()), ending, at)
        case PriceApproval(), PriceApproversReminded() | GrantSpent() | GrantReturned() as told:
            return approval if isinstance(told, PriceApproversReminded) else replace(approval, quantity_left=told.left)
        case _:
            raise Corrupt(approval, recorded.event)


def ended(approval: PriceApproval, event: Ending, at: datetime) -> PriceApproval:
    """Nobody is asked any more."""
    match event:
        case PriceWithdrawn():
            return replace(approval, status="withdrawn")
        case PriceExpired():
            return replace(approval, status="expired")
        case PriceGranted(comment=answer, valid_until=until):
            left = approval.quantity
            approval = replace(approval, status="granted", answer=answer, valid_until=until, quantity_left=left)
        case PriceRefused(reason=answer):
            approval = replace(approval, status="refused", answer=answer)
    answered = asked_of(approval, (), event.decided_by)
    return replace(answered, answered_at=at, approver_id=event.approver_id, decided_by=event.decided_by)


def asked_of(approval: PriceApproval, asked: tuple[UUID, ...], *besides: UUID) -> PriceApproval:
    """These are asked now; whoever was before, or has spoken, still sees it."""
    return replace(approval, asked=asked, approvers=tuple(dict.fromkeys((*approval.approvers, *besides, *asked))))
