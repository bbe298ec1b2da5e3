"""When a document for the client is ready, the manager is told, in one entry for each order (S0-33)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.order import OrderDocumentPrepared
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

PASSES_OVER_IMPORTS = True
KIND: EntryKind = "document progress"


def react(event: OrderDocumentPrepared) -> Iterator[AddEntry | CloseEntry]:
    notebook, count = notebook_of(event.manager_id), len(event.documents)
    if count > 1:
        yield CloseEntry(
            notebook_id=notebook, entry_id=entry(event.order_id, count - 1), result="Another document is ready."
        )
    ready = ", ".join(reversed(event.documents))
    yield AddEntry(
        notebook_id=notebook,
        person_id=event.manager_id,
        entry_id=entry(event.order_id, count),
        kind=KIND,
        about="order",
        subject_id=event.order_id,
        text=f"Order {event.number or 'without a number'}, ready for the client: {ready}"[:1000],
    )


def entry(order_id: UUID, count: int) -> UUID:
    return derived(order_id, KIND, count)
