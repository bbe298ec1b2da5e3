"""Which payments are asked for, approved, paid? (S1-28)

The last word of each request: its form, where it stands, who is asked, and when what was decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from crm_es.aggregates.payment_request import (
    Form,
    PaymentRequestAdopted,
    PaymentRequestApproved,
    PaymentRequestCommented,
    PaymentRequestDrafted,
    PaymentRequestEvent,
    PaymentRequestPaid,
    PaymentRequestRejected,
    PaymentRequestReturned,
    PaymentRequestRevised,
    PaymentRequestStepApproved,
    PaymentRequestSubmitted,
    PaymentRequestWithdrawn,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class Payment(
    Row,
    table="payment_registry",
    key="payment_request_id",
    indexes=("drafted_at, payment_request_id", "status, drafted_at", "author_id, status", "contractor_id"),
):
    """One request for payment."""

    payment_request_id: UUID
    status: str
    """draft, submitted, approved, paid, rejected, rework or withdrawn."""
    author_id: UUID
    what_for: str
    amount: Decimal
    currency: str
    drafted_at: datetime
    contractor_id: UUID | None = None
    pay_by: date | None = None
    purpose: str | None = None
    invoice_number: str | None = None
    department: str | None = None
    inn: str | None = None
    kpp: str | None = None
    bik: str | None = None
    account: str | None = None
    correspondent_account: str | None = None
    route: str | None = None
    steps: tuple[str, ...] = ()
    """The steps of the route still to come, in order; an optional one in brackets."""
    asked: tuple[UUID, ...] = ()
    """Who may decide now."""
    involved: tuple[UUID, ...] = ()
    """The author, and everybody who was ever asked for approval or gave it."""
    round: int = 0
    """How often it has been submitted."""
    submitted_at: datetime | None = None
    decided_at: datetime | None = None
    approved_at: datetime | None = None
    paid_at: datetime | None = None
    paid_on: date | None = None
    payment_order: str | None = None
    reason: str | None = None
    """Why it was last returned, rejected, withdrawn, or adopted from other books."""
    comments: int = 0


SETTLED: Final[dict[str, Any]] = {"steps": (), "asked": ()}
"""Nobody is asked."""


def keys(event: PaymentRequestEvent) -> tuple[UUID, ...]:
    return (event.payment_request_id,)


def evolve(request: Payment | None, recorded: Recorded[PaymentRequestEvent], key: UUID) -> Payment | None:  # noqa: C901, PLR0911 - a table read from top to bottom
    at = recorded.occurred_at
    match request, recorded.event:
        case None, PaymentRequestDrafted(author_id=author_id, form=form):
            return Payment(key, "draft", author_id, **filled(form), drafted_at=at, involved=(author_id,))
        case Payment(), PaymentRequestSubmitted() as submitted:
            return replace(
                request,
                status="submitted",
                route=submitted.route,
                round=submitted.round,
                steps=tuple(f"({step.name})" if step.optional else step.name for step in submitted.steps),
                asked=submitted.asked,
                involved=together(request.involved, submitted.asked),
                submitted_at=at,
                decided_at=None,
                approved_at=None,
                reason=None,
            )
        case Payment(), PaymentRequestStepApproved(step=step, asked=asked, decided_by=who):
            involved = together(request.involved, (who, *asked))
            return replace(request, steps=after(step, request.steps), asked=asked, involved=involved, decided_at=at)
        case Payment(), PaymentRequestApproved(decided_by=who):
            involved = together(request.involved, (who,))
            return replace(request, **SETTLED, status="approved", involved=involved, decided_at=at, approved_at=at)
        case Payment(), PaymentRequestPaid(paid_on=paid_on, payment_order=payment_order):
            return replace(request, **SETTLED, status="paid", paid_at=at, paid_on=paid_on, payment_order=payment_order)
        case Payment(), PaymentRequestReturned(reason=reason):
            return replace(request, **SETTLED, status="rework", decided_at=at, approved_at=None, reason=reason)
        case Payment(), PaymentRequestRejected(reason=reason):
            return replace(request, **SETTLED, status="rejected", decided_at=at, approved_at=None, reason=reason)
        case Payment(), PaymentRequestWithdrawn(reason=reason):
            return replace(request, **SETTLED, status="withdrawn", approved_at=None, reason=reason)
        case Payment(), PaymentRequestRevised(form=form):
            return replace(request, **filled(form))
        case Payment(), PaymentRequestCommented():
            return replace(request, comments=request.comments + 1)
        case Payment(), PaymentRequestAdopted(to_status=status, reason=reason):
            approved_at = (request.approved_at or at) if status in ("approved", "paid") else None
            paid_at = at if status == "paid" else None
            stands = replace(request, **SETTLED, status=status, decided_at=at, reason=reason)
            return replace(stands, approved_at=approved_at, paid_at=paid_at, paid_on=at.date() if paid_at else None)
        case _:
            raise Corrupt(request, recorded.event)


def after(step: str, steps: tuple[str, ...]) -> tuple[str, ...]:
    """The steps that follow this one."""
    place = next((n for n, name in enumerate(steps) if name in (step, f"({step})")), len(steps))
    return steps[place + 1 :]


def together(people: tuple[UUID, ...], more: tuple[UUID, ...]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys((*people, *more)))


def filled(form: Form) -> dict[str, Any]:
    """The form as columns."""
    details = form.details
    return {
        "what_for": form.what_for,
        "amount": form.amount.amount,
        "currency": form.amount.currency,
        "contractor_id": form.contractor_id,
        "pay_by": form.pay_by,
        "purpose": form.purpose,
        "invoice_number": form.invoice_number,
        "department": form.department,
        "inn": details.inn if details else None,
        "kpp": details.kpp if details else None,
        "bik": details.bik if details else None,
        "account": details.account if details else None,
        "correspondent_account": details.correspondent_account if details else None,
    }
