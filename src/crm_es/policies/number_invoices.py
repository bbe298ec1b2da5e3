"""When an invoice is issued, it gets the next number of its series (X-23)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.invoice_desk import InvoiceIssued
from crm_es.aggregates.invoice_numbers import NumberInvoice
from crm_es.ids import invoice_numbers_of
from crm_es.playbook import Series


def react(event: InvoiceIssued) -> Iterator[NumberInvoice]:
    if event.series is None or event.on is None:
        return
    period = Series(pattern=event.series).period(event.on)
    yield NumberInvoice(
        invoice_numbers_id=invoice_numbers_of(event.series, period),
        series=event.series,
        invoice_id=event.invoice_id,
        manager_id=event.manager_id,
        client_id=event.client_id,
        on=event.on,
        act_id=event.act_id,
    )
