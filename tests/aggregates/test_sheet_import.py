"""A sheet is taken over by whoever may bring sheets, and taken back by them or whoever answers for them (X-05)."""

from __future__ import annotations

from uuid import UUID

from examples import ADMIN, ANN, BOB, CAROL, HEAD, ID, importer
from spec import Spec

from crm_es.aggregates import sheet_import
from crm_es.aggregates.sheet_import import (
    ImportSheet,
    NoteSheetTaken,
    RevertSheetImport,
    SheetImported,
    SheetImportReverted,
    SheetTaken,
)

spec = Spec(sheet_import.decider, importer(on_behalf_of=ANN))
SHA = "ab" * 32
bring = ImportSheet(
    sheet_import_id=ID, kind="clients", name="clients.xlsx", sha256=SHA, rows=5, taken=3, twins=1, faulty=1
)
brought = SheetImported(**dict(bring), imported_by=ANN)
revert = RevertSheetImport(sheet_import_id=ID, reason="The wrong file.")
back = SheetImportReverted(sheet_import_id=ID, kind="clients", reason="The wrong file.", reverted_by=ANN)


def of(person_id: UUID) -> SheetImportReverted:
    return back.model_copy(update={"reverted_by": person_id})


def test_who_brought_a_list_is_noted() -> None:
    spec.given().when(bring).then(brought)


def test_accounting_brings_no_lists_of_clients() -> None:
    spec.given().when(bring, importer(on_behalf_of=CAROL)).then_refused("operators", rule="who may import sheets")


def test_an_import_is_noted_once() -> None:
    spec.given(brought).when(bring).then_refused("id of its own")


def test_what_became_of_its_rows_is_noted_once() -> None:
    noting = NoteSheetTaken(sheet_import_id=ID, taken=2, refused=1)
    counted = SheetTaken(sheet_import_id=ID, kind="clients", taken=2, refused=1)
    spec.given(brought).when(noting).then(counted)
    spec.given(brought, counted).when(noting).then_nothing()
    spec.given().when(noting).then_refused("no such import")


def test_who_brought_it_takes_it_back_once() -> None:
    spec.given(brought).when(revert).then(back)
    spec.given(brought, back).when(revert).then_nothing()


def test_a_supervisor_or_an_administrator_takes_it_back_too() -> None:
    for person_id in (HEAD, ADMIN):
        spec.given(brought).when(revert, importer(on_behalf_of=person_id)).then(of(person_id))


def test_nobody_takes_back_what_somebody_else_brought() -> None:
    spec.given(brought).when(revert, importer(on_behalf_of=BOB)).then_refused(
        "supervisor", rule="somebody else's import"
    )


def test_what_nobody_brought_is_not_taken_back() -> None:
    spec.given().when(revert).then_refused("no such import")
