"""Check digits of Russian payment orders: what is mistyped is caught before a bank sends it back (S1-20)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crm_es.bank_details import is_account, is_bik, is_inn, is_kpp, key_fits

DATA = Path(os.environ.get("CRM_ES_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
FILES = sorted((DATA / "bank_ru").glob("requisite_vectors.json"))
VECTORS: list[dict[str, Any]] = [vector for file in FILES for vector in json.loads(file.read_bytes())["vectors"]]

JUDGES = {"inn": is_inn, "kpp": is_kpp, "bik": is_bik}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['type']} {v.get('value', v.get('account'))}")
def test_published_examples_are_judged_as_their_publishers_do(vector: dict[str, Any]) -> None:
    kind = vector["type"]
    if kind in JUDGES:
        fits = JUDGES[kind](vector["value"])
    else:
        fits = key_fits(vector["account"], vector["bic"], correspondent=kind == "ks")
    assert fits is vector["valid"]


@pytest.mark.parametrize("inn", ["7707083893", "7827004526", "1234567894", "760307073214", "123456789047"])
def test_an_inn_adds_up(inn: str) -> None:
    assert is_inn(inn)


@pytest.mark.parametrize(
    "text",
    [
        "7707083894",
        "8827004526",
        "123456789037",
        "760307073224",
        "770708389",
        "77070838930",
        "",
        " 7707083893",
        "٧٧٠٧٠٨٣٨٩٣",
    ],
)
def test_what_does_not_add_up_is_no_inn(text: str) -> None:
    assert not is_inn(text)


def test_zeros_are_nothing_though_they_add_up() -> None:
    assert not any((is_inn("0" * 10), is_inn("0" * 12), is_kpp("0" * 9), is_bik("0" * 9), is_account("0" * 20)))
    assert not key_fits("0" * 20, "0" * 9)


def test_a_kpp_may_hold_latin_capitals_in_the_middle() -> None:
    assert is_kpp("773601001")
    assert is_kpp("0000AZ000")
    assert not is_kpp("0000aZ000")
    assert not is_kpp("77360100")


def test_a_bik_begins_with_0_1_or_2() -> None:
    assert all(map(is_bik, ("044525225", "044525000", "101525225", "203525225")))
    assert not any(map(is_bik, ("344525225", "04452522", "0445252255", "٠44525225", "")))


@pytest.mark.parametrize(
    ("account", "bik", "correspondent"),
    [
        ("40602810700000000025", "049805746", False),
        ("40702810900000002851", "044030827", False),
        ("30101810800000000746", "049805000", True),
        ("30101810800000000746", "049805746", True),
        ("30101810200000000827", "044030827", True),
        ("30101810400000000225", "044525225", True),
    ],
)
def test_a_key_fits_its_bank_and_no_account_beside_it(account: str, bik: str, correspondent: bool) -> None:
    assert key_fits(account, bik, correspondent=correspondent)
    assert not key_fits(f"{account[:-1]}{(int(account[-1]) + 1) % 10}", bik, correspondent=correspondent)


def test_accounts_in_the_bank_of_russia_are_reckoned_with_its_unit() -> None:
    """A БИК that ends with 000, 001 or 002 is a unit of the Bank of Russia."""
    assert key_fits("40102810100000010001", "049805000")
    assert not key_fits("40102810200000010001", "049805000")


def test_a_letter_of_a_clearing_currency_counts_as_its_digit() -> None:
    assert key_fits("30114B84600000000501", "044541312")
    assert not key_fits("30114B84500000000501", "044541312")
    assert not key_fits("30114D84600000000501", "044541312")


def test_a_cyrillic_letter_is_taken_for_the_latin_one_that_looks_like_it() -> None:
    assert key_fits("30114В84600000000501", "044541312")
    assert not is_account("30114В84600000000501")


@pytest.mark.parametrize("account", ["03100643000000017200", "03231643457010007300"])
def test_accounts_of_the_treasury_have_no_key(account: str) -> None:
    assert key_fits(account, "014525988")
    assert key_fits(f"{account[:-1]}9", "014525988")


bank = st.from_regex(r"\A[012][0-9]{8}\Z")
digits = st.from_regex(r"\A[1-9][0-9]{4}[0-9ABCEHKMPTX][0-9]{14}\Z")


def keyed(account: str, bik: str, correspondent: bool) -> str:
    """The account with the key that fits."""
    fitting = (f"{account[:8]}{key}{account[9:]}" for key in range(10))
    return next(one for one in fitting if key_fits(one, bik, correspondent=correspondent))


@given(digits, bank, st.booleans(), st.integers(0, 19), st.integers(1, 9))
def test_any_single_wrong_digit_is_caught(account: str, bik: str, correspondent: bool, place: int, by: int) -> None:
    assume(is_bik(bik) and account[place].isdigit())
    right = keyed(account, bik, correspondent)
    wrong = f"{right[:place]}{(int(right[place]) + by) % 10}{right[place + 1 :]}"
    assume(not wrong.startswith("03"))
    assert not key_fits(wrong, bik, correspondent=correspondent)


@given(st.text(), st.text())
def test_whatever_is_typed_is_judged(text: str, bik: str) -> None:
    assert {is_inn(text), is_kpp(text), is_bik(text), is_account(text), key_fits(text, bik)} <= {True, False}
