"""Whose invoice desk is blocked, by what and since when, and what is left to finish at it? (S0-28, S0-29)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.invoice_desk import (
    DeskBlocked,
    DeskExempted,
    DeskUnblocked,
    InvoiceDraftDropped,
    InvoiceDrafted,
    InvoiceIssued,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

DeskFact = DeskBlocked | DeskUnblocked | DeskExempted | InvoiceDrafted | InvoiceDraftDropped | InvoiceIssued


@dataclass(frozen=True)
class Desk(Row, table="desk_state", key="invoice_desk_id", indexes=("manager_id",)):
    """The desk of one manager who wrote invoices, was held up or exempted."""

    invoice_desk_id: UUID
    manager_id: UUID
    blocked_by: int = 0
    """How many entries hold up invoices; none means that the desk is free."""
    entries: tuple[UUID, ...] = ()
    """Which, in the order in which they came."""
    since: datetime | None = None
    """When the present block began."""
    freed_at: datetime | None = None
    """When the last one ended."""
    times_blocked: int = 0
    exempted_until: datetime | None = None
    exempted_by_id: UUID | None = None
    exempted_because: str | None = None
    times_exempted: int = 0
    drafts: tuple[UUID, ...] = ()
    """Invoices that were begun and wait to be finished."""
    invoices: int = 0
    """Written here."""
    passed_gate: int = 0
    """Of these, while only an exemption kept the desk open."""


def keys(event: DeskFact) -> tuple[UUID, ...]:
    return (event.invoice_desk_id,)


def evolve(desk: Desk | None, recorded: Recorded[DeskFact], key: UUID) -> Desk | None:
    desk = desk or Desk(key, recorded.event.manager_id)
    match recorded.event:
        case DeskBlocked(entry_id=entry_id):
            desk = replace(desk, blocked_by=desk.blocked_by + 1, entries=(*desk.entries, entry_id))
            if not desk.since:
                desk = replace(desk, since=recorded.occurred_at, times_blocked=desk.times_blocked + 1)
        case DeskUnblocked(entry_id=entry_id, free=free):
            if entry_id not in desk.entries:
                raise Corrupt(desk, recorded.event)
            desk = replace(desk, blocked_by=desk.blocked_by - 1, entries=without(desk.entries, entry_id))
            if free:
                desk = replace(desk, since=None, freed_at=recorded.occurred_at)
        case DeskExempted(until=until, exempted_by=by, reason=reason):
            times = desk.times_exempted + 1
            desk = replace(desk, exempted_until=until, exempted_by_id=by, exempted_because=reason, times_exempted=times)
        case InvoiceDrafted(invoice_id=invoice_id):
            desk = replace(desk, drafts=(*without(desk.drafts, invoice_id), invoice_id))
        case InvoiceDraftDropped(invoice_id=invoice_id):
            desk = replace(desk, drafts=without(desk.drafts, invoice_id))
        case InvoiceIssued(invoice_id=invoice_id, exempt=exempt):
            passed = desk.passed_gate + (exempt is not None)
            drafts = without(desk.drafts, invoice_id)
            desk = replace(desk, drafts=drafts, invoices=desk.invoices + 1, passed_gate=passed)
    return desk


def without(ids: tuple[UUID, ...], gone: UUID) -> tuple[UUID, ...]:
    return tuple(one for one in ids if one != gone)
