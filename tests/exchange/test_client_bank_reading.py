"""A bank's statement is read whatever its encoding and state, and what is wrong with it is told (S1-36)."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from bank_statements import BANK_ORDER, FEE, GOT, OURS, PAID, THEIRS, statement
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm_es.exchange.client_bank.reading import read
from crm_es.exchange.client_bank.values import Statement
from crm_es.messages import Refused

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("CRM_ES_DATA", ROOT.parent / "shared" / "data")) / "bank_ru" / "1c_exchange"
REAL = sorted(DATA.glob("*.txt"))
GOOD = statement(PAID, GOT, totals={"received": "500.00", "spent": "40000.00", "closing": "60500.00"})


def taken(text: str) -> Statement:
    return read(text.encode("cp1251"))


def test_a_statement_tells_its_documents() -> None:
    found = taken(GOOD)
    assert (found.accounts, found.faults, found.bad_rows) == ((OURS,), (), ())
    out, came = found.documents
    assert (out.kind, out.number, out.day, out.amount) == (
        "Платежное поручение",
        "101",
        date(2026, 11, 23),
        Decimal("40000.00"),
    )
    assert (out.payer.account, out.payer.name, out.payee.name) == (OURS, 'ООО "Пример"', "ИП Примеров Пётр")
    assert (out.payee.account, out.payee.inn, out.payee.bik) == (THEIRS, "123456789047", "044525593")
    assert out.purpose == "Оплата по счёту № 12 от 12.11.2026 = всё"
    assert [one.direction(found.own) for one in (out, came)] == ["outgoing", "incoming"]
    assert (out.debited_on, came.credited_on) == (out.day, out.day)


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode("cp1251"),
        GOOD.encode("cp1251").replace(b"\r\n", b"\n"),
        GOOD.replace("=Windows", "=DOS").encode("cp866", "replace"),
        GOOD.replace("=Windows", "=dos").encode("cp866", "replace"),
        GOOD.encode(),
        GOOD.replace("=Windows", "=DOS").encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        "\r\n".join(f"  {line} " for line in GOOD.splitlines()).encode("cp1251"),
        GOOD.replace("=", " = ").encode("cp1251"),
        b"\r\n\r\n" + GOOD.encode("cp1251") + b"\r\nrubbish",
    ],
    ids=[
        "cp1251",
        "LF",
        "DOS",
        "dos",
        "UTF-8 says Windows",
        "UTF-8 says DOS",
        "BOM",
        "UTF-16",
        "blanks",
        "=",
        "rubbish",
    ],
)
def test_its_encoding_is_found_whatever_the_header_says(data: bytes) -> None:
    found = read(data)
    assert (found.faults, len(found.documents)) == ((), 2)
    assert found.documents[0].payee.name == "ИП Примеров Пётр"


def test_encodings_may_be_mixed_in_one_file() -> None:
    lines = GOOD.splitlines()
    mixed = b"\n".join(line.encode("utf-8" if n % 2 else "cp1251") for n, line in enumerate(lines))
    halves = b"\n".join(b"=".join((key.encode("cp1251"), value.encode())) for key, _, value in map(split, lines))
    assert read(mixed).documents == taken(GOOD).documents == read(halves).documents


@pytest.mark.parametrize("word", ["ВЁ", "РЁ", "С№", "Г«"])
def test_short_words_of_windows_are_not_taken_for_utf_8(word: str) -> None:
    (out,) = taken(statement(PAID | {"НазначениеПлатежа": word})).documents
    assert out.purpose == word


def split(line: str) -> tuple[str, str, str]:
    return line.partition("=")


@pytest.mark.parametrize(
    ("text", "amount"),
    [("40000", "40000"), ("40000.5", "40000.5"), ("40000,50", "40000.5"), ("40 000.00", "40000"), ("5.", "5")],
)
def test_sums_have_a_point_a_comma_or_neither(text: str, amount: str) -> None:
    (out,) = taken(statement(PAID | {"Сумма": text})).documents
    assert out.amount == Decimal(amount)


def test_the_account_is_found_where_banks_settle_over_another() -> None:
    over = PAID | {"ПолучательСчет": "30101810200000000593", "ПлательщикРасчСчет": ""}
    (out,) = taken(statement(over)).documents
    assert (out.payer.account, out.payee.account, out.payee.through) == (OURS, THEIRS, "30101810200000000593")


def test_a_purpose_in_lines_is_put_together_and_spelling_does_not_matter() -> None:
    lines = {"НазначениеПлатежа": "", "НазначениеПлатежа 1": "Оплата", "НазначениеПлатежа2": "по счету 12"}
    (out,) = taken(statement(PAID | lines | {"Плательщиксчет": OURS, "НовыйКлюч": "x"})).documents
    assert out.purpose == "Оплата по счету 12"


def test_dates_of_the_bank_tell_the_way_where_accounts_do_not() -> None:
    strange = {"ПлательщикСчет": "1", "ПлательщикРасчСчет": "", "ПолучательСчет": "2", "ПолучательРасчСчет": ""}
    dated = {"out": {"ДатаСписано": "23.11.2026"}, "in": {"ДатаПоступило": "23.11.2026"}, "none": {}}
    ways = []
    for dates in dated.values():
        (one,) = taken(statement(PAID | strange | {"ДатаСписано": "", "ДатаПоступило": ""} | dates)).documents
        ways.append(one.direction(frozenset((OURS,))))
    assert ways == ["outgoing", "incoming", None]


# ── What is wrong is told, and the rest is read ─────────────────────────────


def test_a_file_without_its_end_is_told_of() -> None:
    found = taken(statement(PAID, end=False))
    assert len(found.documents) == 1
    assert found.faults == ("The file has no КонецФайла: it is cut off; get it again.",)


def test_a_torn_document_is_not_taken_for_whole() -> None:
    """Its sum may lack digits."""
    text = GOOD[: GOOD.index("Сумма=500") + len("Сумма=5")]
    found = taken(text)
    assert len(found.documents) == 1
    assert "has no end" in found.bad_rows[0].reason


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        ({"received": "500", "spent": "40000", "closing": "1"}, "do not agree: 100000.00 + 500.00 - 40000.00 is 60500"),
        ({"spent": "41000.00"}, "The documents say that 40000.00 went out of"),
        ({"received": "0"}, "The documents say that 500.00 came to"),
    ],
)
def test_wrong_totals_are_told_of(totals: dict[str, str], words: str) -> None:
    (fault,) = taken(statement(PAID, GOT, totals=totals)).faults
    assert words in fault


def test_a_document_that_comes_twice_counts_once() -> None:
    found = taken(statement(PAID, PAID | {"Номер": "000101"}, totals={"spent": "40000.00"}))
    assert len(found.documents) == 1
    (fault,) = found.faults
    assert "Document '101' of 23.11.2026 for 40000.00 is there 2 times" in fault


def test_a_transfer_between_our_accounts_is_no_repetition() -> None:
    text = statement(PAID, PAID | {"ДатаСписано": "", "ДатаПоступило": "23.11.2026"})
    found = taken(text.replace(f"РасчСчет={OURS}\r\nСекция", f"РасчСчет={OURS}\r\nРасчСчет={THEIRS}\r\nСекция"))
    assert (len(found.documents), found.faults, found.accounts) == (1, (), (OURS, THEIRS))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Сумма": "much"}, "has no readable sum ('much')"),
        ({"Сумма": "0"}, "has no readable sum"),
        ({"Сумма": "-5"}, "has no readable sum"),
        ({"Сумма": "1.234"}, "has no readable sum"),
        ({"Сумма": "9" * 16}, "has no readable sum"),
        ({"Дата": "31.02.2026"}, "has no readable date"),
        ({"Дата": "01.01.0001"}, "has no readable date"),
        ({"Дата": "", "Сумма": ""}, "has no readable sum ('') and has no readable date ('')"),
    ],
)
def test_documents_without_a_sum_or_date_are_left_out_and_told_with_their_line(
    changes: dict[str, str], reason: str
) -> None:
    found = taken(statement(PAID | changes, GOT))
    assert [one.number for one in found.documents] == ["77"]
    (row,) = found.bad_rows
    assert reason in row.reason
    assert row.line == 10


def test_two_documents_run_together_are_none() -> None:
    text = statement(PAID, GOT).replace("КонецДокумента\r\nСекцияДокумент=Платежное поручение\r\n", "")
    found = taken(text)
    assert found.documents == ()
    assert "run together" in found.bad_rows[0].reason


@pytest.mark.parametrize("data", [b"", b"\r\n", b"%PDF-1.7", "ВерсияФормата=1.03".encode(), b"\x00" * 100, b"\xff\xfe"])
def test_another_file_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="first line has to be 1CClientBankExchange"):
        read(data)


def test_a_huge_file_is_refused() -> None:
    with pytest.raises(Refused, match="get it in parts"):
        read(b"1CClientBankExchange".ljust(20_000_001))


@settings(max_examples=150, deadline=None)
@given(st.binary() | st.binary().map(lambda data: b"1CClientBankExchange\n" + data))
@example(b"1CClientBankExchange\n=DOS\n\xd0")
def test_whatever_bytes_come_are_read_or_refused(data: bytes) -> None:
    with suppress(Refused):
        assert all(one.amount > 0 for one in read(data).documents)


FILES = [GOOD.encode("cp1251"), statement((BANK_ORDER, FEE), PAID).encode(), *(file.read_bytes() for file in REAL)]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FILES), st.integers(0), st.integers(0, 300), st.binary(max_size=20))
def test_damaged_statements_are_read_as_far_as_they_go(data: bytes, at: int, length: int, put: bytes) -> None:
    at %= len(data)
    try:
        found = read(data[:at] + put + data[at + length :])
    except Refused:
        assert at < len(b"1CClientBankExchange\r\n")
    else:
        assert all(one.amount > 0 for one in found.documents)
        assert len(found.documents) <= len(read(data).documents)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FILES), st.integers(0))
def test_a_file_cut_off_anywhere_tells_nothing_wrong(data: bytes, at: int) -> None:
    whole = {one.key for one in read(data).documents}
    try:
        found = read(data[: at % len(data)])
    except Refused:
        return
    assert {one.key for one in found.documents} <= whole
    assert len(found.documents) == len(whole) or found.faults


# ── Real files, where they are at hand ──────────────────────────────────────


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.name)
def test_real_files_are_read_whole(file: Path) -> None:
    found = read(file.read_bytes())
    assert (found.faults, found.bad_rows) == ((), ())
    assert found.documents
    assert all(one.direction(found.own) for one in found.documents)
    assert found.is_of_orders == file.name.startswith("constructed_1c_to_kl")
