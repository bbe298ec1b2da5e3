"""Which invoices were issued, by whom, to whom, for how much?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.invoice_desk import InvoiceIssued
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row


@dataclass(frozen=True)
class Invoice(
    Row, table="invoice_registry", key="invoice_id", indexes=("issued_at, invoice_id", "manager_id", "client_id")
):
    """One invoice."""

    invoice_id: UUID
    manager_id: UUID
    client_id: UUID
    deal_id: UUID | None
    what_for: str
    amount: Decimal
    currency: str
    issued_at: datetime


def keys(event: InvoiceIssued) -> tuple[UUID, ...]:
    return (event.invoice_id,)


def evolve(invoice: Invoice | None, recorded: Recorded[InvoiceIssued], key: UUID) -> Invoice | None:
    match invoice, recorded.event:
        case None, InvoiceIssued() as issued:
            return Invoice(
                invoice_id=key,
                manager_id=issued.manager_id,
                client_id=issued.client_id,
                deal_id=issued.deal_id,
                what_for=issued.what_for,
                amount=issued.amount.amount,
                currency=issued.amount.currency,
                issued_at=recorded.occurred_at,
            )
        case _:
            raise Corrupt(invoice, recorded.event)
