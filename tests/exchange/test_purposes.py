"""Which invoice a payment was for, as its purpose says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_es.exchange.purposes import names_invoice


@pytest.mark.parametrize(
    ("purpose", "number"),
    [
        ("Оплата по счёту № 12 от 12.11.2026", "12"),
        ("Оплата по СЧЕТУ 12", "12"),
        ("сч.12, без НДС", "№ 12"),
        ("Invoice A-12/б", "a-12/Б"),
        ("по счет-фактуре N 12.", "12"),
    ],
)
def test_an_invoice_is_found_in_a_purpose(purpose: str, number: str) -> None:
    assert names_invoice(purpose, number)


@pytest.mark.parametrize(
    ("purpose", "number"),
    [
        ("Оплата от 12.11.2026", "12"),
        ("счет № 123", "12"),
        ("счет № 12/3", "12"),
        ("НДС 12%", "12"),
        ("счет № 12", None),
        ("счет № ", "№"),
        ("", "12"),
    ],
)
def test_other_numbers_are_no_invoice(purpose: str, number: str | None) -> None:
    assert not names_invoice(purpose, number)


@given(st.text(max_size=40), st.text(max_size=20))
def test_whatever_a_purpose_and_a_number_hold_is_compared(purpose: str, number: str) -> None:
    names_invoice(purpose, number)
