"""Which invoices were begun and wait to be finished? (S0-29)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.invoice_desk import InvoiceDraftDropped, InvoiceDrafted, InvoiceIssued
from crm_es.ids import at_desk
from crm_es.recorded import Recorded
from crm_es.row import Row

DraftFact = InvoiceDrafted | InvoiceDraftDropped | InvoiceIssued


@dataclass(frozen=True)
class Draft(Row, table="invoice_drafts", key="invoice_key", indexes=("manager_id", "invoice_id")):
    """One invoice that was begun."""

    invoice_key: UUID
    """Tells it from what was begun at another desk with the same id."""
    invoice_id: UUID
    manager_id: UUID
    client_id: UUID | None
    deal_id: UUID | None
    what_for: str | None
    lines: int
    amount: Decimal | None
    """As far as it was said."""
    currency: str | None
    held_up: bool
    """The notebook came first when it was put aside."""
    drafted_at: datetime
    form: str
    """All that was filled in, as JSON: send it with IssueInvoice under the same invoice_id."""


def keys(event: DraftFact) -> tuple[UUID, ...]:
    return (at_desk(event.invoice_desk_id, event.invoice_id),)


def evolve(_: Draft | None, recorded: Recorded[DraftFact], key: UUID) -> Draft | None:
    match recorded.event:
        case InvoiceDrafted(invoice_id=invoice_id, manager_id=manager_id, form=form, held_up=held_up):
            return Draft(
                invoice_key=key,
                invoice_id=invoice_id,
                manager_id=manager_id,
                client_id=form.client_id,
                deal_id=form.deal_id,
                what_for=form.what_for,
                lines=len(form.lines),
                amount=form.amount.amount if form.amount else None,
                currency=form.amount.currency if form.amount else form.currency,
                held_up=held_up,
                drafted_at=recorded.occurred_at,
                form=form.model_dump_json(exclude_defaults=True),
            )
        case InvoiceDraftDropped() | InvoiceIssued():
            return None
