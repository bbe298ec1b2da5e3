"""What happens to a request for payment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from crm_es.aggregates.payment_request.form import Form
from crm_es.approval_route import Approval, ApprovalAsked, Escalation, Forwarding, Reminding, StepApproval
from crm_es.bank_details import Details
from crm_es.messages import Event, Message
from crm_es.money import Money
from crm_es.stored_file import FileKind, StoredFile

Status = Literal["draft", "submitted", "approved", "paid", "rejected", "rework", "withdrawn"]
Check = Literal["duplicate", "over budget"]
"""What is looked up in other books after submission."""


class Told(Message):
    """What every decision on a request tells of it."""

    payment_request_id: UUID
    author_id: UUID
    round: int
    """How often it has been submitted."""


class Decided(Told):
    """The same, with what it is about."""

    what_for: str
    amount: Money


class PaymentRequestDrafted(Event):
    """Somebody began to ask for a payment."""

    payment_request_id: UUID
    author_id: UUID
    form: Form
    entered_by: UUID | None = None
    """Who wrote it, where it was not the author: they decide as little as the author does."""


class PaymentRequestRevised(Event):
    """The author filled the form in anew."""

    payment_request_id: UUID
    form: Form
    entered_by: UUID | None = None


class PaymentRequestSubmitted(ApprovalAsked, Decided, Event):
    """The author asked for approval."""

    contractor_id: UUID | None = None
    kind: str | None = None
    department: str | None = None
    budget_line: str | None = None
    invoice_number: str | None = None
    pay_by: date | None = None
    doubts: tuple[str, ...] = ()
    """What is odd about the bank details, in sentences."""
    checks: tuple[Check, ...] = ()
    """What is looked up before it may be paid."""
    register_id: UUID | None = None
    """Where invoices of who is paid are registered, against paying one twice."""
    budget_ids: tuple[UUID, ...] = ()
    """The budgets that it counts against."""


class PaymentRequestStepApproved(StepApproval, Decided, Event):
    """One step of the route said yes, and another has yet to."""


class PaymentRequestForwarded(Forwarding, Decided, Event):
    """An approver gave the question to somebody else."""


class PaymentRequestEscalated(Escalation, Decided, Event):
    """Nobody decided in time: the superiors of those who were asked are asked too."""


class PaymentRequestApproversReminded(Reminding, Decided, Event):
    """Whoever is asked has not decided yet."""


class PaymentRequestApproved(Approval, Decided, Event):
    """The last step said yes: it may be paid."""

    contractor_id: UUID | None = None
    pay_by: date | None
    accountants: tuple[UUID, ...]
    """Who may pay it."""


class Ended(Message):
    """Books that counted on it hear that they need not."""

    register_id: UUID | None = None
    budget_ids: tuple[UUID, ...] = ()
    paid: Money | None = None
    """What went out of it all the same."""
    doubts: Mapping[Check, tuple[UUID, ...]] = Field(default_factory=dict)
    """Doubts that nobody has settled, and who was asked to."""


class PaymentRequestReturned(Ended, Decided, Event):
    """It goes back to the author for rework (S1-04)."""

    decided_by: UUID
    reason: str
    from_status: Literal["submitted", "approved"]
    was_asked: tuple[UUID, ...]
    """Whose question is settled: approvers, or accountants where it had been approved."""


class PaymentRequestRejected(Ended, Decided, Event):
    """The answer is no."""

    decided_by: UUID
    reason: str
    from_status: Literal["submitted", "approved"]
    was_asked: tuple[UUID, ...]


class PaymentRequestWithdrawn(Ended, Told, Event):
    """The author took it back."""

    from_status: Status
    reason: str | None
    was_asked: tuple[UUID, ...]


class PaymentRequestDoubted(Decided, Event):
    """A look into other books found that it had better not be paid as it is."""

    doubt: Check
    sentence: str
    other_id: UUID | None = None
    """The request that it repeats, if it does."""
    settlers: tuple[UUID, ...]
    """Who may settle it."""


class PaymentRequestChecked(Told, Event):
    """A look into other books found nothing."""

    check: Check


class PaymentRequestDoubtSettled(Decided, Event):
    """Somebody answers for it that the request may be paid all the same."""

    doubt: Check
    reason: str
    decided_by: UUID
    settlers: tuple[UUID, ...]
    budget_ids: tuple[UUID, ...] = ()


class PaymentRequestOrdered(Decided, Event):
    """A payment order for what is left went into a file for the bank."""

    contractor_id: UUID | None
    payer_account_id: UUID
    number: str
    ordered_on: date
    part: Money
    """The amount of the order."""
    details: Details
    purpose: str


class Payment(Decided):
    """Money went out."""

    contractor_id: UUID | None = None
    part: Money | None = None
    """How much, this time; the whole amount where none is told."""
    paid_by: UUID | str
    paid_on: date
    payment_order: str | None
    order_file: StoredFile | None = None
    bank_payment_id: UUID | None = None
    """The line of the bank's statement that shows it."""
    approvers: tuple[UUID, ...]
    """Who had approved it, in order."""
    accountants: tuple[UUID, ...]


class PaymentRequestPartPaid(Payment, Event):
    """Part of the money went out."""

    left: Money


class PaymentRequestPaid(Payment, Event):
    """All of the money went out."""


class PaymentRequestFileAttached(Event):
    """A file was put to it (S1-17, S1-18)."""

    payment_request_id: UUID
    author_id: UUID
    contractor_id: UUID | None
    kind: FileKind
    file: StoredFile
    attached_by: UUID | str
    invoice_date: date | None


class PaymentRequestCommented(Event):
    """Somebody said something about it."""

    payment_request_id: UUID
    comment: str


class ContractorTold(Event):
    """What came of telling the contractor (S1-39)."""

    payment_request_id: UUID
    contractor_id: UUID
    about: Literal["approved", "paid"]
    email: str
    told: bool
    detail: str


class PaymentRequestAdopted(Told, Event):
    """The books it was imported from show another state than the rules led to; the books stand."""

    from_status: Status
    to_status: Status
    reason: str
    was_asked: tuple[UUID, ...]


Ending = PaymentRequestReturned | PaymentRequestRejected | PaymentRequestWithdrawn

PaymentRequestEvent = (
    PaymentRequestDrafted
    | PaymentRequestRevised
    | PaymentRequestSubmitted
    | PaymentRequestStepApproved
    | PaymentRequestForwarded
    | PaymentRequestEscalated
    | PaymentRequestApproversReminded
    | PaymentRequestApproved
    | PaymentRequestReturned
    | PaymentRequestRejected
    | PaymentRequestWithdrawn
    | PaymentRequestDoubted
    | PaymentRequestChecked
    | PaymentRequestDoubtSettled
    | PaymentRequestOrdered
    | PaymentRequestPartPaid
    | PaymentRequestPaid
    | PaymentRequestFileAttached
    | PaymentRequestCommented
    | ContractorTold
    | PaymentRequestAdopted
)
