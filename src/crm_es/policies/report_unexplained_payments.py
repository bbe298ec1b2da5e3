"""When money goes out that nobody approved, the heads are told, until one of them explains it (S0-44)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.bank_payment import BankPaymentExplained, BankPaymentUnexplained
from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

KIND: EntryKind = "payment without approval"


def react(event: BankPaymentUnexplained | BankPaymentExplained) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case BankPaymentUnexplained():
            yield from (told(event, person) for person in event.heads)
        case BankPaymentExplained(reason=reason):
            yield from (
                CloseEntry(notebook_id=notebook_of(person), entry_id=entry(event, person), result=reason)
                for person in event.heads
            )


def told(event: BankPaymentUnexplained, person_id: UUID) -> AddEntry:
    order = f"{event.kind} {event.number} of {event.paid_on:%d.%m.%Y}".strip()
    payee = event.payee_name or event.payee_account
    return AddEntry(
        notebook_id=notebook_of(person_id),
        person_id=person_id,
        entry_id=entry(event, person_id),
        kind=KIND,
        about="bank_payment",
        subject_id=event.bank_payment_id,
        text=f"{event.why} {event.amount} to {payee} ({order}): {event.purpose}"[:1000],
    )


def entry(event: BankPaymentUnexplained | BankPaymentExplained, person_id: UUID) -> UUID:
    return derived(event.bank_payment_id, KIND, person_id)
