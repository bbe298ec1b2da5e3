"""When news from another system wait, or do so no longer, they are counted for their source (S0-37)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.inbox import AwaitInboxItem, LetInboxItemGo
from crm_es.aggregates.inbox_item import InboxItemDismissed, InboxItemReceived, InboxItemSettled
from crm_es.ids import inbox_of


def react(
    event: InboxItemReceived | InboxItemSettled | InboxItemDismissed,
) -> Iterator[AwaitInboxItem | LetInboxItemGo]:
    inbox_id, item_id = inbox_of(event.source), event.inbox_item_id
    match event:
        case InboxItemReceived(waits_because=str() as why, keepers=keepers):
            yield AwaitInboxItem(
                inbox_id=inbox_id, source=event.source, inbox_item_id=item_id, why=why, keepers=keepers
            )
        case InboxItemReceived():
            return
        case InboxItemSettled() | InboxItemDismissed():
            yield LetInboxItemGo(inbox_id=inbox_id, inbox_item_id=item_id)
