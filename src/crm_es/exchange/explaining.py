"""Whether a payment of the bank's statement can have been for the request that a head names for it (S0-44)."""

from __future__ import annotations

from crm_es.aggregates import bank_payment, payment_request
from crm_es.aggregates.bank_payment import ExplainBankPayment
from crm_es.application import Crm
from crm_es.exchange.histories import states
from crm_es.messages import Refused


def must_be_payable(crm: Crm, wish: ExplainBankPayment) -> None:
    """Refuse a request that this payment cannot pay: the explanation would end the matter and pay nothing."""
    if wish.payment_request_id is None:
        return
    request = states(crm, payment_request.decider, [wish.payment_request_id])[wish.payment_request_id]
    payment = states(crm, bank_payment.decider, [wish.bank_payment_id])[wish.bank_payment_id]
    if payment is None:
        return
    line = payment.line
    if request is None or request.status != "approved":
        why = "it is not there" if request is None else f"it is {request.status}"
    elif request.awaited or request.doubts:
        why = "there are doubts about it"
    elif line.amount.currency != request.left.currency or line.amount.amount > request.left.amount:
        why = f"{request.left} is left to pay of it"
    else:
        return
    raise Refused(
        f"The request that you name cannot be paid by this: {why}. "
        "Say in the reason what it was for, without a request.",
        "explained by an unpayable request",
    )
