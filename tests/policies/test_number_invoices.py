"""Every invoice gets the next number of its series (X-23)."""

from __future__ import annotations

from datetime import date

from invoice_facts import issued

from crm_es.aggregates.invoice_numbers import NumberInvoice
from crm_es.ids import invoice_numbers_of
from crm_es.policies.number_invoices import react


def test_an_invoice_is_numbered_in_its_series_and_year() -> None:
    yearly = issued.model_copy(update={"series": "{year}/{number}", "on": date(2027, 1, 1)})
    assert list(react(yearly)) == [
        NumberInvoice(
            invoice_numbers_id=invoice_numbers_of("{year}/{number}", "2027"),
            series="{year}/{number}",
            invoice_id=issued.invoice_id,
            manager_id=issued.manager_id,
            client_id=issued.client_id,
            on=date(2027, 1, 1),
        )
    ]


def test_the_first_invoices_were_not_numbered() -> None:
    assert list(react(issued.model_copy(update={"series": None, "on": None}))) == []
