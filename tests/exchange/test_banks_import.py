"""The bank directory comes in whole or by changes; only what differs is recorded (S1-13)."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from bank_entries import CORRESPONDENT, MAY, MOSCOW, NEVA, TREASURY, directory, entry
from examples import importer

from crm_es.application import Crm
from crm_es.bank_details import BankDetails, faults
from crm_es.exchange.banks_import import run
from crm_es.exchange.ed807 import read
from crm_es.exchange.replay import reference_of
from crm_es.messages import Refused

DATA = Path(os.environ.get("CRM_ES_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
REAL = sorted((DATA / "bank_ru").glob("*ED807*.xml.gz"))
Write = Callable[..., Path]


@pytest.fixture
def file_of(tmp_path: Path) -> Write:
    """A file with these entries."""

    def write(*entries: str, **root: str) -> Path:
        file = tmp_path / "ED807.xml"
        file.write_bytes(directory(*entries, **root))
        return file

    return write


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (entry("").replace(' BIC=""', ""), "Entry 1 (without a БИК) is left out: bik"),
        (entry("4403082"), "Entry 1 (4403082) is left out: bik"),
        (f'<BICDirectoryEntry BIC="{MOSCOW}"/>', "it says nothing of the participant"),
        (entry(MOSCOW, more='DateOut="soon"'), "DateOut is no date ('soon')"),
        (entry(MOSCOW, name="x" * 161), "name: String should have at most 160 characters"),
    ],
)
def test_an_entry_that_cannot_be_used_is_told_and_the_rest_goes_on(
    crm: Crm, file_of: Write, bad: str, words: str
) -> None:
    summary = run(crm, file_of(bad, entry(NEVA)))
    (row,) = summary.bad_rows
    assert words in row.reason
    assert (summary.banks, summary.listed) == (1, 1)
    assert list(reference_of(crm.log).banks) == [NEVA]


# ── Whole editions and changes ──────────────────────────────────────────────


def test_decisions_know_the_banks_of_the_directory(crm: Crm, file_of: Write) -> None:
    summary = run(crm, file_of(entry(NEVA, inside=CORRESPONDENT), entry(MOSCOW)))
    assert summary.as_json() | {"seconds": 0} == {
        "kind": "banks",
        "edition": MAY,
        "banks": 2,
        "listed": 2,
        "delisted": 0,
        "unchanged": 0,
        "bad_rows": [],
        "seconds": 0,
    }
    assert reference_of(crm.log).completed(importer()).banks.keys() == {NEVA, MOSCOW}
    with crm.log.datastore.get_connection() as db:
        rows = db.execute("SELECT bik, correspondent_account FROM bank_registry ORDER BY bik").fetchall()
    assert [tuple(row.values()) for row in rows] == [(NEVA, "30101810200000000827"), (MOSCOW, None)]


def test_the_same_file_again_changes_nothing(crm: Crm, file_of: Write) -> None:
    file = file_of(entry(NEVA), entry(MOSCOW))
    run(crm, file)
    head = crm.log.head()
    summary = run(crm, file)
    assert (summary.listed, summary.delisted, summary.unchanged, crm.log.head()) == (0, 0, 2, head)


def test_a_whole_edition_takes_out_what_it_does_not_name(crm: Crm, file_of: Write) -> None:
    run(crm, file_of(entry(NEVA), entry(MOSCOW)))
    summary = run(crm, file_of(entry(NEVA, "New name"), day="2026-06-01"))
    assert (summary.listed, summary.delisted, summary.unchanged) == (1, 1, 0)
    assert {bik: bank.name for bik, bank in reference_of(crm.log).banks.items()} == {NEVA: "New name"}


def test_a_bank_whose_entry_cannot_be_read_stays_as_it_is_known(crm: Crm, file_of: Write) -> None:
    run(crm, file_of(entry(NEVA), entry(MOSCOW)))
    summary = run(crm, file_of(entry(NEVA), entry(MOSCOW, more='DateOut="soon"'), day="2026-06-01"))
    assert (summary.delisted, len(summary.bad_rows)) == (0, 1)
    assert reference_of(crm.log).banks.keys() == {NEVA, MOSCOW}


@pytest.mark.parametrize("info", ["FIRR", "SIRR"])
def test_a_file_of_changes_changes_only_what_it_names(crm: Crm, file_of: Write, info: str) -> None:
    run(crm, file_of(entry(NEVA), entry(MOSCOW), entry(TREASURY)))
    changes = (
        entry("044525000", change="ADDD"),
        entry(NEVA, "New name", change="CHGD"),
        f'<BICDirectoryEntry BIC="{MOSCOW}" ChangeType="DLTD"/>',
        entry("044525999", change="DLTD"),
    )
    summary = run(crm, file_of(*changes, day="2026-06-01", info=info))
    assert (summary.banks, summary.listed, summary.delisted, summary.bad_rows) == (4, 2, 1, [])
    assert reference_of(crm.log).banks.keys() == {NEVA, TREASURY, "044525000"}


def test_a_whole_edition_may_say_what_changed(crm: Crm, file_of: Write) -> None:
    run(crm, file_of(entry(NEVA), entry(MOSCOW), entry(TREASURY)))
    marked = (entry(NEVA, "New name", change="CHGD"), entry(MOSCOW, change="NCNG"))
    summary = run(crm, file_of(*marked, day="2026-06-01"))
    assert (summary.listed, summary.delisted, summary.unchanged) == (1, 1, 1)


def test_an_older_edition_is_refused(crm: Crm, file_of: Write) -> None:
    run(crm, file_of(entry(NEVA), day="2026-06-01"))
    for dry_run in (True, False):
        with pytest.raises(Refused, match="of 2026-06-01 already"):
            run(crm, file_of(entry(NEVA, "Old name")), dry_run)


def test_a_dry_run_tells_the_same_and_records_nothing(crm: Crm, file_of: Write) -> None:
    file = file_of(entry(NEVA), entry(MOSCOW))
    dry = run(crm, file, dry_run=True)
    assert (dry.listed, crm.log.head()) == (2, 0)
    assert run(crm, file).as_json() | {"seconds": 0} == dry.as_json() | {"seconds": 0}


# ── The real directory ──────────────────────────────────────────────────────


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.name)
def test_the_real_directory_comes_in_whole(crm: Crm, file: Path) -> None:
    summary = run(crm, file)
    assert (summary.listed, summary.bad_rows) == (summary.banks, [])
    assert summary.banks > 1_000
    with crm.log.datastore.get_connection() as db:
        row = db.execute("SELECT count(*) AS n FROM bank_registry").fetchone()
    assert row == {"n": summary.banks}


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.name)
def test_every_account_of_the_real_directory_is_taken_with_its_bank(file: Path) -> None:
    edition = read(file)
    banks = edition.banks
    own = [bank for bank in banks.values() if bank.correspondent_account]
    for bank in own:
        assert bank.correspondent_account is not None
        details = BankDetails(
            inn="7707083893", bik=bank.bik, account="0" * 20, correspondent_account=bank.correspondent_account
        )
        told = {fault.field for fault in faults(details, banks, edition.day)} - {"account"}
        assert told == ({"bik"} if bank.kind == "90" else set())
    kept_by_the_bank_of_russia = [
        (one.get("BIC", ""), kept.get("Account", ""))
        for one in fromstring(gzip.decompress(file.read_bytes()))
        for kept in one
        if kept.get("Account") and not banks[one.get("BIC", "")].correspondent_account
    ]
    assert kept_by_the_bank_of_russia
    for bik, number in kept_by_the_bank_of_russia:
        details = BankDetails(inn="7707083893", bik=bik, account=number)
        assert faults(details, banks, edition.day) == []
