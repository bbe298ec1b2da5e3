"""The Bank of Russia's ED807 is read whole, packed or not; what is none is refused with a reason (S1-13)."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from bank_entries import CORRESPONDENT, MAY, NEVA, TREASURY, account, directory, entry

from crm_es.banks import Restriction
from crm_es.exchange import packed
from crm_es.exchange.ed807 import Edition, read
from crm_es.messages import Refused

Reading = Callable[[bytes], Edition]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """What a file of this content tells."""

    def read_it(content: bytes) -> Edition:
        file = tmp_path / "ED807.xml"
        file.write_bytes(content)
        return read(file)

    return read_it


# ── One entry ───────────────────────────────────────────────────────────────


def test_a_bank_is_read_with_its_account_and_codes(reading: Reading) -> None:
    codes = '<SWBICS SWBIC="NEVARUMM" DefaultSWBIC="0"/><SWBICS SWBIC="NEVARU2P" DefaultSWBIC="1"/>'
    bank = reading(directory(entry(NEVA, "АО &quot;Ёлка&quot;", inside=codes + CORRESPONDENT))).banks[NEVA]
    assert (bank.name, bank.town, bank.kind, bank.since) == ('АО "Ёлка"', "г Тула", "20", date(1994, 1, 20))
    assert (bank.correspondent_account, bank.key_bik) == ("30101810200000000827", "044030001")
    assert (bank.swift, bank.until, bank.struck, bank.restrictions) == ("NEVARU2P", None, False, ())


def test_what_closes_or_restricts_it_is_read(reading: Reading) -> None:
    paused = '<AccRstrList AccRstr="CLRS" AccRstrDate="2026-06-01"/>'
    told = 'NameP="Bank" DateIn="1994-01-20" DateOut="2026-07-01" PtType="90" ParticipantStatus="PSDL"'
    restricted = '<RstrList Rstr="URRS" RstrDate="2026-05-01"/><RstrList Rstr="NORS"/>'
    text = (
        f'<BICDirectoryEntry BIC="{NEVA}"><ParticipantInfo {told}>{restricted}</ParticipantInfo>'
        f"{account('30101810200000000827', inside=paused)}</BICDirectoryEntry>"
    )
    bank = reading(directory(text)).banks[NEVA]
    assert (bank.kind, bank.until, bank.struck) == ("90", date(2026, 7, 1), True)
    assert bank.restrictions == (
        Restriction(code="URRS", since=date(2026, 5, 1)),
        Restriction(code="CLRS", since=date(2026, 6, 1)),
    )


def test_closed_accounts_are_passed_over_and_treasuries_have_one_of_their_own(reading: Reading) -> None:
    closed = account("30101810300000000827", more='AccountStatus="ACDL"') + account(
        "30101810400000000827", more='DateOut="2026-05-18"'
    )
    single = account("40116810100000010010", "TRSA") + account("40102810045370000002", "UTRA")
    banks = reading(directory(entry(NEVA, inside=closed + CORRESPONDENT), entry(TREASURY, inside=single))).banks
    assert banks[NEVA].correspondent_account == "30101810200000000827"
    assert banks[TREASURY].correspondent_account == "40102810045370000002"


def test_a_bank_without_name_town_and_accounts_is_a_bank(reading: Reading) -> None:
    bare = f'<BICDirectoryEntry BIC="{NEVA}"><ParticipantInfo DateIn="1994-01-20" PtType="10"/></BICDirectoryEntry>'
    bank = reading(directory(bare)).banks[NEVA]
    assert (bank.name, bank.town, bank.correspondent_account, bank.key_bik) == ("", "", None, None)


def test_an_entry_that_comes_twice_stands_as_it_came_last(reading: Reading) -> None:
    edition = reading(directory(entry(NEVA, "One"), entry(NEVA, "Two")))
    assert edition.banks[NEVA].name == "Two"
    assert [row.reason for row in edition.bad_rows] == [
        f"Entry 2 tells of {NEVA} again: it stands instead of the first."
    ]


# ── Files of all kinds ──────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["xml", "gz", "zip"])
def test_a_file_may_be_packed(tmp_path: Path, kind: str) -> None:
    plain, file = directory(entry(NEVA, "Ёлка")), tmp_path / f"packed.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("readme.txt", "hello")
            archive.writestr("20260518_ED807_full.XML", plain)
    else:
        file.write_bytes(gzip.compress(plain) if kind == "gz" else plain)
    assert read(file).banks[NEVA].name == "Ёлка"


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE ED807 [<!ENTITY a "b">]><ED807 BusinessDay="2026-05-18">&a;</ED807>'
WHOLE = f'<ED807 BusinessDay="{MAY}">{entry(NEVA)}</ED807>'.encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is broken"),
        (b"\x00\xff\xfe", "is broken"),
        (b"BIC;Name\n044525225;Bank", "is broken"),
        (WHOLE[:-30], "is broken"),
        (WHOLE + b"<more/>", "is broken"),
        (gzip.compress(WHOLE)[:-30], "is broken"),
        (gzip.compress(b"", mtime=0)[:5] + b"garbage", "is broken"),
        (b'<?xml version="1.0" encoding="nonsense"?>' + WHOLE, "is broken"),
        (b'<?xml version="1.0" encoding="utf-8"?><ED807 a="\xcf\xf0"/>', "is broken"),
        (b"PK\x05\x06" + b"\x00" * 18, "no .xml in"),
        (b"<html><body>404</body></html>", "begins with 'html'"),
        (b"<ED101 BusinessDay='2026-05-18'/>", "begins with 'ED101'"),
        (b'<ED807 BusinessDay="2026-05-18"/>', "lists no bank"),
        (b'<ED807 BusinessDay="yesterday"/>', "does not say for which day"),
        (b"<ED807/>", "does not say for which day"),
        (DOCTYPE, "document type"),
    ],
)
def test_what_is_no_directory_is_refused_with_a_reason(reading: Reading, content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        reading(content)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"nothing\.xml cannot be read"):
        read(tmp_path / "nothing.xml")


def test_a_file_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "LARGEST", 1_000_000)
    file = tmp_path / "bomb.gz"
    file.write_bytes(gzip.compress(b"<ED807 BusinessDay='2026-05-18'>" + b" " * 2_000_000, mtime=0))
    with pytest.raises(Refused, match="larger than 1 MB"):
        read(file)
