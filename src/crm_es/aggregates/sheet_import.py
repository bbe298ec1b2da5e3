"""The import of a sheet: who brought which list, and whether it was taken back (X-05).

An import is recorded once, before its rows, and reverted at most once. Its rows are ordinary commands: they share its
id as their correlation. What became of them is counted once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Refused
from crm_es.playbook import Name
from crm_es.stored_file import Sha256

SheetKind = Literal["clients", "contacts", "deals", "tasks", "prices", "time"]
"""What the rows of a sheet are."""

# ── Events ──────────────────────────────────────────────────────────────────


class SheetImported(Event):
    """Somebody brought a list that was kept in a spreadsheet."""

    sheet_import_id: UUID
    kind: SheetKind
    name: str
    """Of the file."""
    sha256: Sha256
    rows: int
    taken: int
    """Rows that are to be taken over."""
    twins: int
    """Rows of what was known already."""
    faulty: int
    """Rows that could not be read."""
    imported_by: UUID


class SheetTaken(Event):
    """Every row of the list was decided."""

    sheet_import_id: UUID
    kind: SheetKind
    taken: int
    """Rows that were taken over."""
    refused: int
    """Rows that could be read, and were refused."""


class SheetImportReverted(Event):
    """What the list brought is to be taken back."""

    sheet_import_id: UUID
    kind: SheetKind
    reason: str
    reverted_by: UUID


SheetImportEvent = SheetImported | SheetTaken | SheetImportReverted

# ── Commands ────────────────────────────────────────────────────────────────

Rows = Annotated[int, Field(ge=0, le=1_000_000)]
KEEPERS = frozenset({"operator", "manager", "head_of_sales", "administrator"})
"""Whoever may bring sheets; those of their own time, everybody. Each row is then decided by what that person may do."""


class ImportSheet(Command, roles={"import"}, opens=True):
    """Note that a list is taken over. Its rows follow as commands of their own."""

    sheet_import_id: UUID
    kind: SheetKind
    name: Name
    sha256: Sha256
    rows: Rows
    taken: Rows
    twins: Rows
    faulty: Rows


class NoteSheetTaken(Command, roles={"import"}):
    """Note what became of the rows of a list."""

    sheet_import_id: UUID
    taken: Rows
    refused: Rows


class RevertSheetImport(Command, roles={"import"}):
    """Take back what the list brought, as far as nothing has come of it."""

    sheet_import_id: UUID
    reason: Annotated[str, Field(min_length=1, max_length=500)]


SheetImportCommand = ImportSheet | NoteSheetTaken | RevertSheetImport

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class SheetImport:
    kind: SheetKind
    imported_by: UUID
    taken: bool = False
    reverted: bool = False


def evolve(sheet: SheetImport | None, event: SheetImportEvent) -> SheetImport:
    match sheet, event:
        case None, SheetImported(kind=kind, imported_by=imported_by):
            return SheetImport(kind, imported_by)
        case SheetImport(), SheetTaken():
            return replace(sheet, taken=True)
        case SheetImport(), SheetImportReverted():
            return replace(sheet, reverted=True)
        case _:
            raise Corrupt(sheet, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(sheet: SheetImport | None, command: SheetImportCommand, context: Context) -> Iterator[SheetImportEvent]:
    match command, sheet:
        case ImportSheet(), None:
            must_keep_lists(context.directory.roles(context.person_id), command.kind)
            yield SheetImported(**dict(command), imported_by=context.person_id)
        case ImportSheet(), _:
            raise Refused("This import is there already: import the sheet under an id of its own.")
        case _, None:
            raise Refused("There is no such import.")
        case NoteSheetTaken(), SheetImport():
            if not sheet.taken:
                yield SheetTaken(**dict(command), kind=sheet.kind)
        case RevertSheetImport(), SheetImport():
            is_administrator = "administrator" in context.directory.roles(context.person_id)
            if not is_administrator and not context.answers_for(sheet.imported_by):
                raise Refused(
                    "Who imported a sheet takes it back, a supervisor or an administrator: ask one of them.",
                    "somebody else's import",
                )
            if not sheet.reverted:
                yield SheetImportReverted(
                    sheet_import_id=command.sheet_import_id,
                    kind=sheet.kind,
                    reason=command.reason,
                    reverted_by=context.person_id,
                )


def must_keep_lists(roles: frozenset[str], kind: str) -> None:
    """Refuse whoever has nothing to do with clients, deals and prices."""
    if kind != "time" and KEEPERS.isdisjoint(roles):
        raise Refused("Sheets are brought by operators and sales: ask one of them.", "who may import sheets")


decider = Decider("sheet_import", "sheet imports", get_args(SheetImportCommand), decide, evolve)
