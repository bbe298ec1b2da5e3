"""Which prices below the floor were asked for, and what was the answer? (S0-23, S0-24)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.price_approval import PriceApprovalEvent, PriceGranted, PriceRefused, PriceRequested
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
    """Who may answer."""
    requested_at: datetime
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
                approvers=asked.approvers,
                requested_at=at,
            )
        case PriceApproval(), PriceGranted(approver_id=whose, decided_by=who, comment=answer, valid_until=until):
            answered = replace(approval, status="granted", answered_at=at, answer=answer, valid_until=until)
            return replace(answered, approver_id=whose, decided_by=who)
        case PriceApproval(), PriceRefused(approver_id=whose, decided_by=who, reason=answer):
            answered = replace(approval, status="refused", answered_at=at, answer=answer)
            return replace(answered, approver_id=whose, decided_by=who)
        case _:
            raise Corrupt(approval, recorded.event)
