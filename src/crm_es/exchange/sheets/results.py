"""What became, or would become, of a sheet: row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal
from uuid import UUID

Outcome = Literal["new", "twin", "faulty", "refused", "taken"]


@dataclass(frozen=True, slots=True)
class Result:
    """Of one row."""

    line: int
    """Of the sheet, with the heading as 1."""
    outcome: Outcome
    label: str = ""
    record_id: UUID | None = None
    """Of what it brought, or of what it is the twin of."""
    why: str | None = None
    """What is the same, what is wrong, or why it was refused."""


@dataclass
class SheetSummary:
    """Of one sheet."""

    kind: str
    sheet_import_id: UUID | None
    """None where it was only looked at."""
    columns: Mapping[str, str | None]
    """By field, the column that it was taken from."""
    unused: tuple[str, ...]
    """Columns that no field was taken from."""
    rows: list[Result] = field(default_factory=list)

    @property
    def counts(self) -> dict[Outcome, int]:
        counted = Counter(row.outcome for row in self.rows)
        return {outcome: counted[outcome] for outcome in ("new", "taken", "twin", "faulty", "refused")}

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "sheet_import_id": self.sheet_import_id,
            "columns": dict(self.columns),
            "unused_columns": list(self.unused),
            "counts": self.counts,
            "rows": [asdict(row) for row in self.rows],
        }
