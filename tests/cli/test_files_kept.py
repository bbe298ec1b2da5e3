"""Files on the command line: seen, written out, checked, kept safe and brought back (S1-17, S1-18, S1-38)."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest
from contents import PDF
from examples import ANN, CONTRACTOR, MONDAY, REQUEST, roubles
from psycopg.sql import SQL, Identifier
from shell import Operator, answer

from crm_es.aggregates.contractor import RegisterContractor
from crm_es.aggregates.payment_request import AttachPaymentFile, DraftPaymentRequest, Form
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.files.folder import Folder
from crm_es.runners.worker import settle
from crm_es.stored_file import StoredFile


@pytest.fixture
def invoice(staffed: Crm) -> StoredFile:
    """Ann has asked for a payment, with the invoice."""
    file = staffed.files.put(PDF, "Счёт 17.pdf")
    form = Form(what_for="Bags", amount=roubles(40), contractor_id=CONTRACTOR)
    for command in (
        RegisterContractor(contractor_id=CONTRACTOR, name="Bags Ltd"),
        DraftPaymentRequest(payment_request_id=REQUEST, form=form),
        AttachPaymentFile(payment_request_id=REQUEST, kind="invoice", file=file),
    ):
        staffed.handle(command, Context(by=ANN, at=MONDAY))
    settle(staffed)
    return file


def test_files_are_listed_and_written_out_by_contractor_and_month(
    invoice: StoredFile, crm_es: Operator, tmp_path: Path
) -> None:
    (row,) = answer(crm_es("--json", "files", "list", "--contractor", "Bags Ltd"))["files"]
    assert (row["name"], row["period"], row["sha256"]) == ("Счёт 17.pdf", "2026-11", invoice.sha256)
    assert answer(crm_es("--json", "files", "list", "--contractor", CONTRACTOR, "--period", "2026-12"))["files"] == []
    expected = tmp_path / "out" / "Bags Ltd" / "2026-11" / "invoice Счёт 17.pdf"
    told = crm_es("files", "export", tmp_path / "out", "--period", "2026-11").stdout
    assert told == f"{expected}\n1 files written, 0 were there already.\n"
    assert expected.read_bytes() == PDF
    assert answer(crm_es("--json", "files", "export", tmp_path / "out"))["there_already"] == [str(expected)]


def test_what_is_damaged_or_missing_is_found_and_brought_back(
    invoice: StoredFile, staffed: Crm, crm_es: Operator, tmp_path: Path, server_url: str
) -> None:
    backup, store = tmp_path / "company.dump", staffed.files
    assert isinstance(store, Folder)
    assert answer(crm_es("--json", "backup", backup))["files"] == 1
    assert crm_es("files", "verify").stderr == "All 1 files are sound.\n"
    store.path(invoice.sha256).write_bytes(b"other")
    done = crm_es("--json", "files", "verify")
    assert (done.returncode, answer(done)) == (
        1,
        {"unsound": [{"trouble": "damaged", **row_of(invoice)}], "files": 1},
    )
    shutil.rmtree(store.root)
    assert answer(crm_es("--json", "files", "verify"))["unsound"] == [{"trouble": "missing", **row_of(invoice)}]
    done = crm_es("--json", "files", "export", tmp_path / "out")
    assert (done.returncode, "not in the store" in answer(done)["troubles"][0]) == (1, True)
    staffed.log.datastore.close()
    kept = answer(crm_es("--json", "restore", backup, "--replace"))["kept"]
    assert b"".join(store.open(invoice.sha256)) == PDF
    with psycopg.connect(server_url, autocommit=True) as db:
        db.execute("SET client_min_messages TO warning")
        db.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(kept)))


def row_of(file: StoredFile) -> dict[str, str]:
    return {"sha256": file.sha256, "name": file.name, "record": str(REQUEST)}
