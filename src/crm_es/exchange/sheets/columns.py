"""Which column of a sheet holds what: by its heading, in Russian or English, or as the person says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crm_es.exchange.sheets.reading import Row
from crm_es.messages import Refused, quoted
from crm_es.playbook.names import typed_alike

Mapped = Mapping[str, int]
"""By field, the place of its column."""


class Field(NamedTuple):
    """Something that a row may tell."""

    name: str
    meaning: str
    headings: tuple[str, ...] = ()
    """What people call it; its name goes too."""
    needed: bool = False

    def is_headed(self, heading: str) -> bool:
        return typed_alike(heading) in map(typed_alike, (self.name, self.name.replace("_", " "), *self.headings))


def mapped(columns: Sequence[str], fields: Sequence[Field], said: Mapping[str, str]) -> dict[str, int]:
    """Where each field is found. What the person says goes before what headings look like.

    Raises Refused where a field or column that is said is not there, or a needed field is not found.
    """
    names = [field.name for field in fields]
    for name, heading in said.items():
        if name not in names:
            raise Refused(f"There is no field {name!r} here: take one of {quoted(names)}.", "no such field")
        if heading and place_of(heading, columns) is None:
            raise Refused(f"The sheet has no column {heading!r}: it has {quoted(columns)}.", "no such column")
    found: dict[str, int] = {}
    for field in fields:
        if field.name in said:
            place = place_of(said[field.name], columns) if said[field.name] else None
        else:
            taken = {place_of(heading, columns) for heading in said.values()} | set(found.values())
            heads = (n for n, heading in enumerate(columns) if field.is_headed(heading) and n not in taken)
            place = next(heads, None)
        if place is not None:
            found[field.name] = place
    if missing := [field.name for field in fields if field.needed and field.name not in found]:
        raise Refused(
            f"No column is found for {quoted(missing)} among {quoted(columns)}: say which one it is.",
            "a needed column",
        )
    return found


def place_of(heading: str, columns: Sequence[str]) -> int | None:
    return next((n for n, column in enumerate(columns) if typed_alike(column) == typed_alike(heading)), None)


class Cells:
    """One row by its fields. What was asked for and is missing or unreadable is told with its column."""

    def __init__(self, row: Row, where: Mapped, columns: Sequence[str]) -> None:
        self.row, self.where, self.columns = row, where, columns

    def __getitem__(self, field: str) -> str:
        """The text in the cell; empty where there is none."""
        place = self.where.get(field)
        return "" if place is None else self.row.cells[place]

    def heading(self, field: str) -> str:
        place = self.where.get(field)
        return field if place is None else self.columns[place]

    def needed(self, field: str) -> str:
        if text := self[field]:
            return text
        raise Refused(f"{self.heading(field)} is empty: fill it in.", "a needed cell")

    def unreadable(self, field: str, why: object) -> Refused:
        return Refused(f"{self.heading(field)} {self[field]!r} {why}.", "an unreadable cell")
