"""When less is shipped than was ordered, the manager is told what is missing, once for each order (S0-31)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.order import OrderCancelled, OrderShipped
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

PASSES_OVER_IMPORTS = True
KIND: EntryKind = "short shipment"


def react(event: OrderShipped | OrderCancelled) -> Iterator[AddEntry | CloseEntry]:
    if event.short_before:
        result = "Nothing more is wanted." if isinstance(event, OrderCancelled) else "Another shipment followed."
        yield CloseEntry(
            notebook_id=notebook_of(event.manager_id), entry_id=entry(event, event.short_before), result=result
        )
    if isinstance(event, OrderShipped) and event.short and not event.more_follows:
        missing = "; ".join(
            f"{line.product}: {line.ordered - line.shipped:f} {line.unit} of {line.ordered:f}" for line in event.short
        )
        yield AddEntry(
            notebook_id=notebook_of(event.manager_id),
            person_id=event.manager_id,
            entry_id=entry(event, event.shipment_id),
            kind=KIND,
            about="order",
            subject_id=event.order_id,
            text=f"Order {event.number or 'without a number'} was shipped short. Missing: {missing}"[:1000],
        )


def entry(event: OrderShipped | OrderCancelled, shipment_id: UUID) -> UUID:
    return derived(event.order_id, KIND, shipment_id)
