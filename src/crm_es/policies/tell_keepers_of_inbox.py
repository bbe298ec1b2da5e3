"""When something waits in an inbox, its keepers are told of what waits longest, until nothing waits (S0-37)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.inbox import InboxHandedOver, InboxItemAwaited, InboxItemLetGo
from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

KIND: EntryKind = "inbox to settle"


def react(event: InboxItemAwaited | InboxItemLetGo | InboxHandedOver) -> Iterator[AddEntry | CloseEntry]:
    item_id = event.inbox_item_id
    match event:
        case InboxItemAwaited(waiting=1, why=why, keepers=keepers):
            yield from told(keepers, event.source, item_id, why)
        case InboxItemLetGo(was_oldest=True, keepers=keepers):
            yield from closed(keepers, item_id, "It is dealt with.")
            if event.oldest_id is not None:
                yield from told(keepers, event.source, event.oldest_id, f"{event.why} ({event.waiting} wait)")
        case InboxHandedOver(why=why, waiting=waiting):
            yield from closed(event.from_keepers, item_id, "Somebody else keeps the inbox now.")
            yield from told(event.to_keepers, event.source, item_id, f"{why} ({waiting} wait)")
        case InboxItemAwaited() | InboxItemLetGo():
            return


def told(keepers: tuple[UUID, ...], source: str, item_id: UUID, why: str) -> Iterator[AddEntry]:
    for person_id in keepers:
        yield AddEntry(
            notebook_id=notebook_of(person_id),
            person_id=person_id,
            entry_id=entry(item_id, person_id),
            kind=KIND,
            about="inbox_item",
            subject_id=item_id,
            text=f"News from {source} wait. {why}"[:1000],
        )


def closed(keepers: tuple[UUID, ...], item_id: UUID, result: str) -> Iterator[CloseEntry]:
    for person_id in keepers:
        yield CloseEntry(notebook_id=notebook_of(person_id), entry_id=entry(item_id, person_id), result=result)


def entry(item_id: UUID, person_id: UUID) -> UUID:
    return derived(item_id, KIND, person_id)
