"""When an order comes by the web, its manager is told, until it is shipped or cancelled (S0-34)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.order import OrderCancelled, OrderRegistered, OrderShipped
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

PASSES_OVER_IMPORTS = True
KIND: EntryKind = "web order"


def react(event: OrderRegistered | OrderShipped | OrderCancelled) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case OrderRegistered(source="web", manager_id=manager_id):
            wanted = ", ".join(f"{line.product} {line.quantity:f} {line.unit}" for line in event.lines)
            sum_of = f", {event.total}" if event.total else ""
            yield AddEntry(
                notebook_id=notebook_of(manager_id),
                person_id=manager_id,
                entry_id=entry(event.order_id),
                kind=KIND,
                about="order",
                subject_id=event.order_id,
                text=shortened(f"Order {event.number or 'without a number'} from the web{sum_of}: {wanted}"),
            )
        case OrderRegistered():
            return
        case OrderShipped():
            yield closed(event, "It is on its way.")
        case OrderCancelled(reason=reason):
            yield closed(event, reason)


def closed(event: OrderShipped | OrderCancelled, result: str) -> CloseEntry:
    return CloseEntry(notebook_id=notebook_of(event.manager_id), entry_id=entry(event.order_id), result=result)


def entry(order_id: UUID) -> UUID:
    return derived(order_id, KIND)


def shortened(text: str, letters: int = 1000) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1]}…"
