"""Which payments are asked for, approved, paid? (S1-28)

The last word of each request: its form, where it stands, who is asked, and when what was decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from crm_es.aggregates.payment_request import (
    ContractorTold,
    Form,
    PaymentRequestAdopted,
    PaymentRequestApproved,
    PaymentRequestApproversReminded,
    PaymentRequestChecked,
    PaymentRequestCommented,
    PaymentRequestDoubted,
    PaymentRequestDoubtSettled,
    PaymentRequestDrafted,
    PaymentRequestEscalated,
    PaymentRequestEvent,
    PaymentRequestFileAttached,
    PaymentRequestForwarded,
    PaymentRequestOrdered,
    PaymentRequestPaid,
    PaymentRequestPartPaid,
    PaymentRequestRejected,
    PaymentRequestReturned,
    PaymentRequestRevised,
    PaymentRequestStepApproved,
    PaymentRequestSubmitted,
    PaymentRequestWithdrawn,
)
from crm_es.approval_route import left_after, shown
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
    invoice_date: date | None = None
    period: str | None = None
    """The month of the invoice, or of the draft, such as 2026-03: its files lie together there (S1-38)."""
    kind: str | None = None
    department: str | None = None
    budget_line: str | None = None
    inn: str | None = None
    kpp: str | None = None
    bik: str | None = None
    account: str | None = None
    correspondent_account: str | None = None
    iban: str | None = None
    swift: str | None = None
    warnings: tuple[str, ...] = ()
    """What is odd about the bank details, in sentences."""
    awaited: tuple[str, ...] = ()
    """What is still being looked up in other books: duplicate, over budget."""
    doubts: tuple[str, ...] = ()
    """What other books speak against, in sentences. It is not paid before somebody answers for it."""
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
    paid_amount: Decimal = Decimal(0)
    """What has gone out, in one or several parts."""
    left_amount: Decimal | None = None
    """What has not gone out of an approved request."""
    paid_on: date | None = None
    order_number: str | None = None
    """Of the payment order that the bank was last given."""
    payment_order: str | None = None
    """Of the last payment."""
    reason: str | None = None
    """Why it was last returned, rejected, withdrawn, or adopted from other books."""
    comments: int = 0
    files: int = 0
    contractor_told: bool | None = None
    """Whether the last mail to the contractor arrived; None where none was sent."""


NEW: Final = Payment(UUID(int=0), "draft", UUID(int=0), "", Decimal(0), "", datetime.min.replace(tzinfo=UTC))
"""A draft that says nothing yet: to change it is quicker than to make a row of so many columns."""
SETTLED: Final[dict[str, Any]] = {"steps": (), "asked": ()}
"""Nobody is asked."""


def keys(event: PaymentRequestEvent) -> tuple[UUID, ...]:
    return (event.payment_request_id,)


def evolve(request: Payment | None, recorded: Recorded[PaymentRequestEvent], key: UUID) -> Payment | None:  # noqa: C901, PLR0911, PLR0912 - a table read from top to bottom
    at = recorded.occurred_at
    match request, recorded.event:
        case None, PaymentRequestDrafted(author_id=author_id, form=form):
            told = {"payment_request_id": key, "author_id": author_id, "drafted_at": at, "involved": (author_id,)}
            return replace(NEW, **told, **filled(form, at))
        case Payment(), PaymentRequestSubmitted() as submitted:
            return replace(
                request,
                status="submitted",
                route=submitted.route,
                round=submitted.round,
                steps=shown(submitted.steps),
                asked=submitted.asked,
                involved=together(request.involved, submitted.asked),
                warnings=submitted.doubts,
                awaited=submitted.checks,
                doubts=(),
                submitted_at=at,
                decided_at=None,
                approved_at=None,
                left_amount=None,
                reason=None,
            )
        case Payment(), PaymentRequestStepApproved(asked=asked, decided_by=who) as said:
            steps, involved = left_after(said, request.steps), together(request.involved, (who, *asked))
            return replace(request, steps=steps, asked=asked, involved=involved, decided_at=at)
        case Payment(), PaymentRequestApproved(decided_by=who):
            return replace(
                request,
                **SETTLED,
                status="approved",
                involved=together(request.involved, (who,)),
                decided_at=at,
                approved_at=at,
                left_amount=request.amount - request.paid_amount,
            )
        case Payment(), PaymentRequestPaid() | PaymentRequestPartPaid() as paid:
            return with_part(request, paid, at)
        case Payment(), PaymentRequestForwarded(asked=asked) | PaymentRequestEscalated(asked=asked):
            return replace(request, asked=asked, involved=together(request.involved, asked))
        case Payment(), PaymentRequestReturned(reason=reason):
            return replace(request, **SETTLED, **UNAPPROVED, status="rework", decided_at=at, reason=reason)
        case Payment(), PaymentRequestRejected(reason=reason):
            return replace(request, **SETTLED, **UNAPPROVED, status="rejected", decided_at=at, reason=reason)
        case Payment(), PaymentRequestWithdrawn(reason=reason):
            return replace(request, **SETTLED, **UNAPPROVED, status="withdrawn", reason=reason)
        case Payment(), PaymentRequestRevised(form=form):
            return replace(request, **filled(form, request.drafted_at))
        case Payment(), PaymentRequestDoubted(doubt=doubt, sentence=sentence, settlers=settlers):
            return replace(
                request,
                awaited=without(request.awaited, doubt),
                doubts=(*request.doubts, f"{doubt}: {sentence}"),
                involved=together(request.involved, settlers),
            )
        case Payment(), PaymentRequestChecked(check=check):
            return replace(request, awaited=without(request.awaited, check))
        case Payment(), PaymentRequestDoubtSettled(doubt=doubt):
            return replace(request, doubts=tuple(d for d in request.doubts if not d.startswith(f"{doubt}: ")))
        case Payment(), PaymentRequestOrdered(number=number):
            return replace(request, order_number=number)
        case Payment(), PaymentRequestCommented():
            return replace(request, comments=request.comments + 1)
        case Payment(), PaymentRequestFileAttached():
            return replace(request, files=request.files + 1)
        case Payment(), ContractorTold(told=told):
            return replace(request, contractor_told=told)
        case Payment(), PaymentRequestApproversReminded():
            return request
        case Payment(), PaymentRequestAdopted(to_status=status, reason=reason):
            return adopted(request, status, reason, at)
        case _:
            raise Corrupt(request, recorded.event)


def with_part(request: Payment, paid: PaymentRequestPaid | PaymentRequestPartPaid, at: datetime) -> Payment:
    part = paid.part.amount if paid.part else request.amount - request.paid_amount
    out = request.paid_amount + part
    told = {"paid_amount": out, "paid_on": paid.paid_on, "payment_order": paid.payment_order}
    files = request.files + (paid.order_file is not None)
    if isinstance(paid, PaymentRequestPartPaid):
        return replace(request, **told, left_amount=paid.left.amount, order_number=None, files=files)
    return replace(request, **SETTLED, **told, status="paid", left_amount=Decimal(0), paid_at=at, files=files)


def adopted(request: Payment, status: str, reason: str, at: datetime) -> Payment:
    approved_at = (request.approved_at or at) if status in ("approved", "paid") else None
    stands = replace(request, **SETTLED, status=status, decided_at=at, reason=reason, approved_at=approved_at)
    if status == "paid":
        return replace(stands, paid_at=at, paid_on=at.date(), paid_amount=request.amount, left_amount=Decimal(0))
    left = request.amount - request.paid_amount if status == "approved" else None
    return replace(stands, paid_at=None, paid_on=None, left_amount=left)


UNAPPROVED: Final[dict[str, Any]] = {"approved_at": None, "left_amount": None, "awaited": (), "doubts": ()}
"""It is not to be paid as it is."""


def together(people: tuple[UUID, ...], more: tuple[UUID, ...]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys((*people, *more)))


def without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(one for one in names if one != name)


def filled(form: Form, drafted_at: datetime) -> dict[str, Any]:
    """The form as columns."""
    details = form.details.model_dump() if form.details else {}
    return {
        "what_for": form.what_for,
        "amount": form.amount.amount,
        "currency": form.amount.currency,
        "contractor_id": form.contractor_id,
        "pay_by": form.pay_by,
        "purpose": form.purpose,
        "invoice_number": form.invoice_number,
        "invoice_date": form.invoice_date,
        "period": (form.invoice_date or drafted_at).isoformat()[: len("2026-03")],
        "kind": form.kind,
        "department": form.department,
        "budget_line": form.budget_line,
        **{column: details.get(column) for column in DETAILS},
    }


DETAILS: Final = ("inn", "kpp", "bik", "account", "correspondent_account", "iban", "swift")
"""What of the bank details has a column."""
