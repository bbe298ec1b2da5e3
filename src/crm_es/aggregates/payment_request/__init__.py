"""A request for payment: one form, one route, one registry instead of calls and chats (S1-33).

It is a draft, is submitted, approved step by step along its route, and paid, at once or in parts. It can be returned
for rework, rejected with a reason, or withdrawn by its author; from each of these the author may submit it again. What
is paid stays paid. Nobody approves or pays a request that they wrote or entered. What other books speak against is not
paid before somebody answers for it.
"""

from typing import get_args

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
from crm_es.aggregates.payment_request.decisions import decide
from crm_es.aggregates.payment_request.events import (
    Check,
    ContractorTold,
    Ending,
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
from crm_es.aggregates.payment_request.form import (
    Form,
    Purpose,
    Text,
)
from crm_es.aggregates.payment_request.state import (
    Part,
    PaymentRequest,
    evolve,
)
from crm_es.decider import Decider

__all__ = [
    "AdoptPaymentRequest",
    "ApprovePaymentRequest",
    "AttachPaymentFile",
    "Check",
    "CommentPaymentRequest",
    "ContractorTold",
    "DoubtPaymentRequest",
    "DraftPaymentRequest",
    "Ending",
    "EscalatePaymentRequest",
    "Form",
    "ForwardPaymentRequest",
    "NoteContractorTold",
    "OrderPayment",
    "Part",
    "PassPaymentCheck",
    "PayPaymentRequest",
    "Payment",
    "PaymentRequest",
    "PaymentRequestAdopted",
    "PaymentRequestApproved",
    "PaymentRequestApproversReminded",
    "PaymentRequestChecked",
    "PaymentRequestCommand",
    "PaymentRequestCommented",
    "PaymentRequestDoubtSettled",
    "PaymentRequestDoubted",
    "PaymentRequestDrafted",
    "PaymentRequestEscalated",
    "PaymentRequestEvent",
    "PaymentRequestFileAttached",
    "PaymentRequestForwarded",
    "PaymentRequestOrdered",
    "PaymentRequestPaid",
    "PaymentRequestPartPaid",
    "PaymentRequestRejected",
    "PaymentRequestReturned",
    "PaymentRequestRevised",
    "PaymentRequestStepApproved",
    "PaymentRequestSubmitted",
    "PaymentRequestWithdrawn",
    "Purpose",
    "RejectPaymentRequest",
    "RemindPaymentApprovers",
    "ReturnPaymentRequest",
    "RevisePaymentRequest",
    "SettlePaymentDoubt",
    "Status",
    "SubmitPaymentRequest",
    "Text",
    "WithdrawPaymentRequest",
    "decider",
]

decider = Decider("payment_request", "payment requests", get_args(PaymentRequestCommand), decide, evolve)
