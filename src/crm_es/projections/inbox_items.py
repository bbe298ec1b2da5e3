"""What did other systems tell us, and what of it waits for somebody? (S0-37)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.inbox_item import InboxItemDismissed, InboxItemReceived, InboxItemSettled
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

ItemFact = InboxItemReceived | InboxItemSettled | InboxItemDismissed


@dataclass(frozen=True)
class Item(
    Row,
    table="inbox_items",
    key="inbox_item_id",
    indexes=("received_at, inbox_item_id", "status, received_at", "source, source_id"),
):
    """One piece of news from another system."""

    inbox_item_id: UUID
    source: str
    source_id: str
    """The source's own."""
    kind: str
    status: str
    """entered, to settle or dismissed."""
    happened_at: datetime
    """By the source."""
    received_at: datetime
    told: str
    """As it came, in JSON."""
    client_id: UUID | None
    order_id: UUID | None
    manager_id: UUID | None
    why: str | None = None
    """Why it could not be entered, or was dismissed."""
    settled_by_id: UUID | None = None
    settled_at: datetime | None = None


def keys(event: ItemFact) -> tuple[UUID, ...]:
    return (event.inbox_item_id,)


def evolve(item: Item | None, recorded: Recorded[ItemFact], key: UUID) -> Item | None:
    at = recorded.occurred_at
    match item, recorded.event:
        case None, InboxItemReceived(told=told, found=found, waits_because=why) as received:
            return Item(
                inbox_item_id=key,
                source=received.source,
                source_id=told.id,
                kind=told.kind,
                status="to settle" if why else "entered",
                happened_at=told.at or at,
                received_at=at,
                told=told.model_dump_json(exclude_none=True),
                client_id=found.client_id,
                order_id=found.order_id,
                manager_id=found.manager_id,
                why=why,
            )
        case Item(), InboxItemSettled(found=found, settled_by=who):
            return replace(
                item,
                status="entered",
                client_id=found.client_id,
                order_id=found.order_id,
                manager_id=found.manager_id,
                settled_by_id=who,
                settled_at=at,
            )
        case Item(), InboxItemDismissed(reason=reason, dismissed_by=who):
            return replace(item, status="dismissed", why=reason, settled_by_id=who, settled_at=at)
        case _:
            raise Corrupt(item, recorded.event)
