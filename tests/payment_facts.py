"""What happens to a request for payment of 40 000 roubles by Ann, which Helen approves and Carol pays."""

from __future__ import annotations

from datetime import date
from typing import Any

from examples import ANN, CAROL, CONTRACTOR, DIRECTOR, HEAD, ID, LAWYER, MONDAY, roubles

from crm_es.aggregates.payment_request import (
    Form,
    PaymentRequestAdopted,
    PaymentRequestApproved,
    PaymentRequestApproversReminded,
    PaymentRequestDrafted,
    PaymentRequestEscalated,
    PaymentRequestForwarded,
    PaymentRequestPaid,
    PaymentRequestRejected,
    PaymentRequestReturned,
    PaymentRequestSubmitted,
    PaymentRequestWithdrawn,
)
from crm_es.approval_route import RouteStepAsked
from crm_es.bank_details import BankDetails, doubts

DETAILS = BankDetails(inn="7707083893", account="40702810900000002851")
FORM = Form(
    what_for="Printing",
    amount=roubles(40_000),
    contractor_id=CONTRACTOR,
    pay_by=date(2026, 11, 30),
    details=DETAILS,
    purpose="Invoice 17",
)
UNCHECKED = tuple(doubts(DETAILS, {}, MONDAY.date()))
"""What is told of details that no directory of banks was there to judge."""

told: dict[str, Any] = {
    "payment_request_id": ID,
    "author_id": ANN,
    "round": 1,
    "what_for": "Printing",
    "amount": roubles(40_000),
}
drafted = PaymentRequestDrafted(payment_request_id=ID, author_id=ANN, form=FORM)
submitted = PaymentRequestSubmitted(
    **told,
    route="small",
    steps=(RouteStepAsked(name="head", role="head_of_sales", approvers=(HEAD,), closes=True),),
    asked=(HEAD,),
    contractor_id=CONTRACTOR,
    pay_by=FORM.pay_by,
    doubts=UNCHECKED,
)
forwarded = PaymentRequestForwarded(
    **told,
    step="head",
    from_id=HEAD,
    to_id=LAWYER,
    decided_by=HEAD,
    comment="You know them",
    was_asked=(HEAD,),
    asked=(LAWYER,),
)
escalated = PaymentRequestEscalated(**told, step="head", to=(DIRECTOR,), was_asked=(HEAD,), asked=(HEAD, DIRECTOR))
reminded = PaymentRequestApproversReminded(**told, step="head", asked=(HEAD,))
approved = PaymentRequestApproved(
    **told,
    contractor_id=CONTRACTOR,
    pay_by=FORM.pay_by,
    step="head",
    approver_id=HEAD,
    decided_by=HEAD,
    was_asked=(HEAD,),
    accountants=(CAROL,),
)
returned = PaymentRequestReturned(
    **told, decided_by=HEAD, reason="Which printer?", from_status="submitted", was_asked=(HEAD,)
)
returned_by_accounting = PaymentRequestReturned(
    **told, decided_by=CAROL, reason="No such account", from_status="approved", was_asked=(CAROL,)
)
rejected = PaymentRequestRejected(
    **told, decided_by=HEAD, reason="Too dear", from_status="submitted", was_asked=(HEAD,)
)
paid = PaymentRequestPaid(
    **told,
    contractor_id=CONTRACTOR,
    part=roubles(40_000),
    paid_by=CAROL,
    paid_on=MONDAY.date(),
    payment_order="31",
    approvers=(HEAD,),
    accountants=(CAROL,),
)
withdrawn = PaymentRequestWithdrawn(
    payment_request_id=ID, author_id=ANN, round=1, from_status="submitted", reason=None, was_asked=(HEAD,)
)
adopted = PaymentRequestAdopted(
    payment_request_id=ID,
    author_id=ANN,
    round=1,
    from_status="submitted",
    to_status="paid",
    reason="The books say so",
    was_asked=(HEAD,),
)
