"""When it is time to call a client, its owner finds that in the notebook, until somebody has (S0-12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from crm_es.aggregates.client import (
    ClientContacted,
    ClientDiscarded,
    ClientHandedOver,
    ClientLapsed,
    ContactDue,
    ContactsPlanned,
    Reckoning,
)
from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

KIND: EntryKind = "prospect to call"
Calling = ContactDue | ClientContacted | ContactsPlanned | ClientHandedOver | ClientLapsed | ClientDiscarded | Reckoning


def react(event: Calling) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case ContactDue(call_on=on):
            if on:
                yield remind(event.client_id, event.name, event.owner_id, on)
        case ClientHandedOver(call_due=on):
            if on:
                yield close(event.client_id, event.from_owner_id, on, "Somebody else looks after the client now.")
                yield remind(event.client_id, event.name, event.to_owner_id, on)
        case _:
            if event.was_due:
                done = isinstance(event, ClientContacted)
                why = "The client was contacted." if done else "The call is not needed any more."
                yield close(event.client_id, event.owner_id, event.was_due, why)


def remind(client_id: UUID, name: str, owner_id: UUID, on: date) -> AddEntry:
    return AddEntry(
        notebook_id=notebook_of(owner_id),
        person_id=owner_id,
        entry_id=entry(client_id, owner_id, on),
        kind=KIND,
        about="client",
        subject_id=client_id,
        text=f"Call {name}: planned for {on:%d.%m.%Y}.",
    )


def close(client_id: UUID, owner_id: UUID, on: date, result: str) -> CloseEntry:
    return CloseEntry(notebook_id=notebook_of(owner_id), entry_id=entry(client_id, owner_id, on), result=result)


def entry(client_id: UUID, owner_id: UUID, on: date) -> UUID:
    return derived(client_id, KIND, owner_id, on)
