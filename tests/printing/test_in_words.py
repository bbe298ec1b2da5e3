"""Amounts in words, as papers have to say them (X-23)."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_es.printing.in_words import UNITS, form, in_words
from crm_es.printing.shapes import Language

AMOUNTS = st.decimals(0, 10**13, places=2)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0.00", "Ноль рублей 00 копеек"),
        ("0.01", "Ноль рублей 01 копейка"),
        ("1.02", "Один рубль 02 копейки"),
        ("2.05", "Два рубля 05 копеек"),
        ("11.11", "Одиннадцать рублей 11 копеек"),
        ("21.21", "Двадцать один рубль 21 копейка"),
        ("1001.00", "Одна тысяча один рубль 00 копеек"),
        ("2000000.00", "Два миллиона рублей 00 копеек"),
        ("12345.05", "Двенадцать тысяч триста сорок пять рублей 05 копеек"),
        ("-12.30", "Минус двенадцать рублей 30 копеек"),
    ],
)
def test_roubles_and_kopecks_agree_with_their_numbers(amount: str, said: str) -> None:
    assert in_words(Decimal(amount), "RUB", "ru") == said


@pytest.mark.parametrize(
    ("amount", "currency", "language", "said"),
    [
        ("1.01", "USD", "ru", "Один доллар США 01 цент"),
        ("2.00", "CNY", "ru", "Два юаня 00 фэней"),
        ("1.00", "EUR", "ru", "Одно евро 00 центов"),
        ("1001000.00", "EUR", "ru", "Один миллион одна тысяча евро 00 центов"),
        ("21000101.00", "KZT", "ru", "Двадцать один миллион сто одно тенге 00 тиынов"),
        ("3.00", "THB", "ru", "Три THB 00/100"),
        ("1234.50", "RUB", "en", "One thousand, two hundred and thirty-four Russian roubles 50 kopecks"),
        ("1.01", "USD", "en", "One US dollar 01 cent"),
        ("5.10", "THB", "en", "Five THB 10/100"),
    ],
)
def test_every_currency_can_be_said(amount: str, currency: str, language: Language, said: str) -> None:
    assert in_words(Decimal(amount), currency, language) == said


@given(AMOUNTS, st.sampled_from([*UNITS["ru"], "THB"]), st.sampled_from(["ru", "en"]))
def test_the_hundredths_are_those_of_the_amount_and_the_whole_is_in_letters(
    amount: Decimal, currency: str, language: Language
) -> None:
    said = in_words(amount, currency, language)
    assert re.findall(r"\d+", said.removesuffix("/100")) == [f"{int(amount * 100) % 100:02}"]
    assert said[0].isupper()


@given(st.integers(0, 10**9))
def test_the_form_of_a_noun_follows_the_last_two_digits(n: int) -> None:
    assert form(("рубль", "рубля", "рублей"), n) == form(("рубль", "рубля", "рублей"), n % 100)
