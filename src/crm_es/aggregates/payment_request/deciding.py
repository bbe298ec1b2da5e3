"""What approvers of a request for payment may do: approve, forward, send back; and what the clock does for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from crm_es import approving
from crm_es.accounting import must_be_accounting
from crm_es.aggregates.payment_request.commands import (
    ApprovePaymentRequest,
    EscalatePaymentRequest,
    ForwardPaymentRequest,
    RejectPaymentRequest,
    RemindPaymentApprovers,
    ReturnPaymentRequest,
)
from crm_es.aggregates.payment_request.events import (
    PaymentRequestApproved,
    PaymentRequestApproversReminded,
    PaymentRequestEscalated,
    PaymentRequestForwarded,
    PaymentRequestRejected,
    PaymentRequestReturned,
    PaymentRequestStepApproved,
)
from crm_es.aggregates.payment_request.state import PaymentRequest
from crm_es.context import Context
from crm_es.messages import Refused


def approve(
    request: PaymentRequest, command: ApprovePaymentRequest, context: Context
) -> Iterator[PaymentRequestStepApproved | PaymentRequestApproved]:
    if request.status == "approved":
        raise Refused("This request is approved already: it waits to be paid.", "already approved")
    must_be_submitted(request)
    if is_barred(request, context):
        raise Refused(
            "Nobody approves a request of their own: another approver has to decide.", "nobody approves own request"
        )
    verdict = approving.say_yes(
        request.course, context, named=command.step, comment=command.comment, pass_on=command.pass_on
    )
    told = facts(request, command.payment_request_id) | verdict.told
    if verdict.final:
        accountants = context.directory.holders(context.playbook.payments.accounting_role)
        form = request.form
        yield PaymentRequestApproved(
            **told, contractor_id=form.contractor_id, pay_by=form.pay_by, accountants=accountants
        )
    else:
        yield PaymentRequestStepApproved(**told, **verdict.left)


def forward(request: PaymentRequest, command: ForwardPaymentRequest, context: Context) -> PaymentRequestForwarded:
    must_be_submitted(request)
    told = approving.forward(request.course, context, command.to_id, command.comment, request.barred)
    return PaymentRequestForwarded(**facts(request, command.payment_request_id), **told)


def escalate(
    request: PaymentRequest, command: EscalatePaymentRequest, context: Context
) -> Iterator[PaymentRequestEscalated]:
    if request.status == "submitted" and (told := approving.escalate(request.course, context, request.barred)):
        yield PaymentRequestEscalated(**facts(request, command.payment_request_id), **told)


def remind(
    request: PaymentRequest, command: RemindPaymentApprovers, context: Context
) -> Iterator[PaymentRequestApproversReminded]:
    if request.status == "submitted" and (told := approving.remind(request.course, context)):
        yield PaymentRequestApproversReminded(**facts(request, command.payment_request_id), **told)


def send_back(
    request: PaymentRequest, command: ReturnPaymentRequest | RejectPaymentRequest, context: Context
) -> Iterator[PaymentRequestReturned | PaymentRequestRejected]:
    if is_barred(request, context):
        raise Refused("This request is your own: withdraw it instead.", "nobody decides own request")
    already = "rework" if isinstance(command, ReturnPaymentRequest) else "rejected"
    if request.status == already:
        return
    if request.status == "approved":
        must_be_accounting(context)
    else:
        must_be_submitted(request)
        approving.must_be_asked(request.course, context)
    told = facts(request, command.payment_request_id) | {
        "decided_by": context.person_id,
        "reason": command.reason,
        "from_status": request.status,
        "was_asked": request.asked,
        **request.ending,
    }
    match command:
        case ReturnPaymentRequest():
            yield PaymentRequestReturned(**told)
        case RejectPaymentRequest():
            if request.parts:
                raise Refused("Part of this request is paid: return it for rework instead.", "rejected when part-paid")
            yield PaymentRequestRejected(**told)


def facts(request: PaymentRequest, payment_request_id: UUID) -> dict[str, Any]:
    """What every decision tells of the request."""
    return {
        "payment_request_id": payment_request_id,
        "author_id": request.author_id,
        "round": request.round,
        "what_for": request.form.what_for,
        "amount": request.form.amount,
    }


def is_barred(request: PaymentRequest, context: Context) -> bool:
    """Whether the asker wrote the request or entered it."""
    return approving.is_barred(request.barred, context)


def must_be_submitted(request: PaymentRequest) -> None:
    if request.status != "submitted":
        raise Refused("This request is not under approval: its author has to submit it first.", "not submitted")
