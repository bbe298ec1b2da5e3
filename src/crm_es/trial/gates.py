"""Which entries of notebooks would have closed which desk, and which invoices and orders would have been stopped?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from crm_es.aggregates.invoice_desk import DeskExempted, InvoiceDrafted, InvoiceIssued
from crm_es.aggregates.notebook import EntryAdded, EntryClosed
from crm_es.aggregates.order_desk import OrderDeskExempted, OrderPlaced
from crm_es.playbook import Desk, EntryKind
from crm_es.recorded import Recorded
from crm_es.trial.circumstances import Circumstances
from crm_es.trial.closing import HOUR, Closed, Closing, Holder
from crm_es.trial.findings import Count, Finding, Measure, Side

HOURS: Final[dict[Desk, Measure]] = {"invoice": "invoice_hours", "order": "order_hours"}


class Attempt(NamedTuple):
    """Somebody wanted to pass a desk."""

    at: datetime
    person_id: UUID
    desk: Desk
    record_id: UUID
    """Of the invoice or order."""
    what: str
    stopped: bool = False
    """It was closed then."""


class Entry(NamedTuple):
    """An open entry that closes a desk, in truth or on trial."""

    event: EntryAdded
    at: datetime
    was: tuple[Desk, ...]
    would: tuple[Desk, ...]

    def found(self, until: datetime) -> Finding:
        event, hours = self.event, max(0.0, (until - self.at).total_seconds() / HOUR)
        was, would = (Side(", ".join(desks)) for desks in (self.was, self.would))
        about = (event.about, event.subject_id, event.kind, event.person_id)
        return Finding("gate", self.at, *about, was, would, round(hours, 2))


class Gates:
    """The gates of a playbook beside those that held. What was added before the trial holds as it held."""

    TOPICS: Final = frozenset(
        event.__name__
        for event in (
            EntryAdded,
            EntryClosed,
            InvoiceIssued,
            InvoiceDrafted,
            DeskExempted,
            OrderPlaced,
            OrderDeskExempted,
        )
    )

    def __init__(self) -> None:
        self._entries: dict[UUID, Entry] = {}
        self._was, self._would = Closing(), Closing()
        self._exempted: dict[tuple[UUID, Desk], datetime] = {}

    def heard(self, recorded: Recorded[Any], then: Circumstances) -> Iterator[Finding | Count]:
        match recorded.event:
            case EntryAdded() as event:
                self._add(event, recorded, then)
            case EntryClosed(entry_id=entry_id):
                yield from self._close(entry_id, recorded.occurred_at, then)
            case InvoiceIssued() as event:
                what = f"{event.amount} for {event.what_for}"
                attempt = Attempt(recorded.occurred_at, event.manager_id, "invoice", event.invoice_id, what)
                yield from self.tried(attempt, then)
            case InvoiceDrafted(held_up=True) as event:
                at, what = recorded.occurred_at, event.form.what_for or ""
                attempt = Attempt(at, event.manager_id, "invoice", event.invoice_id, what, stopped=True)
                yield from self.tried(attempt, then)
            case OrderPlaced() as event:
                what = ", ".join(line.product for line in event.lines)
                attempt = Attempt(recorded.occurred_at, event.manager_id, "order", event.order_id, what)
                yield from self.tried(attempt, then)
            case DeskExempted(manager_id=manager_id, until=until):
                self._exempted[manager_id, "invoice"] = until
            case OrderDeskExempted(manager_id=manager_id, until=until):
                self._exempted[manager_id, "order"] = until
            case _:
                return

    def ended(self, until: datetime, then: Circumstances) -> Iterator[Finding | Count]:
        """What is open still, up to the end of the trial."""
        yield from (entry.found(until) for entry in self._entries.values() if entry.at >= then.since)
        for closed in self._was.end(until):
            yield counted(closed, then, was=True)
        for closed in self._would.end(until):
            yield counted(closed, then, was=False)

    def tried(self, attempt: Attempt, then: Circumstances) -> Iterator[Finding | Count]:
        """Somebody passed a desk, or was stopped: what would the other gates have done?"""
        if attempt.at < then.since:
            return
        person_id, desk = attempt.person_id, attempt.desk
        held, holding = self._was.kinds(person_id, desk), self._would.kinds(person_id, desk)
        until = self._exempted.get((person_id, desk))
        was = stopped_by(held) if attempt.stopped else Side("passed")
        exempted = until is not None and attempt.at <= until
        would = was if held == holding else Side("passed") if exempted else stopped_by(holding)
        if attempt.stopped or was != would:
            yield Finding("stopped", attempt.at, desk, attempt.record_id, attempt.what, person_id, was, would)
            yield Count("stopped", person_id, int(was != Side("passed")), int(would != Side("passed")))

    def _add(self, event: EntryAdded, recorded: Recorded[Any], then: Circumstances) -> None:
        was, at = event.desks, recorded.occurred_at
        would = desks(event, at, then) if then.counts(recorded) else was
        if was or would:
            self._entries[event.entry_id] = Entry(event, at, was, would)
            self._was.add(event.entry_id, Holder(event.person_id, event.kind, was, at))
            self._would.add(event.entry_id, Holder(event.person_id, event.kind, would, at))

    def _close(self, entry_id: UUID, at: datetime, then: Circumstances) -> Iterator[Finding | Count]:
        entry = self._entries.pop(entry_id, None)
        if entry and entry.at >= then.since:
            yield entry.found(at)
        for closed in self._was.close(entry_id, at):
            yield counted(closed, then, was=True)
        for closed in self._would.close(entry_id, at):
            yield counted(closed, then, was=False)


def desks(event: EntryAdded, at: datetime, then: Circumstances) -> tuple[Desk, ...]:
    """What such an entry closes by the playbook."""
    roles, day = then.directory.roles(event.person_id), then.playbook.calendar.day(at)
    return then.playbook.notebook.kind(event.kind).desks(event.person_id, roles, day)


def stopped_by(kinds: Collection[EntryKind]) -> Side:
    return Side(f"stopped by {', '.join(kinds)}" if kinds else "passed")


def counted(closed: Closed, then: Circumstances, *, was: bool) -> Count:
    """The hours of it that fall into the trial."""
    hours = closed._replace(since=max(closed.since, then.since)).hours
    return Count(HOURS[closed.desk], closed.person_id, *((hours, 0.0) if was else (0.0, hours)))
