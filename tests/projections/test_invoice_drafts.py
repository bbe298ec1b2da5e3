"""Invoices that were begun (S0-29)."""

from __future__ import annotations

from typing import Any

import pytest
from examples import ANN, CLIENT, ID, MONDAY, TUESDAY, roubles
from fold import fold, recorded
from invoice_facts import drafted, dropped, form, issued

from crm_es.aggregates.invoice_desk import InvoiceForm
from crm_es.ids import at_desk, desk_of
from crm_es.projections import invoice_drafts

KEY = at_desk(desk_of(ANN), ID)


def test_what_was_begun_is_kept_as_it_was_filled_in() -> None:
    row = fold(invoice_drafts, recorded(drafted, MONDAY))[KEY]
    assert row.invoice_id == ID
    assert (row.manager_id, row.client_id, row.lines, row.held_up, row.drafted_at) == (ANN, CLIENT, 1, False, MONDAY)
    assert (row.amount, row.currency, row.what_for) == (None, None, None)
    assert InvoiceForm.model_validate_json(row.form) == form


def test_kept_again_it_is_as_it_was_last() -> None:
    later = drafted.model_copy(update={"form": InvoiceForm(amount=roubles(5), what_for="Flour"), "held_up": True})
    row = fold(invoice_drafts, recorded(drafted, MONDAY), recorded(later, TUESDAY))[KEY]
    assert (row.amount, row.currency, row.what_for, row.lines, row.held_up) == (5, "RUB", "Flour", 0, True)


@pytest.mark.parametrize("end", [dropped, issued])
def test_issued_or_dropped_it_is_gone(end: Any) -> None:
    assert fold(invoice_drafts, recorded(drafted), recorded(end)) == {}
    assert fold(invoice_drafts, recorded(issued)) == {}
