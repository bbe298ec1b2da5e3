"""When a payment request is submitted, it holds its invoice, until it comes to nothing before any money went out."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.invoice_register import RegisterInvoice, ReleaseInvoice
from crm_es.aggregates.payment_request import (
    PaymentRequestRejected,
    PaymentRequestReturned,
    PaymentRequestSubmitted,
    PaymentRequestWithdrawn,
)


def react(
    event: PaymentRequestSubmitted | PaymentRequestReturned | PaymentRequestRejected | PaymentRequestWithdrawn,
) -> Iterator[RegisterInvoice | ReleaseInvoice]:
    match event:
        case PaymentRequestSubmitted(register_id=UUID() as register, invoice_number=str() as number):
            yield RegisterInvoice(
                invoice_register_id=register,
                contractor_id=event.contractor_id,
                payment_request_id=event.payment_request_id,
                round=event.round,
                invoice_number=number,
                amount=event.amount,
                what_for=event.what_for,
            )
        case PaymentRequestSubmitted():
            return
        case PaymentRequestReturned() | PaymentRequestRejected() | PaymentRequestWithdrawn():
            if event.register_id and event.paid is None:
                yield ReleaseInvoice(
                    invoice_register_id=event.register_id,
                    payment_request_id=event.payment_request_id,
                    round=event.round,
                )
