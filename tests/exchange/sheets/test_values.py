"""What people write into cells is understood, or told to be wrong (S0-47)."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_es.exchange.sheets.values import day, moment, money, number, several, yes


@pytest.mark.parametrize("text", ["31.12.2026", "31.12.26", "31/12/2026", "2026-12-31"])
def test_a_day_is_read_as_it_is_written_here(text: str) -> None:
    assert day(text) == date(2026, 12, 31)


def test_a_day_may_have_a_time() -> None:
    assert moment("31.12.2026 15:30") == (date(2026, 12, 31), time(15, 30))
    assert moment("2026-12-31T15:30") == (date(2026, 12, 31), time(15, 30))
    assert moment("31.12.2026") == (date(2026, 12, 31), None)


@pytest.mark.parametrize("text", ["", "31.13.2026", "soon", "31.12.2026 25:00", "31.12.2026 noon", "31.12"])
def test_what_is_no_day_says_how_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"write it|correct it"):
        moment(text)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1 250,50", "1250.50", None),
        ("1\u00a0250.5 ₽", "1250.50", "RUB"),
        ("1,250.50", "1250.50", None),
        ("1.250,50 €", "1250.50", "EUR"),
        ("$99", "99.00", "USD"),
        ("1250 руб.", "1250.00", "RUB"),
        ("-5", "-5.00", None),
        ("10 kzt", "10.00", "KZT"),
    ],
)
def test_an_amount_is_read_with_its_currency(text: str, amount: str, currency: str | None) -> None:
    assert money(text) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["", "much", "1,250", "10 tugriks", "1e9", "١٢", "--5", "1.2.3"])
def test_what_is_no_amount_says_how_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"write|round"):
        money(text)


def test_yes_is_yes_in_two_languages() -> None:
    assert [yes(text) for text in ("да", "Yes", "!", "1", "no", "", "нет")] == [True] * 4 + [False] * 3


def test_several_stand_between_commas_semicolons_or_lines() -> None:
    assert several("a@b.ru, c@d.ru;\ne@f.ru,") == ("a@b.ru", "c@d.ru", "e@f.ru")


@given(st.text(max_size=40))
def test_whatever_is_written_is_read_or_is_a_value_error(text: str) -> None:
    for reader in (day, moment, money, number):
        with suppress(ValueError):
            reader(text)
