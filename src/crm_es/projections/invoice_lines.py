"""What was invoiced, line by line: which products, how many, at which price? (X-24)"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.invoice_desk import InvoiceIssued
from crm_es.ids import at_desk
from crm_es.recorded import Recorded
from crm_es.row import Row


@dataclass(frozen=True)
class Line(Row, table="invoice_lines", key="line_id", indexes=("invoice_key", "invoice_id, n", "product")):
    """One line of an invoice."""

    line_id: str
    invoice_key: UUID
    """Of the invoice, among those of all desks."""
    invoice_id: UUID
    n: int
    """Its place, counted from 1."""
    product: str
    quantity: Decimal
    unit: str
    price: Decimal
    """Of one unit, VAT included."""
    amount: Decimal
    vat_rate: Decimal | None
    """In per cent; none where it is without VAT."""
    vat: Decimal
    """The part of the amount that is VAT."""
    price_approval_id: UUID | None
    """The grant by which the price is below the floor."""


def keys(event: InvoiceIssued) -> tuple[str, ...]:
    invoice_key = at_desk(event.invoice_desk_id, event.invoice_id)
    return tuple(f"{invoice_key}-{n}" for n in range(1, len(event.lines) + 1))


def evolve(_: Line | None, recorded: Recorded[InvoiceIssued], key: str) -> Line | None:
    invoice_key, place = key.rsplit("-", 1)
    n = int(place)
    line = recorded.event.lines[n - 1]
    return Line(
        line_id=key,
        invoice_key=UUID(invoice_key),
        invoice_id=recorded.event.invoice_id,
        n=n,
        product=line.product,
        quantity=line.quantity,
        unit=line.unit,
        price=line.price,
        amount=line.amount,
        vat_rate=line.vat_rate,
        vat=line.vat,
        price_approval_id=line.price_approval_id,
    )
