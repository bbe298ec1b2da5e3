"""Which prices below the floor were asked for, and what was the answer? (S0-23, S0-24)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.price_approval import (
    PriceApprovalEvent,
    PriceApproversReminded,
    PriceEscalated,
    PriceForwarded,
    PriceGranted,
    PriceRefused,
    PriceRequested,
    PriceStepApproved,
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
    indexes=("requested_at, price_approval_id", "status, requested_at", "asker_id"),
):
    """One wish to sell below the floor, and its answer."""

    price_approval_id: UUID
    status: str
    """requested, granted or refused."""
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


def keys(event: PriceApprovalEvent) -> tuple[UUID, ...]:
    return (event.price_approval_id,)


def evolve(approval: PriceApproval | None, recorded: Recorded[PriceApprovalEvent], key: UUID) -> PriceApproval | None:
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
            )
        case PriceApproval(), PriceStepApproved() as said:
            return replace(asked_of(approval, said.asked, said.decided_by), steps=left_after(said, approval.steps))
        case PriceApproval(), PriceForwarded(asked=people) | PriceEscalated(asked=people):
            return asked_of(approval, people)
        case PriceApproval(), PriceApproversReminded():
            return approval
        case PriceApproval(), PriceGranted(approver_id=whose, decided_by=who, comment=answer, valid_until=until):
            answered = replace(asked_of(approval, (), who), status="granted", answered_at=at, valid_until=until)
            return replace(answered, steps=(), approver_id=whose, decided_by=who, answer=answer)
        case PriceApproval(), PriceRefused(approver_id=whose, decided_by=who, reason=answer):
            answered = replace(asked_of(approval, (), who), status="refused", answered_at=at)
            return replace(answered, steps=(), approver_id=whose, decided_by=who, answer=answer)
        case _:
            raise Corrupt(approval, recorded.event)


def asked_of(approval: PriceApproval, asked: tuple[UUID, ...], *besides: UUID) -> PriceApproval:
    """These are asked now; whoever was before, or has spoken, still sees it."""
    return replace(approval, asked=asked, approvers=tuple(dict.fromkeys((*approval.approvers, *besides, *asked))))
