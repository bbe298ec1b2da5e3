"""When a payment request waits for approval, whoever may decide is asked, until the question is settled."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.payment_request import (
    PaymentRequestAdopted,
    PaymentRequestApproved,
    PaymentRequestApproversReminded,
    PaymentRequestEscalated,
    PaymentRequestForwarded,
    PaymentRequestRejected,
    PaymentRequestReturned,
    PaymentRequestStepApproved,
    PaymentRequestSubmitted,
    PaymentRequestWithdrawn,
)
from crm_es.asking_people import Topic, ask, settle

Asking = (
    PaymentRequestSubmitted
    | PaymentRequestStepApproved
    | PaymentRequestForwarded
    | PaymentRequestEscalated
    | PaymentRequestApproversReminded
)
Ending = PaymentRequestReturned | PaymentRequestRejected | PaymentRequestWithdrawn | PaymentRequestAdopted

PASSES_OVER_IMPORTS = True


def react(event: Asking | PaymentRequestApproved | Ending) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case PaymentRequestApproved():
            yield from settle(event.was_asked, topic(event))
        case PaymentRequestReturned() | PaymentRequestRejected() | PaymentRequestWithdrawn() | PaymentRequestAdopted():
            if event.from_status == "submitted":
                yield from settle(event.was_asked, topic(event))
        case _:
            yield from ask(event, topic(event), f"{event.amount} for {event.what_for}")


def topic(event: Asking | PaymentRequestApproved | Ending) -> Topic:
    return Topic("payment question", "payment_request", event.payment_request_id, (event.round,))
