"""A request holds its invoice as long as it may be paid (S1-20)."""

from __future__ import annotations

from typing import Any

import pytest
from examples import CONTRACTOR, ID, roubles
from payment_facts import rejected, returned, returned_by_accounting, submitted, withdrawn

from crm_es.aggregates.invoice_register import RegisterInvoice, ReleaseInvoice
from crm_es.ids import invoice_register_of
from crm_es.policies.register_invoices import react

REGISTER = invoice_register_of("7707083893")
with_invoice = submitted.model_copy(update={"register_id": REGISTER, "invoice_number": "17"})
ENDINGS = [returned, returned_by_accounting, rejected, withdrawn]


def test_the_invoice_of_a_submitted_request_is_registered() -> None:
    assert list(react(with_invoice)) == [
        RegisterInvoice(
            invoice_register_id=REGISTER,
            contractor_id=CONTRACTOR,
            payment_request_id=ID,
            round=1,
            invoice_number="17",
            amount=roubles(40_000),
            what_for="Printing",
        )
    ]


def test_an_invoice_is_registered_where_no_contractor_is_named_too() -> None:
    (wish,) = react(with_invoice.model_copy(update={"contractor_id": None}))
    assert isinstance(wish, RegisterInvoice)
    assert wish.contractor_id is None


def test_a_request_without_an_invoice_or_from_imported_books_registers_nothing() -> None:
    assert list(react(submitted)) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_comes_to_nothing_lets_go_of_its_invoice(ending: Any) -> None:
    let_go = ReleaseInvoice(invoice_register_id=REGISTER, payment_request_id=ID, round=1)
    assert list(react(ending.model_copy(update={"register_id": REGISTER}))) == [let_go]
    assert list(react(ending)) == []


def test_what_is_paid_in_part_keeps_its_invoice() -> None:
    """Else another could pay the same invoice meanwhile."""
    part_paid = returned_by_accounting.model_copy(update={"register_id": REGISTER, "paid": roubles(10_000)})
    assert list(react(part_paid)) == []
