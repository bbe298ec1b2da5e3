"""An inbox item: one piece of news from another system, by the source's own id (S0-37, X-14).

The same news again change nothing, and other news under the same id are refused: of two that come at once, the first to
be taken in is entered. What could not be entered waits until
somebody says whom or what it is about, or dismisses it with a reason: nothing that was told is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, get_args
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.ids import inbox_item_of
from crm_es.messages import Command, Corrupt, Event, Message, Refused
from crm_es.outside import Found, Source, Told

# ── Events ──────────────────────────────────────────────────────────────────


class OfItem(Message):
    """What every event tells of the news."""

    inbox_item_id: UUID
    source: str
    told: Told
    """As it came."""


class InboxItemTaken(OfItem, Event):
    """Another system told us something, which is about to be entered."""


class InboxItemReceived(OfItem, Event):
    """What came of it is known: it is entered, or waits."""

    found: Found
    """What of ours it is about."""
    waits_because: str | None
    """Why it could not be entered; None where it was."""
    keepers: tuple[UUID, ...] = ()
    """Who looks after what waits."""


class InboxItemSettled(OfItem, Event):
    """Somebody said what it is about: it is entered now."""

    found: Found
    on: date
    """The day that it tells of, where it names none itself."""
    settled_by: UUID


class InboxItemDismissed(OfItem, Event):
    """Somebody decided that it is of no use to us."""

    reason: str
    dismissed_by: UUID


InboxItemEvent = InboxItemTaken | InboxItemReceived | InboxItemSettled | InboxItemDismissed

# ── Commands ────────────────────────────────────────────────────────────────


class TakeInboxItem(Command, roles={"import"}):
    """Put down what another system told, before it is entered."""

    inbox_item_id: UUID
    source: Source
    told: Told


class ReceiveInboxItem(Command, roles={"policy", "import"}):
    """Keep what came of what another system told."""

    inbox_item_id: UUID
    source: Source
    told: Told
    found: Found = Found()
    waits_because: Annotated[str, Field(max_length=1000)] | None = None


class SettleInboxItem(Command, roles={"employee"}, in_person=True):
    """Say whom or what it is about, so that it is entered."""

    inbox_item_id: UUID
    client_id: UUID | None = None
    order_id: UUID | None = None
    manager_id: UUID | None = None


class DismissInboxItem(Command, roles={"employee"}, in_person=True):
    """Decide that it is of no use to us."""

    inbox_item_id: UUID
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]


InboxItemCommand = TakeInboxItem | ReceiveInboxItem | SettleInboxItem | DismissInboxItem

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class InboxItem:
    source: str
    told: Told
    found: Found = Found()  # noqa: RUF009 - it is frozen
    waits_because: str | None = None
    received: bool = False
    dismissed: bool = False


def evolve(item: InboxItem | None, event: InboxItemEvent) -> InboxItem:
    match item, event:
        case None, InboxItemTaken(source=source, told=told):
            return InboxItem(source, told)
        case None | InboxItem(received=False), InboxItemReceived() as came:
            return InboxItem(came.source, came.told, came.found, came.waits_because, received=True)
        case InboxItem(), InboxItemSettled(found=found):
            return replace(item, found=found, waits_because=None)
        case InboxItem(), InboxItemDismissed():
            return replace(item, waits_because=None, dismissed=True)
        case _:
            raise Corrupt(item, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(item: InboxItem | None, command: InboxItemCommand, context: Context) -> Iterator[InboxItemEvent]:
    match command, item:
        case ((TakeInboxItem() | ReceiveInboxItem()), _) if command.inbox_item_id != inbox_item_of(
            command.source, command.told.id
        ):
            raise Refused("This id does not follow from the source and its id.")
        case ((TakeInboxItem(told=told) | ReceiveInboxItem(told=told)), InboxItem()) if told != item.told:
            raise told_otherwise(item.source, told.id)
        case TakeInboxItem(), _:
            if item is None:
                yield InboxItemTaken(**dict(command))
        case ReceiveInboxItem(waits_because=why), _:
            if item is None or not item.received:
                yield InboxItemReceived(**dict(command), keepers=keepers(context) if why else ())
        case _, None:
            raise Refused("There is no such inbox item.")
        case _, InboxItem() if context.roles.isdisjoint({context.playbook.orders.inbox_role, "administrator"}):
            raise Refused("Who keeps the inbox decides this: the playbook says which role it is.", "a keeper of it")
        case DismissInboxItem(), InboxItem(dismissed=True):
            return
        case SettleInboxItem() | DismissInboxItem(), InboxItem(waits_because=None):
            raise Refused("This is dealt with already: there is nothing left to settle.", "nothing waits")
        case SettleInboxItem(), InboxItem():
            found = merged(item.found, command)
            if lacking := found.lacks(item.told):
                raise Refused(f"Say which {' and '.join(lacking)} it is about: no other is known.", "what it is about")
            day = context.playbook.calendar.day(min(item.told.at or context.at, context.at))
            yield InboxItemSettled(**of(command, item), found=found, on=day, settled_by=context.person_id)
        case DismissInboxItem(reason=reason), InboxItem():
            yield InboxItemDismissed(**of(command, item), reason=reason, dismissed_by=context.person_id)


def keepers(context: Context) -> tuple[UUID, ...]:
    """Who looks after the inbox."""
    return context.directory.in_charge(context.playbook.orders.inbox_role)


def merged(found: Found, command: SettleInboxItem) -> Found:
    """What was found, and in its stead what somebody says."""
    said = {name: value for name, value in command if name != "inbox_item_id" and value is not None}
    return found.model_copy(update=said)


def of(command: SettleInboxItem | DismissInboxItem, item: InboxItem) -> dict[str, Any]:
    return {"inbox_item_id": command.inbox_item_id, "source": item.source, "told": item.told}


def told_otherwise(source: str, source_id: str) -> Refused:
    return Refused(
        f"{source!r} told something else under the id {source_id!r} before: give other news an id of its own.",
        "one id, one piece of news",
    )


decider = Decider("inbox_item", "inbox items", get_args(InboxItemCommand), decide, evolve)
