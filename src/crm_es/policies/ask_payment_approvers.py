"""When a payment request waits for approval, whoever may decide is asked, until the question is settled."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.payment_request import (
    PaymentRequestAdopted,
    PaymentRequestApproved,
    PaymentRequestRejected,
    PaymentRequestReturned,
    PaymentRequestStepApproved,
    PaymentRequestSubmitted,
    PaymentRequestWithdrawn,
)
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

KIND: EntryKind = "payment question"
Asking = PaymentRequestSubmitted | PaymentRequestStepApproved
Ending = PaymentRequestReturned | PaymentRequestRejected | PaymentRequestWithdrawn | PaymentRequestAdopted

PASSES_OVER_IMPORTS = True


def react(event: Asking | PaymentRequestApproved | Ending) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case PaymentRequestSubmitted():
            yield from (question(event, person) for person in event.asked)
        case PaymentRequestStepApproved():
            yield from (settled(event, person) for person in event.was_asked if person not in event.asked)
            yield from (question(event, person) for person in event.asked if person not in event.was_asked)
        case PaymentRequestApproved():
            yield from (settled(event, person) for person in event.was_asked)
        case PaymentRequestReturned() | PaymentRequestRejected() | PaymentRequestWithdrawn() | PaymentRequestAdopted():
            if event.from_status == "submitted":
                yield from (settled(event, person) for person in event.was_asked)


def question(event: Asking, person_id: UUID) -> AddEntry:
    return AddEntry(
        notebook_id=notebook_of(person_id),
        person_id=person_id,
        entry_id=entry(event, person_id),
        kind=KIND,
        about="payment_request",
        subject_id=event.payment_request_id,
        text=f"{event.amount} for {event.what_for}",
    )


def settled(event: PaymentRequestStepApproved | PaymentRequestApproved | Ending, person_id: UUID) -> CloseEntry:
    return CloseEntry(notebook_id=notebook_of(person_id), entry_id=entry(event, person_id), result="It is decided.")


def entry(event: Asking | PaymentRequestApproved | Ending, person_id: UUID) -> UUID:
    return derived(event.payment_request_id, KIND, event.round, person_id)
