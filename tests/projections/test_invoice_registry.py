"""The invoices that were issued."""

from __future__ import annotations

from decimal import Decimal

import pytest
from examples import ANN, BOB, CLIENT, DEAL, ID, MONDAY, TUESDAY, roubles
from fold import fold, recorded
from invoice_facts import cancelled, issued, of_lines

from crm_es.aggregates.invoice_numbers import InvoiceNumbered
from crm_es.ids import at_desk, desk_of
from crm_es.messages import Corrupt
from crm_es.projections import invoice_registry
from crm_es.projections.invoice_registry import Invoice

KEY = at_desk(desk_of(ANN), ID)
numbered = InvoiceNumbered(
    invoice_numbers_id=ID,
    series="{number}",
    period="all",
    n=17,
    number="17",
    invoice_id=ID,
    manager_id=ANN,
    client_id=CLIENT,
    on=MONDAY.date(),
)


def test_an_issued_invoice_is_in_the_list() -> None:
    assert fold(invoice_registry, recorded(issued, MONDAY)) == {
        KEY: Invoice(KEY, ID, ANN, CLIENT, DEAL, "Flour", roubles(900).amount, "RUB", MONDAY, dated=MONDAY.date())
    }


def test_its_number_lines_and_vat_are_shown() -> None:
    """X-23, X-24"""
    row = fold(invoice_registry, recorded(of_lines), recorded(numbered))[KEY]
    assert (row.number, row.lines, row.vat) == ("17", 1, Decimal("162.30"))


def test_what_passed_the_gate_or_the_price_list_is_visible() -> None:
    """S0-30"""
    passed = issued.model_copy(update={"exempt": "The client waits", "unlisted": ("paint",)})
    row = fold(invoice_registry, recorded(passed))[KEY]
    assert (row.exempt, row.unlisted) == ("The client waits", ("paint",))


def test_a_cancelled_invoice_keeps_its_number_and_says_why() -> None:
    row = fold(invoice_registry, recorded(issued), recorded(numbered), recorded(cancelled, TUESDAY))[KEY]
    assert (row.number, row.cancelled_at, row.cancelled_by_id, row.cancelled_because) == (
        "17",
        TUESDAY,
        ANN,
        "Ordered by mistake",
    )


def test_no_invoice_is_issued_twice() -> None:
    with pytest.raises(Corrupt):
        fold(invoice_registry, recorded(issued), recorded(issued))


def test_an_invoice_of_another_desk_with_the_same_id_is_another() -> None:
    other = issued.model_copy(update={"invoice_desk_id": desk_of(BOB), "manager_id": BOB})
    rows = fold(invoice_registry, recorded(issued), recorded(other), recorded(numbered))
    assert [(row.manager_id, row.number) for row in rows.values()] == [(ANN, "17"), (BOB, None)]
