"""What may be done with a request for payment: by its author, its approvers, and accounting."""

from __future__ import annotations

from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    AttachPaymentFile,
    CommentPaymentRequest,
    ForwardPaymentRequest,
    OrderPayment,
    PaymentRequest,
    PayPaymentRequest,
    RejectPaymentRequest,
    ReturnPaymentRequest,
    RevisePaymentRequest,
    SettlePaymentDoubt,
    SubmitPaymentRequest,
    WithdrawPaymentRequest,
    decider,
)
from crm_es.offers.approving import steps
from crm_es.offers.way import Look, Values, Way, kind


def doubts(look: Look) -> list[str]:
    request: PaymentRequest = look.state
    return sorted(request.doubts)


def in_full(look: Look) -> Values:
    request: PaymentRequest = look.state
    return {"amount": request.left, "payment_order": request.ordered.number if request.ordered else None}


KIND = kind(
    "payment-requests",
    decider,
    Way(SettlePaymentDoubt, choices={"doubt": doubts}),
    Way(SubmitPaymentRequest),
    Way(ApprovePaymentRequest, choices={"step": steps}),
    Way(PayPaymentRequest, present=in_full),
    Way(OrderPayment),
    Way(ReturnPaymentRequest, beside=True),
    Way(RejectPaymentRequest, beside=True),
    Way(ForwardPaymentRequest, beside=True),
    Way(RevisePaymentRequest, present=lambda look: {"form": look.state.form}),
    Way(AttachPaymentFile, menu=True),
    Way(CommentPaymentRequest, menu=True),
    Way(WithdrawPaymentRequest, menu=True),
)
