"""An inbox: what one source told and nobody could enter yet (S0-37).

Its keepers are told of one thing at a time, the oldest that waits, however much there is. Once none of those who were
told works here any more, whoever keeps it then is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import get_args
from uuid import UUID

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event

# ── Events ──────────────────────────────────────────────────────────────────


class InboxItemAwaited(Event):
    """Something of the source waits."""

    inbox_id: UUID
    source: str
    inbox_item_id: UUID
    why: str
    keepers: tuple[UUID, ...]
    """Who was told that something waits."""
    waiting: int
    """How many wait now."""


class InboxItemLetGo(Event):
    """It waits no more."""

    inbox_id: UUID
    source: str
    inbox_item_id: UUID
    keepers: tuple[UUID, ...]
    waiting: int
    was_oldest: bool
    """It is what its keepers were told of."""
    oldest_id: UUID | None
    """What waits longest now."""
    why: str | None
    """Why that waits."""


class InboxHandedOver(Event):
    """Nobody who was told that something waits works here any more: others look after it."""

    inbox_id: UUID
    source: str
    inbox_item_id: UUID
    """What waits longest."""
    why: str
    """Why it waits."""
    from_keepers: tuple[UUID, ...]
    to_keepers: tuple[UUID, ...]
    waiting: int


InboxEvent = InboxItemAwaited | InboxItemLetGo | InboxHandedOver

# ── Commands ────────────────────────────────────────────────────────────────


class AwaitInboxItem(Command, roles={"policy"}):
    """Keep in mind that something waits."""

    inbox_id: UUID
    source: str
    inbox_item_id: UUID
    why: str
    keepers: tuple[UUID, ...]


class LetInboxItemGo(Command, roles={"policy"}):
    """It was dealt with."""

    inbox_id: UUID
    inbox_item_id: UUID


InboxCommand = AwaitInboxItem | LetInboxItemGo

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Inbox:
    source: str
    keepers: tuple[UUID, ...]
    waiting: Mapping[UUID, str]
    """Why each of them waits, the oldest first."""


def evolve(inbox: Inbox | None, event: InboxEvent) -> Inbox:
    match inbox, event:
        case _, InboxItemAwaited(source=source, keepers=keepers, inbox_item_id=item_id):
            return Inbox(source, keepers, {**(inbox.waiting if inbox else {}), item_id: event.why})
        case Inbox(source=source, keepers=keepers), InboxItemLetGo(inbox_item_id=item_id):
            return Inbox(source, keepers, {one: why for one, why in inbox.waiting.items() if one != item_id})
        case Inbox(), InboxHandedOver(to_keepers=keepers):
            return replace(inbox, keepers=keepers)
        case _:
            raise Corrupt(inbox, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(inbox: Inbox | None, command: InboxCommand, context: Context) -> Iterator[InboxEvent]:
    match command, inbox:
        case AwaitInboxItem(inbox_item_id=item_id), _:
            if inbox is None:
                yield InboxItemAwaited(**dict(command), waiting=1)
            elif item_id not in inbox.waiting:
                told, handed_over = _kept(inbox, command.inbox_id, context)
                yield from handed_over
                keepers = told if inbox.waiting else command.keepers
                yield InboxItemAwaited(**dict(command) | {"keepers": keepers}, waiting=len(inbox.waiting) + 1)
        case LetInboxItemGo(), None:
            return
        case LetInboxItemGo(inbox_item_id=item_id), Inbox():
            if item_id in inbox.waiting:
                told, handed_over = _kept(inbox, command.inbox_id, context)
                yield from handed_over
                left = [one for one in inbox.waiting if one != item_id]
                yield InboxItemLetGo(
                    **dict(command),
                    source=inbox.source,
                    keepers=told,
                    waiting=len(left),
                    was_oldest=item_id == next(iter(inbox.waiting)),
                    oldest_id=left[0] if left else None,
                    why=inbox.waiting[left[0]] if left else None,
                )


def _kept(inbox: Inbox, inbox_id: UUID, context: Context) -> tuple[tuple[UUID, ...], tuple[InboxHandedOver, ...]]:
    """Who knows that something waits, and that they hear of it now, where nobody works here who was told."""
    if not inbox.waiting or any(map(context.directory.person, inbox.keepers)):
        return inbox.keepers, ()
    keepers = context.directory.in_charge(context.playbook.orders.inbox_role)
    if not keepers:
        return inbox.keepers, ()
    item_id, why = next(iter(inbox.waiting.items()))
    handed_over = InboxHandedOver(
        inbox_id=inbox_id,
        source=inbox.source,
        inbox_item_id=item_id,
        why=why,
        from_keepers=inbox.keepers,
        to_keepers=keepers,
        waiting=len(inbox.waiting),
    )
    return keepers, (handed_over,)


decider = Decider("inbox", "inboxes", get_args(InboxCommand), decide, evolve)
