"""An invoice desk: where one manager writes invoices (S0-28..S0-30).

The desk is blocked while a blocking entry is open in the manager's notebook. Closing the last one frees it.
No invoice is issued at a blocked desk, and no invoice twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import get_args
from uuid import UUID

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.ids import desk_of
from crm_es.messages import Command, Corrupt, Event, Refused
from crm_es.money import Money
from crm_es.playbook import EntryKind, Name

# ── Events ──────────────────────────────────────────────────────────────────


class DeskBlocked(Event):
    """Something in the notebook comes before invoices."""

    invoice_desk_id: UUID
    manager_id: UUID
    entry_id: UUID
    kind: EntryKind
    text: str


class DeskUnblocked(Event):
    """One thing less comes before invoices."""

    invoice_desk_id: UUID
    manager_id: UUID
    entry_id: UUID
    free: bool
    """It was the last one: the manager may write invoices again."""


class InvoiceIssued(Event):
    """A client was asked to pay."""

    invoice_desk_id: UUID
    manager_id: UUID
    invoice_id: UUID
    client_id: UUID
    deal_id: UUID | None = None
    what_for: str
    amount: Money


InvoiceDeskEvent = DeskBlocked | DeskUnblocked | InvoiceIssued

# ── Commands ────────────────────────────────────────────────────────────────


class BlockDesk(Command, roles={"policy"}):
    """Let no invoice pass before this entry is closed."""

    invoice_desk_id: UUID
    manager_id: UUID
    entry_id: UUID
    kind: EntryKind
    text: str


class UnblockDesk(Command, roles={"policy"}):
    """This entry holds up invoices no longer."""

    invoice_desk_id: UUID
    entry_id: UUID


class IssueInvoice(Command, roles={"manager", "head_of_sales", "operator"}):
    """Ask a client to pay. The desk is the manager's own: `invoice_desk_id` follows from the manager."""

    invoice_desk_id: UUID
    invoice_id: UUID
    client_id: UUID
    deal_id: UUID | None = None
    what_for: Name
    amount: Money


InvoiceDeskCommand = BlockDesk | UnblockDesk | IssueInvoice

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class InvoiceDesk:
    manager_id: UUID
    blocked_by: Mapping[UUID, str] = field(default_factory=dict)
    """The blocking entries that are open, with their texts."""
    issued: frozenset[UUID] = frozenset()


def evolve(desk: InvoiceDesk | None, event: InvoiceDeskEvent) -> InvoiceDesk:
    desk = desk or InvoiceDesk(event.manager_id)
    match event:
        case DeskBlocked(entry_id=entry_id, text=text):
            return replace(desk, blocked_by={**desk.blocked_by, entry_id: text})
        case DeskUnblocked(entry_id=entry_id):
            if entry_id not in desk.blocked_by:
                raise Corrupt(desk, event)
            return replace(desk, blocked_by={e: text for e, text in desk.blocked_by.items() if e != entry_id})
        case InvoiceIssued(invoice_id=invoice_id):
            return replace(desk, issued=desk.issued | {invoice_id})


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(desk: InvoiceDesk | None, command: InvoiceDeskCommand, context: Context) -> Iterator[InvoiceDeskEvent]:
    blocked_by: Mapping[UUID, str] = desk.blocked_by if desk else {}
    match command:
        case BlockDesk(entry_id=entry_id):
            if entry_id not in blocked_by:
                yield DeskBlocked(**dict(command))
        case UnblockDesk(invoice_desk_id=desk_id, entry_id=entry_id):
            if desk and entry_id in blocked_by:
                free = len(blocked_by) == 1
                yield DeskUnblocked(invoice_desk_id=desk_id, manager_id=desk.manager_id, entry_id=entry_id, free=free)
        case IssueInvoice():
            if command.invoice_desk_id != desk_of(context.person_id):
                raise Refused("This invoice desk is somebody else's: write invoices at your own.")
            if desk and command.invoice_id in desk.issued:
                return
            if blocked_by:
                entries = "; ".join(text.removesuffix(".") for text in blocked_by.values())
                raise Refused(
                    f"Your notebook comes before invoices. Close these entries in it first: {entries}.",
                    "invoice desk is blocked",
                )
            if command.amount.amount <= 0:
                raise Refused("An invoice is for an amount above zero.")
            yield InvoiceIssued(**dict(command), manager_id=context.person_id)


decider = Decider("invoice_desk", "invoice desks", get_args(InvoiceDeskCommand), decide, evolve)
