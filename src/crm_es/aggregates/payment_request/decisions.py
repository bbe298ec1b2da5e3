"""Every wish about a request for payment, and what decides it: a table."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.payment_request import asking, attaching, deciding, paying
from crm_es.aggregates.payment_request.commands import (
    AdoptPaymentRequest,
    ApprovePaymentRequest,
    AttachPaymentFile,
    CommentPaymentRequest,
    DoubtPaymentRequest,
    DraftPaymentRequest,
    EscalatePaymentRequest,
    ForwardPaymentRequest,
    NoteContractorTold,
    OrderPayment,
    PassPaymentCheck,
    PaymentRequestCommand,
    PayPaymentRequest,
    RejectPaymentRequest,
    RemindPaymentApprovers,
    ReturnPaymentRequest,
    RevisePaymentRequest,
    SettlePaymentDoubt,
    SubmitPaymentRequest,
    WithdrawPaymentRequest,
)
from crm_es.aggregates.payment_request.events import ContractorTold, PaymentRequestCommented, PaymentRequestEvent
from crm_es.aggregates.payment_request.state import PaymentRequest
from crm_es.context import Context
from crm_es.messages import Refused


def decide(
    request: PaymentRequest | None, command: PaymentRequestCommand, context: Context
) -> Iterator[PaymentRequestEvent]:
    match command, request:
        case DraftPaymentRequest(), None:
            yield asking.draft(command, context)
        case _, None:
            raise Refused("There is no such payment request.")
        case DraftPaymentRequest(), PaymentRequest():
            if (context.person, command.form) != (request.author_id, request.form):
                raise Refused("This payment request is begun already: revise it, or draft another.")
        case CommentPaymentRequest(), PaymentRequest():
            attaching.must_be_concerned(request, context)
            yield PaymentRequestCommented(**dict(command))
        case AttachPaymentFile(), PaymentRequest():
            yield from attaching.attach(request, command, context)
        case AdoptPaymentRequest(), PaymentRequest():
            yield from attaching.adopt(request, command)
        case NoteContractorTold(), PaymentRequest():
            yield ContractorTold(**dict(command))
        case PayPaymentRequest(), PaymentRequest():
            yield from paying.pay(request, command, context)
        case _, PaymentRequest(status="paid"):
            raise Refused("This request is paid, and what is paid stays paid.", "already paid")
        case OrderPayment(), PaymentRequest():
            yield from paying.order(request, command, context)
        case DoubtPaymentRequest(), PaymentRequest():
            yield from paying.doubt(request, command, context)
        case PassPaymentCheck(), PaymentRequest():
            yield from paying.pass_check(request, command)
        case SettlePaymentDoubt(), PaymentRequest():
            yield from paying.settle_doubt(request, command, context)
        case RevisePaymentRequest(), PaymentRequest():
            yield from asking.revise(request, command, context)
        case SubmitPaymentRequest(), PaymentRequest():
            yield from asking.submit(request, command, context)
        case WithdrawPaymentRequest(), PaymentRequest():
            yield from asking.withdraw(request, command, context)
        case ApprovePaymentRequest(), PaymentRequest():
            yield from deciding.approve(request, command, context)
        case ForwardPaymentRequest(), PaymentRequest():
            yield deciding.forward(request, command, context)
        case EscalatePaymentRequest(), PaymentRequest():
            yield from deciding.escalate(request, command, context)
        case RemindPaymentApprovers(), PaymentRequest():
            yield from deciding.remind(request, command, context)
        case ((ReturnPaymentRequest() | RejectPaymentRequest()), PaymentRequest()):
            yield from deciding.send_back(request, command, context)
