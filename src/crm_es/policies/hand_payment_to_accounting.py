"""When a payment request is approved, accounting is asked to pay it, until it is paid or taken back."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.payment_request import (
    PaymentRequestAdopted,
    PaymentRequestApproved,
    PaymentRequestPaid,
    PaymentRequestRejected,
    PaymentRequestReturned,
    PaymentRequestWithdrawn,
)
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

KIND: EntryKind = "payment to make"
Ending = PaymentRequestReturned | PaymentRequestRejected | PaymentRequestWithdrawn | PaymentRequestAdopted

PASSES_OVER_IMPORTS = True


def react(event: PaymentRequestApproved | PaymentRequestPaid | Ending) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case PaymentRequestApproved():
            yield from (to_pay(event, person) for person in event.accountants)
        case PaymentRequestPaid():
            yield from (settled(event, person, "It is paid.") for person in event.accountants)
        case PaymentRequestReturned() | PaymentRequestRejected() | PaymentRequestWithdrawn() | PaymentRequestAdopted():
            if event.from_status == "approved":
                yield from (settled(event, person, "It is not to be paid now.") for person in event.was_asked)


def to_pay(event: PaymentRequestApproved, person_id: UUID) -> AddEntry:
    pay_by = f", by {event.pay_by:%d.%m.%Y}" if event.pay_by else ""
    return AddEntry(
        notebook_id=notebook_of(person_id),
        person_id=person_id,
        entry_id=entry(event, person_id),
        kind=KIND,
        about="payment_request",
        subject_id=event.payment_request_id,
        text=f"{event.amount} for {event.what_for}{pay_by}",
    )


def settled(event: PaymentRequestPaid | Ending, person_id: UUID, result: str) -> CloseEntry:
    return CloseEntry(notebook_id=notebook_of(person_id), entry_id=entry(event, person_id), result=result)


def entry(event: PaymentRequestApproved | PaymentRequestPaid | Ending, person_id: UUID) -> UUID:
    return derived(event.payment_request_id, KIND, event.round, person_id)
