"""When a price below the floor is asked for, whoever may answer is asked, until it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.price_approval import PriceGranted, PriceRefused, PriceRequested
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

KIND: EntryKind = "price question"

PASSES_OVER_IMPORTS = True


def react(event: PriceRequested | PriceGranted | PriceRefused) -> Iterator[AddEntry | CloseEntry]:
    for person_id in event.approvers:
        match event:
            case PriceRequested():
                yield question(event, person_id)
            case PriceGranted():
                yield settled(event, person_id, "It is granted.")
            case PriceRefused():
                yield settled(event, person_id, "It is refused.")


def question(event: PriceRequested, person_id: UUID) -> AddEntry:
    return AddEntry(
        notebook_id=notebook_of(person_id),
        person_id=person_id,
        entry_id=entry(event, person_id),
        kind=KIND,
        about="price_approval",
        subject_id=event.price_approval_id,
        text=f"{event.product}, {event.quantity:f} at {event.price}, floor {event.floor}. {event.reason}",
    )


def settled(event: PriceGranted | PriceRefused, person_id: UUID, result: str) -> CloseEntry:
    return CloseEntry(notebook_id=notebook_of(person_id), entry_id=entry(event, person_id), result=result)


def entry(event: PriceRequested | PriceGranted | PriceRefused, person_id: UUID) -> UUID:
    return derived(event.price_approval_id, KIND, person_id)
