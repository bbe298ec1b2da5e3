"""What came of news from another system."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal
from uuid import UUID

from crm_es.aggregates import DECIDER_OF, inbox_item
from crm_es.aggregates.inbox_item import InboxItem, told_otherwise
from crm_es.ids import inbox_item_of
from crm_es.inbox_wishes import wish
from crm_es.messages import Message
from crm_es.outside import Told
from crm_es.recorded import Recorded


class Outcome(Message):
    """What came of one piece of news."""

    id: str
    """The source's own."""
    result: Literal["entered", "to settle", "dismissed", "refused", "unreadable"]
    inbox_item_id: UUID | None = None
    """Where it is kept."""
    record_id: UUID | None = None
    """What it was entered in: an order, a call, a reconciliation."""
    position: int | None = None
    """Give it as ?after= to see the effect in lists."""
    why: str | None = None
    """Why it was not entered."""


def outcome(source: str, told: Told, history: Iterable[Recorded[Any]]) -> Outcome:
    past = list(history)
    item: InboxItem | None = inbox_item.decider.fold(recorded.event for recorded in past)
    if item is None:
        raise RuntimeError(f"{told.id!r} was told and is not there.")
    key = inbox_item_of(source, told.id)
    if item.told != told:
        return Outcome(id=told.id, result="refused", inbox_item_id=key, why=str(told_otherwise(source, told.id)))
    position = past[-1].position
    if item.waits_because:
        return Outcome(id=told.id, result="to settle", inbox_item_id=key, position=position, why=item.waits_because)
    if item.dismissed:
        return Outcome(id=told.id, result="dismissed", inbox_item_id=key, position=position)
    command = wish(source, told, item.found, past[-1].occurred_at.date())
    record_id = DECIDER_OF[type(command)].stream(command)
    return Outcome(id=told.id, result="entered", inbox_item_id=key, record_id=record_id, position=position)
