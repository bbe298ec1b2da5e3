"""Files in folders that people look through (S1-38): nothing that lies there is written over."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from contents import PDF
from examples import CONTRACTOR, MONDAY
from fold import keep
from psycopg.rows import dict_row

from crm_es.exchange.files_export import Exported, export, folders_of
from crm_es.files.folder import Folder
from crm_es.projections.contractor_registry import Contractor
from crm_es.stored_file import StoredFile

FOLDERS = {CONTRACTOR: "ООО Ромашка"}


@pytest.fixture
def store(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "store")


def line(file: StoredFile, **changes: Any) -> dict[str, Any]:
    """A row of the list of files."""
    return {"kind": "invoice", "contractor_id": CONTRACTOR, "period": "2026-10"} | dict(file) | changes


def written(store: Folder, target: Path, *lines: dict[str, Any]) -> Exported:
    return export(store, lines, FOLDERS, target, lambda *_: None)


def paths(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_invoices_and_payment_orders_lie_together_by_contractor_and_month(store: Folder, tmp_path: Path) -> None:
    invoice, order = store.put(PDF, "Счёт 17.pdf"), store.put(b"31", "31.txt")
    target = tmp_path / "out"
    done = written(store, target, line(invoice), line(order, kind="payment order"), line(order, contractor_id=None))
    assert paths(target) == [
        "no contractor/2026-10/invoice 31.txt",
        "ООО Ромашка/2026-10/invoice Счёт 17.pdf",
        "ООО Ромашка/2026-10/payment order 31.txt",
    ]
    assert (len(done.written), done.there_already, done.troubles) == (3, [], [])
    assert (target / "ООО Ромашка/2026-10/invoice Счёт 17.pdf").read_bytes() == PDF


def test_written_again_nothing_changes(store: Folder, tmp_path: Path) -> None:
    invoice = store.put(PDF, "a.pdf")
    written(store, tmp_path / "out", line(invoice))
    done = written(store, tmp_path / "out", line(invoice))
    assert (done.written, len(done.there_already)) == ([], 1)


def test_another_content_of_the_same_name_gets_another(store: Folder, tmp_path: Path) -> None:
    target = tmp_path / "out"
    mine = target / "ООО Ромашка" / "2026-10" / "invoice a.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    files = [line(store.put(text, "a.txt")) for text in (b"one", b"two")]
    for _ in range(2):
        written(store, target, *files)
    assert [path.removeprefix("ООО Ромашка/2026-10/") for path in paths(target)] == [
        "invoice a (2).txt",
        "invoice a (3).txt",
        "invoice a.txt",
    ]
    assert mine.read_text() == "mine"


def test_what_the_store_has_lost_or_damaged_is_told_and_the_rest_written(store: Folder, tmp_path: Path) -> None:
    lost, damaged, sound = (store.put(text, f"{text.decode()}.txt") for text in (b"lost", b"damaged", b"sound"))
    store.path(lost.sha256).unlink()
    store.path(damaged.sha256).write_bytes(b"other")
    done = written(store, tmp_path / "out", *map(line, (lost, damaged, sound)))
    assert paths(tmp_path / "out") == ["ООО Ромашка/2026-10/invoice sound.txt"]
    assert ["not in the store" in done.troubles[0], "is damaged" in done.troubles[1]] == [True, True]


@pytest.mark.parametrize("name", ["../../a.pdf", "/etc/passwd", "a\x00b.pdf", "..", "Я" * 200 + ".pdf"])
def test_no_name_leads_out_of_its_folder(store: Folder, tmp_path: Path, name: str) -> None:
    invoice = store.put(PDF, "a.pdf")
    written(store, tmp_path / "out", line(invoice, name=name))
    (path,) = paths(tmp_path / "out")
    assert path.startswith("ООО Ромашка/2026-10/")


def test_contractors_have_folders_of_their_own(server_url: str, schema: str) -> None:
    names = ("ООО «Ромашка»", "Bags/Ltd", "bags?ltd", "..", "No contractor")
    with psycopg.connect(server_url, autocommit=True, row_factory=dict_row) as db:
        db.execute(f"SET search_path TO {schema}".encode())
        keep(db, *(Contractor(UUID(int=n << 96), name, "RU", MONDAY) for n, name in enumerate(names, 1)))
        assert list(folders_of(db).values()) == [
            "ООО «Ромашка»",
            "Bags_Ltd 00000002",
            "bags_ltd 00000003",
            "nameless",
            "No contractor 00000005",
        ]
