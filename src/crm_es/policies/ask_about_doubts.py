"""When a payment request is doubted, whoever may settle it is asked, until it is settled or comes to nothing.

Its author is told: maybe it was a mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.payment_request import (
    Check,
    PaymentRequestDoubted,
    PaymentRequestDoubtSettled,
    PaymentRequestRejected,
    PaymentRequestReturned,
    PaymentRequestWithdrawn,
)
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

KIND: EntryKind = "payment doubt"
TOLD: EntryKind = "payment decision"
MOST = 300
"""As much of what the payment is for as leaves room for the doubt."""
Ending = PaymentRequestReturned | PaymentRequestRejected | PaymentRequestWithdrawn
Matter = PaymentRequestDoubted | PaymentRequestDoubtSettled | Ending


def react(event: Matter) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case PaymentRequestDoubted():
            yield from (told(event, person_id, KIND) for person_id in event.settlers)
            yield told(event, event.author_id, TOLD)
        case PaymentRequestDoubtSettled(doubt=doubt):
            yield from (closed(event, person, doubt, "It is settled.") for person in event.settlers)
        case PaymentRequestReturned() | PaymentRequestRejected() | PaymentRequestWithdrawn():
            for doubt, settlers in event.doubts.items():
                yield from (closed(event, person, doubt, "It is not to be paid now.") for person in settlers)


def told(event: PaymentRequestDoubted, person_id: UUID, kind: EntryKind) -> AddEntry:
    what_for = shorten(event.what_for, MOST, placeholder="…")
    return AddEntry(
        notebook_id=notebook_of(person_id),
        person_id=person_id,
        entry_id=entry(event, event.doubt, person_id),
        kind=kind,
        about="payment_request",
        subject_id=event.payment_request_id,
        text=f"Held up: {event.amount} for {what_for}. {event.sentence}",
    )


def closed(event: PaymentRequestDoubtSettled | Ending, person_id: UUID, doubt: Check, result: str) -> CloseEntry:
    return CloseEntry(notebook_id=notebook_of(person_id), entry_id=entry(event, doubt, person_id), result=result)


def entry(event: Matter, doubt: Check, person_id: UUID) -> UUID:
    return derived(event.payment_request_id, KIND, event.round, doubt, person_id)
