"""When a payment request is approved, returned or rejected, its author is told."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from crm_es.aggregates.notebook import AddEntry
from crm_es.aggregates.payment_request import PaymentRequestApproved, PaymentRequestRejected, PaymentRequestReturned
from crm_es.ids import derived, notebook_of

MOST = 300
"""As much of what the payment is for as leaves room for the reason."""

PASSES_OVER_IMPORTS = True


def react(event: PaymentRequestApproved | PaymentRequestReturned | PaymentRequestRejected) -> Iterator[AddEntry]:
    match event:
        case PaymentRequestApproved():
            decision, why = "Approved", ""
        case PaymentRequestReturned(reason=reason):
            decision, why = "Returned for rework", f". {reason}"
        case PaymentRequestRejected(reason=reason):
            decision, why = "Rejected", f". {reason}"
    yield AddEntry(
        notebook_id=notebook_of(event.author_id),
        person_id=event.author_id,
        entry_id=derived(event.payment_request_id, "payment decision", event.round, decision),
        kind="payment decision",
        about="payment_request",
        subject_id=event.payment_request_id,
        text=f"{decision}: {event.amount} for {shorten(event.what_for, MOST, placeholder='…')}{why}",
    )
