"""`crm-es read` says what an invoice says, to people and to programs, and needs no company for it (S1-37)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from invoices import PAYEE, invoice
from shell import Copies, Operator, answer


@pytest.fixture
def read(copies: Copies) -> Operator:
    """The program where no company is named."""
    return lambda *arguments: copies.run(list(map(str, arguments)), os.environ)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "invoice.pdf"
    file.write_bytes(invoice("form"))
    return file


def test_an_invoice_is_shown_as_a_table_or_as_one_object(read: Operator, file: Path) -> None:
    shown = read("read", file).stdout
    assert "ООО «Вектор»" in shown
    assert "97%" in shown
    told = answer(read("--json", "read", file))
    assert {one["field"]: one["value"] for one in told["fields"]}["account"] == PAYEE["account"]
    assert (told["source"], told["doubts"]) == ("pdf text", [])


def test_what_cannot_be_read_is_a_sentence(read: Operator, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Hello", encoding="utf-8")
    assert "'notes.txt' is no PDF" in answer(read("--json", "read", file))["error"]
    assert read("read", tmp_path / "none.pdf").returncode == 1
