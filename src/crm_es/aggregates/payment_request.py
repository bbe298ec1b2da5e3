"""A request for payment: one form, one route, one registry instead of calls and chats (S1-33).

It is a draft, is submitted, approved step by step along its route, and paid. It can be returned for rework, rejected
with a reason, or withdrawn by its author; from each of these the author may submit it again. What is paid stays paid.
Nobody approves a request of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from pydantic import StringConstraints

from crm_es.approval_route import (
    RouteStepAsked,
    Steps,
    approver,
    asked,
    is_final,
    names_of,
    not_an_approver,
    reachable,
    resolved,
    to_decide,
)
from crm_es.bank_details import BankDetails
from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Message, Refused
from crm_es.money import Money
from crm_es.playbook import RequestField

Status = Literal["draft", "submitted", "approved", "paid", "rejected", "rework", "withdrawn"]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Purpose = Annotated[str, StringConstraints(min_length=1, max_length=210, strip_whitespace=True)]
"""As long as field 24 of a payment order."""

# ── Events ──────────────────────────────────────────────────────────────────


class Form(Message):
    """What the author fills in (S1-05..S1-16). A draft may lack what only submission asks for."""

    what_for: Text
    amount: Money
    contractor_id: UUID | None = None
    pay_by: date | None = None
    details: BankDetails | None = None
    purpose: Purpose | None = None
    invoice_number: Annotated[str, StringConstraints(max_length=40)] | None = None
    department: Annotated[str, StringConstraints(max_length=80)] | None = None


class PaymentRequestDrafted(Event):
    """Somebody began to ask for a payment."""

    payment_request_id: UUID
    author_id: UUID
    form: Form


class PaymentRequestRevised(Event):
    """The author filled the form in anew."""

    payment_request_id: UUID
    form: Form


class PaymentRequestSubmitted(Event):
    """The author asked for approval."""

    payment_request_id: UUID
    author_id: UUID
    round: int
    """How often it has been submitted, this time included."""
    what_for: str
    amount: Money
    route: str
    steps: tuple[RouteStepAsked, ...]
    asked: tuple[UUID, ...]
    """Who may decide now: the approvers of the first step, and past optional ones of the next."""


class PaymentRequestStepApproved(Event):
    """One step of the route said yes, and another has yet to."""

    payment_request_id: UUID
    author_id: UUID
    round: int
    what_for: str
    amount: Money
    step: str
    approver_id: UUID
    """Whose approval it is."""
    decided_by: UUID
    """Who gave it: the approver, or a deputy."""
    comment: str | None = None
    was_asked: tuple[UUID, ...]
    asked: tuple[UUID, ...]
    """Who may decide now."""


class PaymentRequestApproved(Event):
    """The last step said yes: it may be paid."""

    payment_request_id: UUID
    author_id: UUID
    round: int
    what_for: str
    amount: Money
    pay_by: date | None
    step: str
    approver_id: UUID
    decided_by: UUID
    comment: str | None = None
    was_asked: tuple[UUID, ...]
    accountants: tuple[UUID, ...]
    """Who may pay it."""


class PaymentRequestReturned(Event):
    """It goes back to the author for rework (S1-04)."""

    payment_request_id: UUID
    author_id: UUID
    round: int
    what_for: str
    amount: Money
    decided_by: UUID
    reason: str
    from_status: Literal["submitted", "approved"]
    was_asked: tuple[UUID, ...]
    """Whose question is settled: approvers, or accountants where it had been approved."""


class PaymentRequestRejected(Event):
    """The answer is no."""

    payment_request_id: UUID
    author_id: UUID
    round: int
    what_for: str
    amount: Money
    decided_by: UUID
    reason: str
    from_status: Literal["submitted", "approved"]
    was_asked: tuple[UUID, ...]


class PaymentRequestWithdrawn(Event):
    """The author took it back."""

    payment_request_id: UUID
    author_id: UUID
    round: int
    from_status: Status
    reason: str | None
    was_asked: tuple[UUID, ...]


class PaymentRequestPaid(Event):
    """The money went out."""

    payment_request_id: UUID
    author_id: UUID
    round: int
    what_for: str
    amount: Money
    paid_by: UUID | str
    paid_on: date
    payment_order: str | None
    approvers: tuple[UUID, ...]
    """Who had approved it, in order."""
    accountants: tuple[UUID, ...]


class PaymentRequestCommented(Event):
    """Somebody said something about it."""

    payment_request_id: UUID
    comment: str


class PaymentRequestAdopted(Event):
    """The books it was imported from show another state than the rules led to; the books stand."""

    payment_request_id: UUID
    author_id: UUID
    round: int
    from_status: Status
    to_status: Status
    reason: str
    was_asked: tuple[UUID, ...]


PaymentRequestEvent = (
    PaymentRequestDrafted
    | PaymentRequestRevised
    | PaymentRequestSubmitted
    | PaymentRequestStepApproved
    | PaymentRequestApproved
    | PaymentRequestReturned
    | PaymentRequestRejected
    | PaymentRequestWithdrawn
    | PaymentRequestPaid
    | PaymentRequestCommented
    | PaymentRequestAdopted
)

# ── Commands ────────────────────────────────────────────────────────────────


class DraftPaymentRequest(Command, roles={"employee", "import"}, opens=True):
    """Begin to ask for a payment."""

    payment_request_id: UUID
    form: Form


class RevisePaymentRequest(Command, roles={"employee", "import"}):
    """Fill the form in anew, before it is submitted."""

    payment_request_id: UUID
    form: Form


class SubmitPaymentRequest(Command, roles={"employee", "import"}):
    """Ask for approval along the route that the playbook gives."""

    payment_request_id: UUID


class ApprovePaymentRequest(Command, roles={"employee", "import"}, in_person=True):
    """Say yes to the step that is asked, or to a later one past optional steps."""

    payment_request_id: UUID
    step: Text | None = None
    """Which step; where none is named, the first that the asker may decide."""
    comment: Text | None = None
    pass_on: bool = False
    """Where the step would close the route: say yes, and let the next step decide too."""


class ReturnPaymentRequest(Command, roles={"employee", "import"}, in_person=True):
    """Send it back to the author for rework, with a reason."""

    payment_request_id: UUID
    reason: Text


class RejectPaymentRequest(Command, roles={"employee", "import"}, in_person=True):
    """Say no, with a reason."""

    payment_request_id: UUID
    reason: Text


class WithdrawPaymentRequest(Command, roles={"employee", "import"}):
    """Take back a request of one's own."""

    payment_request_id: UUID
    reason: Text | None = None


class PayPaymentRequest(Command, roles={"employee", "import"}, in_person=True):
    """Record that the money went out."""

    payment_request_id: UUID
    paid_on: date | None = None
    """The day of asking where none is given."""
    payment_order: Annotated[str, StringConstraints(max_length=40)] | None = None
    """Its number."""


class CommentPaymentRequest(Command, roles={"employee", "import"}):
    """Say something about it."""

    payment_request_id: UUID
    comment: Text


class AdoptPaymentRequest(Command, roles={"import"}):
    """Take over the state that the imported books show, where the rules refused what led there."""

    payment_request_id: UUID
    status: Status
    reason: Text


PaymentRequestCommand = (
    DraftPaymentRequest
    | RevisePaymentRequest
    | SubmitPaymentRequest
    | ApprovePaymentRequest
    | ReturnPaymentRequest
    | RejectPaymentRequest
    | WithdrawPaymentRequest
    | PayPaymentRequest
    | CommentPaymentRequest
    | AdoptPaymentRequest
)

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class PaymentRequest:
    author_id: UUID
    form: Form
    status: Status = "draft"
    round: int = 0
    steps: Steps = ()
    at_step: int = 0
    approvers: tuple[UUID, ...] = ()
    accountants: tuple[UUID, ...] = ()
    payment_order: str | None = None

    @property
    def asked(self) -> tuple[UUID, ...]:
        """Who has it on the table now."""
        if self.status == "approved":
            return self.accountants
        return asked(self.steps, self.at_step) if self.status == "submitted" else ()


def evolve(request: PaymentRequest | None, event: PaymentRequestEvent) -> PaymentRequest:
    match request, event:
        case None, PaymentRequestDrafted(author_id=author_id, form=form):
            return PaymentRequest(author_id, form)
        case PaymentRequest(), PaymentRequestRevised(form=form):
            return replace(request, form=form)
        case PaymentRequest(), PaymentRequestSubmitted(round=times, steps=steps):
            return PaymentRequest(request.author_id, request.form, "submitted", times, steps)
        case PaymentRequest(), PaymentRequestStepApproved(step=name) if name in (names := names_of(request.steps)):
            approvers = (*request.approvers, event.approver_id)
            return replace(request, at_step=names.index(name) + 1, approvers=approvers)
        case PaymentRequest(), PaymentRequestApproved(approver_id=approver_id, accountants=accountants):
            approvers = (*request.approvers, approver_id)
            return replace(request, status="approved", approvers=approvers, accountants=accountants)
        case PaymentRequest(), PaymentRequestReturned():
            return replace(request, status="rework")
        case PaymentRequest(), PaymentRequestRejected():
            return replace(request, status="rejected")
        case PaymentRequest(), PaymentRequestWithdrawn():
            return replace(request, status="withdrawn")
        case PaymentRequest(), PaymentRequestPaid(payment_order=payment_order):
            return replace(request, status="paid", payment_order=payment_order)
        case PaymentRequest(), PaymentRequestCommented():
            return request
        case PaymentRequest(), PaymentRequestAdopted(to_status=status):
            return replace(request, status=status, at_step=0)
        case _:
            raise Corrupt(request, event)


# ── Decisions ───────────────────────────────────────────────────────────────

WORDS: dict[RequestField, str] = {
    "contractor": "the contractor",
    "details": "the bank details",
    "purpose": "the purpose of the payment",
    "pay_by": "the day to pay by",
}


def decide(
    request: PaymentRequest | None, command: PaymentRequestCommand, context: Context
) -> Iterator[PaymentRequestEvent]:
    match command, request:
        case DraftPaymentRequest(payment_request_id=request_id, form=form), None:
            yield PaymentRequestDrafted(payment_request_id=request_id, author_id=context.person_id, form=form)
        case _, None:
            raise Refused("There is no such payment request.")
        case DraftPaymentRequest(), PaymentRequest():
            if (context.person, command.form) != (request.author_id, request.form):
                raise Refused("This payment request is begun already: revise it, or draft another.")
        case CommentPaymentRequest(payment_request_id=request_id, comment=comment), PaymentRequest():
            yield PaymentRequestCommented(payment_request_id=request_id, comment=comment)
        case AdoptPaymentRequest(), PaymentRequest():
            yield from adopt(request, command)
        case PayPaymentRequest(), PaymentRequest():
            yield from pay(request, command, context)
        case _, PaymentRequest(status="paid"):
            raise Refused("This request is paid, and what is paid stays paid.", "already paid")
        case RevisePaymentRequest(), PaymentRequest():
            yield from revise(request, command, context)
        case SubmitPaymentRequest(), PaymentRequest():
            yield from submit(request, command, context)
        case WithdrawPaymentRequest(), PaymentRequest():
            yield from withdraw(request, command, context)
        case ApprovePaymentRequest(), PaymentRequest():
            yield from approve(request, command, context)
        case ((ReturnPaymentRequest() | RejectPaymentRequest()), PaymentRequest()):
            yield from send_back(request, command, context)


def revise(request: PaymentRequest, command: RevisePaymentRequest, context: Context) -> Iterator[PaymentRequestRevised]:
    if not context.is_or_stands_in_for(request.author_id):
        raise only_the_author()
    if command.form == request.form:
        return
    if request.status in ("submitted", "approved"):
        raise Refused(f"This request is {request.status}: withdraw it to change it.", "revised under approval")
    yield PaymentRequestRevised(payment_request_id=command.payment_request_id, form=command.form)


def submit(
    request: PaymentRequest, command: SubmitPaymentRequest, context: Context
) -> Iterator[PaymentRequestSubmitted]:
    if context.person != request.author_id:
        raise only_the_author()
    if request.status == "submitted":
        return
    if request.status == "approved":
        raise Refused("This request is approved already: there is nothing left to ask.", "already approved")
    payments, amount = context.playbook.payments, request.form.amount
    if lacking := missing(request.form, payments.required):
        raise Refused(f"Fill in before submitting: {', '.join(lacking)}.", "form incomplete")
    route = payments.route(amount)
    if route is None:
        raise Refused(
            f"The playbook has no approval route for {amount}: ask who keeps the playbook for one.", "no route fits"
        )
    steps = resolved(route, request.author_id, context.directory)
    told = facts(request, command) | {"round": request.round + 1}
    yield PaymentRequestSubmitted(**told, route=route.name, steps=steps, asked=asked(steps, 0))


def missing(form: Form, required: frozenset[RequestField]) -> list[str]:
    """What the form lacks, in words."""
    filled: dict[RequestField, object] = {
        "contractor": form.contractor_id,
        "details": form.details,
        "purpose": form.purpose,
        "pay_by": form.pay_by,
    }
    lacking = [WORDS[field] for field, value in filled.items() if field in required and value is None]
    return lacking if form.amount.amount > 0 else ["an amount above zero", *lacking]


def approve(
    request: PaymentRequest, command: ApprovePaymentRequest, context: Context
) -> Iterator[PaymentRequestStepApproved | PaymentRequestApproved]:
    if request.status == "approved":
        raise Refused("This request is approved already: it waits to be paid.", "already approved")
    if request.status != "submitted":
        raise not_submitted()
    if context.person == request.author_id:
        raise Refused(
            "Nobody approves a request of their own: another approver has to decide.", "nobody approves own request"
        )
    steps = request.steps
    place = to_decide(steps, request.at_step, command.step, context)
    told = facts(request, command) | {
        "step": steps[place].name,
        "approver_id": approver(steps[place], context),
        "decided_by": context.person_id,
        "comment": command.comment,
        "was_asked": request.asked,
    }
    if command.pass_on and not asked(steps, place + 1):
        raise Refused("No step follows to pass it on to: approve it without passing on.", "nobody to pass on to")
    if is_final(steps, place) and not command.pass_on:
        accountants = context.directory.holders(context.playbook.payments.accounting_role)
        yield PaymentRequestApproved(**told, pay_by=request.form.pay_by, accountants=accountants)
    else:
        yield PaymentRequestStepApproved(**told, asked=asked(steps, place + 1))


def send_back(
    request: PaymentRequest, command: ReturnPaymentRequest | RejectPaymentRequest, context: Context
) -> Iterator[PaymentRequestReturned | PaymentRequestRejected]:
    if context.person == request.author_id:
        raise Refused("This request is your own: withdraw it instead.", "nobody decides own request")
    already = "rework" if isinstance(command, ReturnPaymentRequest) else "rejected"
    if request.status == already:
        return
    if request.status == "approved":
        must_be_accounting(context)
    elif request.status != "submitted":
        raise not_submitted()
    elif not any(approver(request.steps[n], context) for n in reachable(request.steps, request.at_step)):
        raise not_an_approver()
    told = facts(request, command) | {
        "decided_by": context.person_id,
        "reason": command.reason,
        "from_status": request.status,
        "was_asked": request.asked,
    }
    match command:
        case ReturnPaymentRequest():
            yield PaymentRequestReturned(**told)
        case RejectPaymentRequest():
            yield PaymentRequestRejected(**told)


def withdraw(
    request: PaymentRequest, command: WithdrawPaymentRequest, context: Context
) -> Iterator[PaymentRequestWithdrawn]:
    if context.person != request.author_id:
        raise only_the_author()
    if request.status != "withdrawn":
        yield PaymentRequestWithdrawn(
            payment_request_id=command.payment_request_id,
            author_id=request.author_id,
            round=request.round,
            from_status=request.status,
            reason=command.reason,
            was_asked=request.asked,
        )


def pay(request: PaymentRequest, command: PayPaymentRequest, context: Context) -> Iterator[PaymentRequestPaid]:
    if request.status == "paid":
        if command.payment_order == request.payment_order:
            return
        raise Refused(
            "This request is paid already, by another payment order: check before paying twice.", "already paid"
        )
    if request.status != "approved":
        raise Refused("This request is not approved: it may be paid once it is.", "paid before approval")
    must_be_accounting(context)
    if context.person == request.author_id:
        raise Refused(
            "Nobody pays a request of their own: ask another accountant, or appoint a deputy.",
            "nobody pays own request",
        )
    yield PaymentRequestPaid(
        **facts(request, command),
        paid_by=context.person,
        paid_on=command.paid_on or context.at.date(),
        payment_order=command.payment_order,
        approvers=request.approvers,
        accountants=request.accountants,
    )


def adopt(request: PaymentRequest, command: AdoptPaymentRequest) -> Iterator[PaymentRequestAdopted]:
    if command.status != request.status:
        yield PaymentRequestAdopted(
            payment_request_id=command.payment_request_id,
            author_id=request.author_id,
            round=request.round,
            from_status=request.status,
            to_status=command.status,
            reason=command.reason,
            was_asked=request.asked,
        )


def facts(request: PaymentRequest, command: PaymentRequestCommand) -> dict[str, Any]:
    """What every decision tells of the request."""
    return {
        "payment_request_id": command.payment_request_id,
        "author_id": request.author_id,
        "round": request.round,
        "what_for": request.form.what_for,
        "amount": request.form.amount,
    }


def must_be_accounting(context: Context) -> None:
    """Refuse all but those who pay, and their deputies."""
    role = context.playbook.payments.accounting_role
    if not any(context.is_or_stands_in_for(person) for person in context.directory.holders(role)):
        raise Refused(
            f"An approved request is in the hands of accounting: this takes the role {role}.", "not accounting"
        )


def only_the_author() -> Refused:
    return Refused("This request is somebody else's: its author has to do this.", "only the author")


def not_submitted() -> Refused:
    return Refused("This request is not under approval: its author has to submit it first.", "not submitted")


decider = Decider("payment_request", "payment requests", get_args(PaymentRequestCommand), decide, evolve)
