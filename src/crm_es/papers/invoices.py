"""An invoice as it is printed: счёт на оплату."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from crm_es.aggregates.invoice_desk import InvoiceCancelled, InvoiceIssued
from crm_es.aggregates.invoice_numbers import InvoiceNumbered
from crm_es.files import FileStore
from crm_es.messages import Event, Refused
from crm_es.papers.acts import corrections, credit_notes_of
from crm_es.papers.facts import of_client
from crm_es.papers.parties import buyer, playbook_of, seller
from crm_es.playbook import Playbook
from crm_es.printing.shapes import Language, PrintedInvoice, PrintedLine
from crm_es.recorded import Recorded

TOPICS = (InvoiceIssued, InvoiceNumbered, InvoiceCancelled)


class InvoiceKey(NamedTuple):
    """What tells an invoice from all others: two managers may have given the same id."""

    client_id: UUID
    manager_id: UUID
    invoice_id: UUID


def invoice_paper(db: Connection[Any], files: FileStore, key: InvoiceKey, language: Language = "ru") -> PrintedInvoice:
    """Raises Refused where there is no such invoice, or it has no number yet."""
    facts = list(of_invoice(db, key))
    issued = next((one for one in facts if isinstance(one.event, InvoiceIssued)), None)
    if issued is None or not isinstance(issued.event, InvoiceIssued):
        raise Refused("There is no such invoice: look at the list of invoices.", "no such invoice")
    numbered = next((one.event for one in facts if isinstance(one.event, InvoiceNumbered)), None)
    if numbered is None:
        raise Refused("The invoice has no number yet: print it in a moment.", "an invoice has its number")
    invoice, playbook = issued.event, playbook_of(db, issued.playbook_version)
    return PrintedInvoice(
        number=numbered.number,
        dated=numbered.on,
        seller=seller(playbook, files),
        buyer=buyer(db, invoice.client_id),
        lines=lines(invoice),
        total=invoice.amount.amount,
        vat=invoice.vat.amount if invoice.vat and any(line.vat_rate is not None for line in invoice.lines) else None,
        vat_known=bool(invoice.lines),
        currency=invoice.amount.currency,
        language=language,
        corrections=corrections(credit_notes_of(db, invoice.act_id)) if invoice.act_id else (),
        pay_by=pay_by(invoice, playbook, numbered.on),
        cancelled=any(isinstance(one.event, InvoiceCancelled) for one in facts),
    )


def of_invoice(db: Connection[Any], key: InvoiceKey) -> Iterator[Recorded[Event]]:
    for one in of_client(db, key.client_id, TOPICS, "invoice_id", key.invoice_id):
        match one.event:
            case InvoiceIssued(manager_id=who) | InvoiceNumbered(manager_id=who) | InvoiceCancelled(manager_id=who):
                if who == key.manager_id:
                    yield one
            case _:
                pass


def lines(invoice: InvoiceIssued) -> tuple[PrintedLine, ...]:
    """One for an invoice for an amount alone."""
    if not invoice.lines:
        amount = invoice.amount.amount
        return (PrintedLine(what=invoice.what_for, quantity=Decimal(1), unit="service", price=amount, amount=amount),)
    return tuple(
        PrintedLine(
            what=line.product,
            quantity=line.quantity,
            unit=line.unit,
            price=line.price,
            amount=line.amount,
            vat_rate=line.vat_rate,
            vat=line.vat,
        )
        for line in invoice.lines
    )


def pay_by(invoice: InvoiceIssued, playbook: Playbook, on: date) -> date | None:
    """The day that the playbook gives for billed hours."""
    return on + timedelta(days=playbook.billing.pay_within_days) if invoice.act_id else None
