"""An act goes out once its invoice has a number (S3-07)."""

from __future__ import annotations

from billing_facts import ACT, INVOICE
from examples import CAROL, CLIENT, MONDAY

from crm_es.aggregates.invoice_numbers import InvoiceNumbered
from crm_es.aggregates.work_act import NoteActInvoiced
from crm_es.ids import invoice_numbers_of
from crm_es.policies.send_invoiced_acts import react

numbered = InvoiceNumbered(
    invoice_numbers_id=invoice_numbers_of("{number}", "all"),
    series="{number}",
    period="all",
    n=17,
    number="17",
    invoice_id=INVOICE,
    manager_id=CAROL,
    client_id=CLIENT,
    on=MONDAY.date(),
    act_id=ACT,
)


def test_the_number_is_told_to_the_act() -> None:
    expected = NoteActInvoiced(work_act_id=ACT, invoice_id=INVOICE, invoice_number="17", invoice_on=MONDAY.date())
    assert list(react(numbered)) == [expected]


def test_other_invoices_send_nothing() -> None:
    assert list(react(numbered.model_copy(update={"act_id": None}))) == []
