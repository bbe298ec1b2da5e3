"""A price approval as its history left it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from crm_es.aggregates.price_approval.events import (
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
from crm_es.approval_route import Course, barred, begun
from crm_es.messages import Corrupt
from crm_es.money import Money


@dataclass(frozen=True)
class PriceApproval:
    asker_id: UUID
    submitted_by: UUID | None
    client_id: UUID
    product: str
    quantity: Decimal
    price: Money
    floor: Money
    reason: str
    course: Course
    list_price: Money | None = None
    margin_percent: Decimal | None = None
    answer_by: datetime | None = None
    """When it is over, if nobody has answered by then."""
    outcome: Literal["granted", "refused", "withdrawn", "expired"] | None = None
    valid_until: date | None = None
    """Until when it is granted; None while it is not."""
    ends_at: datetime | None = None

    @property
    def answered(self) -> bool:
        return self.outcome is not None

    @property
    def barred(self) -> tuple[UUID, ...]:
        """Who may not answer it."""
        return barred(self.asker_id, self.submitted_by)


def evolve(approval: PriceApproval | None, event: PriceApprovalEvent) -> PriceApproval:
    match approval, event:
        case None, PriceRequested() as asked:
            return PriceApproval(
                asked.asker_id,
                asked.submitted_by,
                asked.client_id,
                asked.product,
                asked.quantity,
                asked.price,
                asked.floor,
                asked.reason,
                begun(asked),
                asked.list_price,
                asked.margin_percent,
                asked.answer_by,
            )
        case PriceApproval(answered=False), PriceStepApproved() as said if said.step in approval.course.names:
            return replace(approval, course=approval.course.approved(said))
        case PriceApproval(answered=False), PriceForwarded() as forwarded:
            return replace(approval, course=approval.course.forwarded(forwarded))
        case PriceApproval(answered=False), PriceEscalated() as escalated:
            return replace(approval, course=approval.course.escalated(escalated))
        case PriceApproval(answered=False), PriceApproversReminded():
            return replace(approval, course=approval.course.reminded())
        case PriceApproval(answered=False), PriceGranted(valid_until=until, ends_at=ends_at):
            return replace(approval, outcome="granted", valid_until=until, ends_at=ends_at)
        case PriceApproval(answered=False), PriceRefused():
            return replace(approval, outcome="refused")
        case PriceApproval(answered=False), PriceWithdrawn():
            return replace(approval, outcome="withdrawn")
        case ((PriceApproval(answered=False) | PriceApproval(outcome="granted")), PriceExpired()):
            return replace(approval, outcome="expired")
        case _:
            raise Corrupt(approval, event)
