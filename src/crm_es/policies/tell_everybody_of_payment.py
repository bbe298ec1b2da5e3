"""When a payment request is paid, its author and all who approved it are told, but not whoever paid (S1-26)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.notebook import AddEntry
from crm_es.aggregates.payment_request import PaymentRequestPaid
from crm_es.ids import derived, notebook_of

PASSES_OVER_IMPORTS = True


def react(event: PaymentRequestPaid) -> Iterator[AddEntry]:
    for person_id in dict.fromkeys((event.author_id, *event.approvers)):
        if person_id != event.paid_by:
            yield AddEntry(
                notebook_id=notebook_of(person_id),
                person_id=person_id,
                entry_id=derived(event.payment_request_id, "payment made", event.round, person_id),
                kind="payment made",
                about="payment_request",
                subject_id=event.payment_request_id,
                text=f"Paid on {event.paid_on:%d.%m.%Y}: {event.amount} for {event.what_for}",
            )
