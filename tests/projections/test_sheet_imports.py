"""Which lists came from spreadsheets (X-05)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from examples import ANN, HEAD, ID, MONDAY, TUESDAY
from fold import fold, recorded

from crm_es.aggregates.sheet_import import SheetImported, SheetImportReverted, SheetTaken
from crm_es.messages import Corrupt
from crm_es.projections import sheet_imports
from crm_es.projections.sheet_imports import SheetImport

brought = SheetImported(
    sheet_import_id=ID,
    kind="deals",
    name="deals.csv",
    sha256="ab" * 32,
    rows=7,
    taken=4,
    twins=2,
    faulty=1,
    imported_by=ANN,
)
back = SheetImportReverted(sheet_import_id=ID, kind="deals", reason="The wrong file.", reverted_by=HEAD)
row = SheetImport(ID, "deals", "deals.csv", 7, 4, 2, 1, ANN, MONDAY)


def test_a_list_is_shown_with_what_was_in_it() -> None:
    assert fold(sheet_imports, recorded(brought, MONDAY)) == {ID: row}


def test_what_was_really_taken_and_refused_is_shown() -> None:
    counted = SheetTaken(sheet_import_id=ID, kind="deals", taken=1, refused=3)
    shown = replace(row, taken=1, refused=3)
    assert fold(sheet_imports, recorded(brought, MONDAY), recorded(counted, MONDAY)) == {ID: shown}


def test_what_was_taken_back_says_by_whom_and_why() -> None:
    gone = replace(row, reverted_at=TUESDAY, reverted_by_id=HEAD, reason="The wrong file.")
    assert fold(sheet_imports, recorded(brought, MONDAY), recorded(back, TUESDAY)) == {ID: gone}


def test_nothing_is_taken_back_that_was_not_brought() -> None:
    with pytest.raises(Corrupt):
        fold(sheet_imports, recorded(back, MONDAY))
