"""When the invoice of an act has its number, the act goes to the client with it (S3-07)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.invoice_numbers import InvoiceNumbered
from crm_es.aggregates.work_act import NoteActInvoiced


def react(event: InvoiceNumbered) -> Iterator[NoteActInvoiced]:
    if event.act_id:
        yield NoteActInvoiced(
            work_act_id=event.act_id,
            invoice_id=event.invoice_id,
            invoice_number=event.number,
            invoice_on=event.on,
        )
