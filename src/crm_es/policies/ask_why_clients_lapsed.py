"""When a client lapses, its owner is asked why, until that is told or the client buys again (S0-06)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.client import (
    ClientHandedOver,
    ClientLapsed,
    ClientLapseExplained,
    ClientUnmerged,
    Reckoning,
)
from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

KIND: EntryKind = "client lapsed"
Lapsing = ClientLapsed | ClientLapseExplained | ClientHandedOver | ClientUnmerged | Reckoning


def react(event: Lapsing) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case ClientLapsed(lapsed_at=at):
            if event.asks:
                yield ask(event.client_id, event.name, event.owner_id, at)
        case ClientUnmerged(asks=at):
            if at:
                yield ask(event.client_id, event.name, event.owner_id, at)
        case ClientLapseExplained(lapsed_at=at, reason=reason):
            yield close(event.client_id, event.owner_id, at, f"It left because: {reason}.")
        case ClientHandedOver(lapse=at):
            if at:
                yield close(event.client_id, event.from_owner_id, at, "Somebody else looks after the client now.")
                yield ask(event.client_id, event.name, event.to_owner_id, at)
        case _:
            if event.settles:
                yield close(event.client_id, event.owner_id, event.settles, "The client has not lapsed any more.")


def ask(client_id: UUID, name: str, owner_id: UUID, lapsed_at: datetime) -> AddEntry:
    return AddEntry(
        notebook_id=notebook_of(owner_id),
        person_id=owner_id,
        entry_id=entry(client_id, owner_id, lapsed_at),
        kind=KIND,
        about="client",
        subject_id=client_id,
        text=f"{name} has bought nothing for so long that it counts as lost since {lapsed_at:%d.%m.%Y}: find out why.",
    )


def close(client_id: UUID, owner_id: UUID, lapsed_at: datetime, result: str) -> CloseEntry:
    return CloseEntry(notebook_id=notebook_of(owner_id), entry_id=entry(client_id, owner_id, lapsed_at), result=result)


def entry(client_id: UUID, owner_id: UUID, lapsed_at: datetime) -> UUID:
    return derived(client_id, KIND, owner_id, lapsed_at.timestamp())
