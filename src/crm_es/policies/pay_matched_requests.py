"""When a payment in the bank's statement belongs to an approved request, the request is marked as paid by it."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.bank_payment import BankPaymentExplained, BankPaymentMatched
from crm_es.aggregates.payment_request import PayPaymentRequest


def react(event: BankPaymentMatched | BankPaymentExplained) -> Iterator[PayPaymentRequest]:
    if isinstance(event, BankPaymentMatched) and event.entered_before:
        return
    if event.payment_request_id is not None:
        yield PayPaymentRequest(
            payment_request_id=event.payment_request_id,
            amount=event.amount,
            paid_on=event.paid_on,
            payment_order=event.number or None,
            bank_payment_id=event.bank_payment_id,
            payee_account=event.payee_account or None,
            payee_inn=event.payee_inn or None,
            named_by=event.explained_by if isinstance(event, BankPaymentExplained) else None,
        )
