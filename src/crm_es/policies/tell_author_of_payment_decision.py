"""When a payment request is approved, returned or rejected, its author is told."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.notebook import AddEntry
from crm_es.aggregates.payment_request import PaymentRequestApproved, PaymentRequestRejected, PaymentRequestReturned
from crm_es.asking_people import Topic, told, with_word
from crm_es.ids import derived

PASSES_OVER_IMPORTS = True


def react(event: PaymentRequestApproved | PaymentRequestReturned | PaymentRequestRejected) -> Iterator[AddEntry]:
    match event:
        case PaymentRequestApproved(comment=word):
            decision = "Approved"
        case PaymentRequestReturned(reason=word):
            decision = "Returned for rework"
        case PaymentRequestRejected(reason=word):
            decision = "Rejected"
    topic = Topic("payment decision", "payment_request", event.payment_request_id)
    entry_id = derived(event.payment_request_id, topic.kind, event.round, decision)
    text = f"{decision}: {event.amount} for {event.what_for}"
    yield told(topic, event.author_id, entry_id, with_word(text, word))
