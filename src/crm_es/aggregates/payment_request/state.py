"""A request for payment as its history left it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from crm_es.aggregates.payment_request.events import (
    Check,
    ContractorTold,
    Payment,
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
    Status,
)
from crm_es.aggregates.payment_request.form import Form
from crm_es.approval_route import Course, barred, begun
from crm_es.messages import Corrupt
from crm_es.money import Money


class Part(NamedTuple):
    """Money that went out."""

    amount: Decimal
    payment_order: str | None
    bank_payment_id: UUID | None


class Order(NamedTuple):
    """A payment order that the bank was given."""

    payer_account_id: UUID
    number: str
    round: int
    """In which round of approval."""


@dataclass(frozen=True)
class PaymentRequest:
    author_id: UUID
    form: Form
    status: Status = "draft"
    round: int = 0
    submitted_by: UUID | None = None
    written_by: tuple[UUID, ...] = ()
    """Who wrote or revised it for the author."""
    course: Course = field(default_factory=Course)
    approvers: tuple[UUID, ...] = ()
    accountants: tuple[UUID, ...] = ()
    awaited: frozenset[Check] = frozenset()
    """Checks that have not been answered."""
    doubts: Mapping[Check, tuple[UUID, ...]] = field(default_factory=dict)
    """What holds up payment, and who may settle it."""
    register_id: UUID | None = None
    budget_ids: tuple[UUID, ...] = ()
    ordered: Order | None = None
    """The payment order that the bank was last given."""
    parts: tuple[Part, ...] = ()
    files: frozenset[tuple[str, str]] = frozenset()
    """Kind and content of what is attached."""

    @property
    def asked(self) -> tuple[UUID, ...]:
        """Who has it on the table now."""
        if self.status == "approved":
            return self.accountants
        return self.course.asked if self.status == "submitted" else ()

    @property
    def barred(self) -> tuple[UUID, ...]:
        """Who may not decide it."""
        return barred(self.author_id, self.submitted_by, *self.written_by)

    @property
    def left(self) -> Money:
        """What has not gone out yet."""
        amount = self.form.amount
        return Money(amount=amount.amount - sum(part.amount for part in self.parts), currency=amount.currency)

    @property
    def ending(self) -> dict[str, Any]:
        """What the end of a round tells those who look it up and doubt it."""
        paid = Money(amount=self.form.amount.amount - self.left.amount, currency=self.left.currency)
        return {
            "register_id": None if self.ordered else self.register_id,  # money may be on its way for this invoice
            "budget_ids": self.budget_ids,
            "paid": paid if self.parts else None,
            "doubts": self.doubts,
        }

    def ended(self, status: Status) -> PaymentRequest:
        """What is looked up, and what was found, is of no matter any more."""
        return replace(self, status=status, awaited=frozenset(), doubts={})


def evolve(request: PaymentRequest | None, event: PaymentRequestEvent) -> PaymentRequest:
    match request, event:
        case None, PaymentRequestDrafted(author_id=author_id, form=form, entered_by=hand):
            return PaymentRequest(author_id, form, written_by=(hand,) if hand else ())
        case PaymentRequest(), PaymentRequestRevised(form=form, entered_by=hand):
            return replace(request, form=form, written_by=(*request.written_by, *((hand,) if hand else ())))
        case PaymentRequest(), PaymentRequestSubmitted() as submitted:
            return PaymentRequest(
                request.author_id,
                request.form,
                "submitted",
                submitted.round,
                submitted.submitted_by,
                request.written_by,
                begun(submitted),
                awaited=frozenset(submitted.checks),
                register_id=submitted.register_id,
                budget_ids=submitted.budget_ids,
                ordered=request.ordered,
                parts=request.parts,
                files=request.files,
            )
        case PaymentRequest(), PaymentRequestStepApproved() as said if said.step in request.course.names:
            approvers = (*request.approvers, said.approver_id)
            return replace(request, course=request.course.approved(said), approvers=approvers)
        case PaymentRequest(), PaymentRequestForwarded() as forwarded:
            return replace(request, course=request.course.forwarded(forwarded))
        case PaymentRequest(), PaymentRequestEscalated() as escalated:
            return replace(request, course=request.course.escalated(escalated))
        case PaymentRequest(), PaymentRequestApproversReminded():
            return replace(request, course=request.course.reminded())
        case PaymentRequest(), PaymentRequestApproved(approver_id=approver_id, accountants=accountants):
            approvers = (*request.approvers, approver_id)
            return replace(request, status="approved", approvers=approvers, accountants=accountants)
        case PaymentRequest(), PaymentRequestReturned():
            return request.ended("rework")
        case PaymentRequest(), PaymentRequestRejected():
            return request.ended("rejected")
        case PaymentRequest(), PaymentRequestWithdrawn():
            return request.ended("withdrawn")
        case PaymentRequest(), PaymentRequestDoubted(doubt=doubt, settlers=settlers):
            doubts = {**request.doubts, doubt: settlers}
            return replace(request, awaited=request.awaited - {doubt}, doubts=doubts)
        case PaymentRequest(), PaymentRequestChecked(check=check):
            return replace(request, awaited=request.awaited - {check})
        case PaymentRequest(), PaymentRequestDoubtSettled(doubt=settled):
            return replace(request, doubts={d: who for d, who in request.doubts.items() if d != settled})
        case PaymentRequest(), PaymentRequestOrdered(payer_account_id=account_id, number=number):
            return replace(request, ordered=Order(account_id, number, request.round))
        case PaymentRequest(), PaymentRequestPartPaid() as paid:
            return replace(request, ordered=None, parts=(*request.parts, part(request, paid)))
        case PaymentRequest(), PaymentRequestPaid() as paid:
            return replace(request, status="paid", parts=(*request.parts, part(request, paid)))
        case PaymentRequest(), PaymentRequestFileAttached(kind=kind, file=file):
            return replace(request, files=request.files | {(kind, file.sha256)})
        case PaymentRequest(), PaymentRequestCommented() | ContractorTold():
            return request
        case PaymentRequest(), PaymentRequestAdopted(to_status=status):
            return replace(request.ended(status), course=replace(request.course, place=0, said=()))
        case _:
            raise Corrupt(request, event)


def part(request: PaymentRequest, paid: Payment) -> Part:
    amount = paid.part.amount if paid.part else request.left.amount
    return Part(amount, paid.payment_order, paid.bank_payment_id)
