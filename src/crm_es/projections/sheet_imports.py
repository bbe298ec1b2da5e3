"""Which lists were taken over from spreadsheets, by whom, and which were taken back?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.sheet_import import SheetImported, SheetImportReverted, SheetTaken
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

ImportFact = SheetImported | SheetTaken | SheetImportReverted


@dataclass(frozen=True)
class SheetImport(Row, table="sheet_imports", key="sheet_import_id", indexes=("imported_at, sheet_import_id",)):
    """One list."""

    sheet_import_id: UUID
    kind: str
    name: str
    rows: int
    taken: int
    twins: int
    faulty: int
    imported_by_id: UUID
    imported_at: datetime
    reverted_at: datetime | None = None
    reverted_by_id: UUID | None = None
    reason: str | None = None
    refused: int = 0
    """Rows that could be read, and were refused."""


def keys(event: ImportFact) -> tuple[UUID, ...]:
    return (event.sheet_import_id,)


def evolve(sheet: SheetImport | None, recorded: Recorded[ImportFact], key: UUID) -> SheetImport | None:
    match sheet, recorded.event:
        case None, SheetImported() as new:
            at = recorded.occurred_at
            return SheetImport(key, new.kind, new.name, new.rows, new.taken, new.twins, new.faulty, new.imported_by, at)
        case SheetImport(), SheetTaken(taken=taken, refused=refused):
            return replace(sheet, taken=taken, refused=refused)
        case SheetImport(), SheetImportReverted(reverted_by=by, reason=reason):
            return replace(sheet, reverted_at=recorded.occurred_at, reverted_by_id=by, reason=reason)
        case _:
            raise Corrupt(sheet, recorded.event)
