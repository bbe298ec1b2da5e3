"""The name of a file does no harm, on whatever system it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_es.files.kinds import EXTENSIONS
from crm_es.files.names import named
from crm_es.stored_file import StoredFile

PDF, TEXT = "application/pdf", "text/plain"


@pytest.mark.parametrize(
    ("told", "kind", "kept"),
    [
        ("Счёт № 17.pdf", PDF, "Счёт № 17.pdf"),
        ("SCAN.PDF", PDF, "SCAN.PDF"),
        ("Счёт", PDF, "Счёт.pdf"),
        ("invoice.pdf.exe", PDF, "invoice.pdf.exe.pdf"),
        ("run.bat", TEXT, "run.bat.txt"),
        ("statement.csv", TEXT, "statement.csv"),
        ("../../etc/passwd", TEXT, "passwd.txt"),
        ("C:\\Users\\ann\\bill.txt", TEXT, "bill.txt"),
        ("bill\u202efdp.exe", PDF, "billfdp.exe.pdf"),
        ("a\x00b\nc\t d\u200b.pdf", PDF, "ab c d.pdf"),
        ('what? "this": <that>|*.pdf', PDF, "what_ _this__ _that___.pdf"),
        (" .hidden. ", TEXT, "hidden.txt"),
        ("..", PDF, "file.pdf"),
        ("", PDF, "file.pdf"),
        (".pdf", PDF, "pdf.pdf"),
        ("con .pdf", PDF, "_con.pdf"),
        ("LPT1.foo.txt", TEXT, "_LPT1.foo.txt"),
        ("е\u0308.txt", TEXT, "ё.txt"),
        ("Я" * 300 + ".pdf", PDF, "Я" * 98 + ".pdf"),
    ],
)
def test_a_name_is_kept_as_far_as_it_is_safe(told: str, kind: str, kept: str) -> None:
    assert named(told, kind) == kept


@given(st.text(), st.sampled_from([*EXTENSIONS]))
def test_every_name_ends_up_fit_for_a_fact_and_for_a_folder(told: str, kind: str) -> None:
    name = named(told, kind)
    assert StoredFile(sha256="0" * 64, name=name, type=kind, size=1).name == name
    assert name.lower().endswith(EXTENSIONS[kind])
    assert len(name.encode()) <= 201
    assert named(name, kind) == name
