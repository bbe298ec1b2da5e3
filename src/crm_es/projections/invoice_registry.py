"""Which invoices were issued, by whom, to whom, for how much, under which number?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.invoice_desk import InvoiceCancelled, InvoiceIssued
from crm_es.aggregates.invoice_numbers import InvoiceNumbered
from crm_es.ids import at_desk, desk_of
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

InvoiceFact = InvoiceIssued | InvoiceNumbered | InvoiceCancelled


@dataclass(frozen=True)
class Invoice(
    Row,
    table="invoice_registry",
    key="invoice_key",
    indexes=("issued_at, invoice_key", "invoice_id", "manager_id", "client_id", "deal_id"),
):
    """One invoice."""

    invoice_key: UUID
    """Tells it from an invoice of another desk that was sent with the same id."""
    invoice_id: UUID
    manager_id: UUID
    client_id: UUID
    deal_id: UUID | None
    what_for: str
    amount: Decimal
    currency: str
    issued_at: datetime
    order_id: UUID | None = None
    number: str | None = None
    dated: date | None = None
    """The day that is written on it."""
    lines: int = 0
    """How many; none where it is for an amount alone."""
    vat: Decimal | None = None
    """The part of the amount that is VAT."""
    exempt: str | None = None
    """Why the desk was open although something in the notebook came first."""
    unlisted: tuple[str, ...] = ()
    """Products that the price list lacks: nobody checked their prices."""
    cancelled_at: datetime | None = None
    cancelled_by_id: UUID | None = None
    cancelled_because: str | None = None


def keys(event: InvoiceFact) -> tuple[UUID, ...]:
    return (at_desk(desk_of(event.manager_id), event.invoice_id),)


def evolve(invoice: Invoice | None, recorded: Recorded[InvoiceFact], key: UUID) -> Invoice | None:
    match invoice, recorded.event:
        case None, InvoiceIssued() as issued:
            return Invoice(
                invoice_key=key,
                invoice_id=issued.invoice_id,
                manager_id=issued.manager_id,
                client_id=issued.client_id,
                deal_id=issued.deal_id,
                what_for=issued.what_for,
                amount=issued.amount.amount,
                currency=issued.amount.currency,
                issued_at=recorded.occurred_at,
                order_id=issued.order_id,
                dated=issued.on,
                lines=len(issued.lines),
                vat=issued.vat.amount if issued.vat else None,
                exempt=issued.exempt,
                unlisted=issued.unlisted,
            )
        case None, InvoiceNumbered():
            return None  # numbers are given to what was issued; a row begins with that
        case Invoice(), InvoiceNumbered(number=number):
            return replace(invoice, number=number)
        case Invoice(), InvoiceCancelled(reason=reason, cancelled_by=who):
            return replace(invoice, cancelled_at=recorded.occurred_at, cancelled_by_id=who, cancelled_because=reason)
        case _:
            raise Corrupt(invoice, recorded.event)
