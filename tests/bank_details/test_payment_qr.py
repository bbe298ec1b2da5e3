"""Payment codes by GOST R 56042-2014: read whoever wrote them, and written so that everybody reads them (S1-37)."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from crm_es.bank_details.payment_qr import LARGEST, Encoding, amount, overlong, read, write
from crm_es.bank_details.payment_qr_fields import FREE, LIMITS, REQUIRED
from crm_es.messages import Refused

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("CRM_ES_DATA", ROOT.parent / "shared" / "data")) / "bank_ru"
VECTORS = DATA / "gost56042_vectors.json"
EXAMPLE = DATA / "gost56042_example_cp1251.txt"
REAL: list[dict[str, Any]] = json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"] if VECTORS.is_file() else []

PAYEE = {
    "Name": "ООО «Вектор»",
    "PersonalAcc": "40702810900000002851",
    "BankName": "АО «Банк»",
    "BIC": "044030827",
    "CorrespAcc": "30101810200000000827",
}
MORE = {"Sum": "1250050", "Purpose": "Оплата по счету № 7", "PayeeINN": "7707083893", "KPP": "773601001"}
CODE = write(PAYEE | MORE)


@pytest.mark.parametrize("vector", REAL, ids=[vector["id"] for vector in REAL])
def test_the_vectors_of_other_programs_hold(vector: dict[str, Any]) -> None:
    if vector["op"] == "build":
        separator = vector["expect"][7]
        assert write(vector["fields"]).decode() == vector["expect"].rstrip(separator)  # it may end with one
        assert read(vector["expect"].encode()) == vector["fields"]
    elif vector["expect"] is None:
        with pytest.raises(Refused):
            read(vector["text"].encode())
    else:
        assert read(vector["text"].encode()) == vector["expect"]


@pytest.mark.skipif(not EXAMPLE.is_file(), reason="the example is not here")
def test_the_example_in_cp1251_is_read() -> None:
    fields = read(EXAMPLE.read_bytes())
    assert (fields["Name"], fields["Purpose"]) == ("ООО «Три кита»", "Оплата членского взноса")
    assert amount(fields) == Decimal("1000.00")


@pytest.mark.parametrize(("encoding", "digit"), [("cp1251", b"1"), ("utf-8", b"2"), ("koi8-r", b"3")])
def test_a_code_is_read_in_the_encoding_that_it_names(encoding: Encoding, digit: bytes) -> None:
    fields = PAYEE | {"Name": "Вектор №1" if encoding == "cp1251" else "Вектор", "BankName": "Банк"}
    payload = write(fields, encoding)
    assert payload[6:7] == digit
    assert read(payload) == fields


def test_a_scanner_that_turns_letters_into_utf8_and_keeps_the_digit_does_no_harm() -> None:
    payload = write(PAYEE, "cp1251").decode("cp1251").encode()
    assert payload.startswith(b"ST00011")
    assert read(payload) == PAYEE


def altered(change: str, to: str) -> bytes:
    """The code with something else in it."""
    text = CODE.decode()
    assert change in text
    return text.replace(change, to).encode()


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("|", "#"),
        ("ST00012", "\ufeffST00012"),
        ("KPP=773601001", "KPP=773601001|\r\n"),
        ("KPP=773601001", "KPP=773601001|Colour=red|=5|Empty=|Alone||Phone=null"),
        ("Name=", "nAmE="),
        ("PersonalAcc", " personalACC "),
        ("40702810900000002851", "4070 2810 9000 0000 2851"),
        ("«Вектор»", "«\u200bВектор»\u00a0"),
    ],
)
def test_what_does_not_matter_is_passed_over(change: str, to: str) -> None:
    assert read(altered(change, to)) == PAYEE | MORE


def test_a_value_keeps_its_equals_signs() -> None:
    assert read(altered("№ 7", "№=7=8"))["Purpose"] == "Оплата по счету №=7=8"


def test_a_key_in_cyrillic_letters_is_the_key_that_it_looks_like() -> None:
    assert read(CODE + "|СВС=18811302031010000130".encode())["CBC"] == "18811302031010000130"


def test_an_account_in_a_clearing_currency_may_be_typed_with_a_cyrillic_letter() -> None:
    assert read(altered("40702810900000002851", "40702А10900000002851"))["PersonalAcc"] == "40702A10900000002851"


@pytest.mark.parametrize(("kopecks", "roubles"), [("1", "0.01"), ("1250050", "12500.50"), ("9" * 18, "9" * 16 + ".99")])
def test_sums_are_kopecks(kopecks: str, roubles: str) -> None:
    assert amount(read(altered("1250050", kopecks))) == Decimal(roubles)


def test_without_a_sum_the_payer_says_how_much() -> None:
    assert amount(read(altered("1250050", "0"))) is None
    assert amount(PAYEE) is None


@pytest.mark.parametrize(
    ("payload", "rule"),
    [
        (b"", "no payment code"),
        (b"https://example.org", "no payment code"),
        (b"ST0001", "no payment code"),
        (CODE[2:], "no payment code"),
        (altered("ST00012", "ST00022"), "unknown version"),
        (altered("ST00012", "ST00010"), "unknown encoding"),
        (b"ST00012", "required field missing"),
        (b"ST00012|", "required field missing"),
        (altered("ST00012|", "ST00012"), "no separator"),
        (altered("BIC=044030827", "BIC="), "required field missing"),
        (altered("BIC=", "BIK="), "required field missing"),
        (altered("BIC=044030827", "BIC=44030827"), "shape of BIC"),
        (altered("BIC=044030827", "BIC=944030827"), "shape of BIC"),
        (altered("BIC=044030827", "BIC=٠٤٤٠٣٠٨٢٧"), "shape of BIC"),
        (altered("40702810900000002851", "4070281090000000285"), "shape of PersonalAcc"),
        (altered("40702810900000002851", "40702Z10900000002851"), "shape of PersonalAcc"),
        (altered("30101810200000000827", "none"), "shape of CorrespAcc"),
        (altered("1250050", "-1"), "shape of Sum"),
        (altered("1250050", "12500.50"), "shape of Sum"),
        (altered("1250050", "1e9"), "shape of Sum"),
        (altered("1250050", "9" * 19), "shape of Sum"),
        (altered("7707083893", "7707083893000"), "shape of PayeeINN"),
        (altered("773601001", "'; DROP"), "shape of KPP"),
        (CODE + b"|BIC=044525225", "field said twice"),
        (CODE[:18], "unreadable letters"),
        (CODE + b"|Phone=" + b"1" * LARGEST, "code too long"),
    ],
)
def test_what_nobody_can_pay_by_is_refused_with_a_sentence(payload: bytes, rule: str) -> None:
    with pytest.raises(Refused, match=r"\.$") as refused:
        read(payload)
    assert refused.value.rule == rule
    assert len(str(refused.value)) < 200


def test_texts_that_are_too_long_are_read_and_named() -> None:
    fields = read(altered("АО «Банк»", "АО «Банк» " + "о" * 40))
    assert dict(overlong(fields)) == {"BankName": "BankName has 50 characters, and the standard allows 45: shorten it."}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"BIC": ""}, "required field missing"),
        ({"Colour": "red"}, "unknown field"),
        ({"Purpose": "о" * 211}, "value too long"),
        ({"Purpose": " Rent"}, "untidy value"),
        ({"Sum": "12.50"}, "shape of Sum"),
        ({"Name": "о" * 150}, "code too long"),
        ({"Purpose": "|#;:^_~{}!$%&*+/<>?@"}, "no separator"),
    ],
)
def test_a_code_that_nobody_could_read_is_not_written(changes: dict[str, str], rule: str) -> None:
    with pytest.raises(Refused) as refused:
        write(PAYEE | changes)
    assert refused.value.rule == rule


def test_letters_that_an_encoding_lacks_are_not_written_in_it() -> None:
    with pytest.raises(Refused, match="take UTF-8"):
        write(PAYEE | {"Name": "Ромашка 株"}, "cp1251")


TEXTS = st.text(st.sampled_from("abcXYZ019АБВгдеЁё№«»\"'|#;:^_~{}!=,.()- "), min_size=1).map(
    lambda text: " ".join(text.split())
)
SAID = st.fixed_dictionaries(
    {
        "Name": TEXTS.map(lambda text: text[:40].strip()),
        "PersonalAcc": st.from_regex(r"\A[0-9]{5}[0-9ABCEHKMPTX][0-9]{14}\Z", alphabet=st.characters(codec="ascii")),
        "BankName": TEXTS.map(lambda text: text[:40].strip()),
        "BIC": st.from_regex(r"\A[012][0-9]{8}\Z", alphabet=st.characters(codec="ascii")),
        "CorrespAcc": st.just("0"),
    },
    optional={
        "Sum": st.integers(1, 10**18 - 1).map(str),
        **{key: TEXTS.map(lambda text: text[:210].strip()) for key in ("Purpose", *FREE[:3])},
    },
).filter(lambda said: all(said.values()) and "null" not in said.values())


@given(said=SAID, encoding=st.sampled_from(["utf-8", "cp1251"]))
@example(said=PAYEE | {"Purpose": 'Счет № 1 | "a=b"'}, encoding="cp1251")
def test_what_is_written_is_read_again(said: dict[str, str], encoding: Encoding) -> None:
    payload = write(said, encoding)
    assume(encoding == "utf-8" or payload.isascii() or not is_utf8(payload))
    assert read(payload) == said
    assert list(read(payload))[:5] == list(REQUIRED)


def is_utf8(payload: bytes) -> bool:
    """Pairs of letters such as Рё happen to be one letter of UTF-8; a whole text of them is no text."""
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(
    st.binary()
    | st.builds(lambda tail: b"ST00012|" + tail, st.binary())
    | st.builds(lambda n: CODE[:n], st.integers(0, 400))
)
def test_whatever_comes_is_read_or_refused(payload: bytes) -> None:
    try:
        fields = read(payload)
    except Refused:
        return
    assert set(REQUIRED) <= set(fields) <= {*LIMITS, *FREE}
