"""The inbox: what other systems tell is entered; what cannot be waits for somebody, and nothing counts twice (S0-37).

Who brought the news stands in the envelope of what they lead to; who is responsible, in the facts themselves (S0-46).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid4

from crm_es.aggregates import inbox_item
from crm_es.aggregates.inbox_item import InboxItemReceived, ReceiveInboxItem, TakeInboxItem
from crm_es.application import Crm
from crm_es.batch import Receipt
from crm_es.context import IMPORT, Context
from crm_es.directory import Directory
from crm_es.exchange.histories import histories
from crm_es.exchange.inbox_lookup import READERS, Lookup
from crm_es.exchange.inbox_outcomes import Outcome, outcome
from crm_es.ids import derived, inbox_item_of
from crm_es.inbox_wishes import wish
from crm_es.messages import Command, Refused
from crm_es.outside import Found, Part, Told
from crm_es.runners.following import catch_up

WHO: Final = "inbox"
ROLES: Final = frozenset({"integration", "operator"})
"""Who may bring news: programs of other systems, and who enters things for others."""
MOST: Final = 1000
"""News that come together at most."""
UNKNOWN: Final[dict[Part, str]] = {
    "client": "no client of ours is known by what it says",
    "order": "no order of ours is known by that",
    "manager": "nobody here is known by that, or looks after the client",
}


@dataclass
class Entry:
    """One piece of news on its way."""

    told: Told
    found: Found
    command: Command | None
    why: str | None
    answer: Future[Receipt] | None = None


def receive(crm: Crm, source: str, news: Sequence[Told], by: UUID | None = None) -> list[Outcome]:
    """Enter all of it, in its order. `by` is the program or person who brings it; None is whoever runs ours."""
    now = datetime.now(UTC)
    asking = Context(WHO, now, frozenset({IMPORT}), on_behalf_of=by, correlation_id=uuid4())
    if by is not None and Directory(crm.reference.people).roles(by).isdisjoint(ROLES):
        needed = " or ".join(sorted(ROLES))
        raise Refused(f"Only who has the role {needed} brings news from other systems.", "a role for it")
    catch_up(crm, *READERS)
    keys = [inbox_item_of(source, told.id) for told in news]
    known = histories(crm, inbox_item.decider, keys)
    fresh: dict[UUID, Told] = {}
    for key, told in zip(keys, news, strict=True):
        if not any(isinstance(one.event, InboxItemReceived) for one in known[key]):
            fresh.setdefault(key, told)
    enter(crm, source, fresh, asking)
    known |= histories(crm, inbox_item.decider, fresh)
    return [outcome(source, told, known[key]) for key, told in zip(keys, news, strict=True)]


def enter(crm: Crm, source: str, news: dict[UUID, Told], asking: Context) -> None:
    """First that they came; then what each asks of us, in their order; then what came of it, and why some wait."""
    entries: dict[UUID, Entry] = {}
    with crm.log.datastore.get_connection() as db:
        lookup = Lookup(db, Directory(crm.reference.people), source)
        for key, told in news.items():
            entries[key] = prepared(crm, source, told, lookup.found(told), happened(told, asking.at))
    # Who told something else under the id a moment before has it, and this is not entered.
    taking = {key: crm.submit(*take(key, source, entry.told, asking)) for key, entry in entries.items()}
    entries = {key: entry for key, entry in entries.items() if refusal(taking[key]) is None}
    for key, entry in entries.items():
        if entry.command is not None:
            at = happened(entry.told, asking.at)
            entry.answer = crm.submit(entry.command, replace(asking, at=at, command_id=derived(key, "enter")))
    for entry in entries.values():
        entry.why = entry.why or refusal(entry.answer)
    receipts = [
        crm.submit(
            ReceiveInboxItem(
                inbox_item_id=key, source=source, told=entry.told, found=entry.found, waits_because=entry.why
            ),
            replace(asking, command_id=derived(key, "receive", entry.told.model_dump_json())),
        )
        for key, entry in entries.items()
    ]
    for receipt in receipts:
        refusal(receipt)


def take(key: UUID, source: str, told: Told, asking: Context) -> tuple[TakeInboxItem, Context]:
    taking = TakeInboxItem(inbox_item_id=key, source=source, told=told)
    return taking, replace(asking, command_id=derived(key, "take", told.model_dump_json()))


def prepared(crm: Crm, source: str, told: Told, found: Found, at: datetime) -> Entry:
    if lacking := found.lacks(told):
        reasons = "; ".join(UNKNOWN[part] for part in lacking)
        return Entry(told, found, None, f"{told.kind.capitalize()} {told.id!r}: {reasons}."[:1000])
    reference = crm.reference
    if (playbook := reference.playbooks.get(reference.version)) is None:
        raise Refused("No playbook is published yet: publish one with `crm-es playbook publish FILE`.")
    return Entry(told, found, wish(source, told, found, playbook.calendar.day(at)), None)


def happened(told: Told, now: datetime) -> datetime:
    """When it was, by the source; never later than now."""
    return min(told.at, now).astimezone(UTC) if told.at else now


def refusal(answer: Future[Receipt] | None) -> str | None:
    """Why it was refused. Raises what else went wrong."""
    error = answer.exception() if answer else None
    if error is not None and not isinstance(error, Refused):
        raise error
    return str(error)[:1000] if error else None
