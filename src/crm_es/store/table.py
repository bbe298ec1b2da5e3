"""The table of a projection: made from its row, written in whole batches, replaced as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from types import NoneType
from typing import Any, Final, get_args, get_type_hints
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

from crm_es.row import Row
from crm_es.store.records import columns

TYPES: Final[dict[Any, str]] = {
    UUID: "uuid", str: "text", int: "int8", bool: "bool", Decimal: "numeric", date: "date", datetime: "timestamptz",
    tuple[UUID, ...]: "uuid[]", tuple[str, ...]: "text[]", tuple[datetime, ...]: "timestamptz[]",
}  # fmt: skip

Rows = dict[Any, Row | None]
"""Rows by key; None is a row to be removed."""


class Table:
    """Where rows of one kind lie."""

    def __init__(self, row: type[Row]) -> None:
        self.row, self.name, self.key = row, row.TABLE, row.KEY
        hints = get_type_hints(row)
        self.types = {f.name: TYPES[bare(hints[f.name])] for f in fields(row)}
        self.names = ", ".join(self.types)
        self.values = attrgetter(*self.types)
        self.lists = [n for n, kind in enumerate(self.types.values()) if kind.endswith("[]")]
        self.shape = ", ".join(f"{column} {kind}" for column, kind in self.types.items())
        self.upsert = self._upsert()

    def create(self, db: Connection[Any], name: str = "") -> None:
        table = name or self.name
        db.execute(f"CREATE TABLE IF NOT EXISTS {table} ({self.shape}, PRIMARY KEY ({self.key}))")
        for n, index in enumerate(self.row.INDEXES):
            db.execute(f"CREATE INDEX IF NOT EXISTS {table}_{n} ON {table} {of(index)}")

    def load(self, db: Connection[Any], keys: Iterable[Any]) -> Rows:
        question = f"SELECT {self.names} FROM {self.name} WHERE {self.key} = ANY(%s)"
        return {getattr(row, self.key): row for row in self._rows(db, question, list(keys))}

    def load_all(self, db: Connection[Any]) -> Rows:
        return {getattr(row, self.key): row for row in self._rows(db, f"SELECT {self.names} FROM {self.name}")}

    def _rows(self, db: Connection[Any], question: str, *values: Any) -> Iterable[Row]:
        with db.cursor(binary=True, row_factory=tuple_row) as rows:
            for row in rows.execute(question, values, prepare=False):  # a plan kept from a small table reads all of it
                yield self.row(*(tuple(v) if isinstance(v, list) else v for v in row) if self.lists else row)

    def save(self, db: Connection[Any], rows: Rows) -> None:
        """Two statements, however many rows: one writes, one removes."""
        kept = columns([self.values(row) for row in rows.values() if row], len(self.types))
        gone = [key for key, row in rows.items() if row is None]
        if kept[0]:
            for n in self.lists:
                kept[n] = [literal(value) for value in kept[n]]
            db.execute(self.upsert, kept, prepare=True)
        if gone:
            db.execute(f"DELETE FROM {self.name} WHERE {self.key} = ANY(%s)", (gone,), prepare=True)

    def _upsert(self) -> str:
        """Columns travel as arrays; an array of arrays would need all of one length, so those travel as text."""
        kinds = list(self.types.values())
        arrays = ", ".join("%b::text[]" if kind.endswith("[]") else f"%b::{kind}[]" for kind in kinds)
        source = ", ".join(f"c{n}::{kind}" if kind.endswith("[]") else f"c{n}" for n, kind in enumerate(kinds))
        names = ", ".join(f"c{n}" for n, _ in enumerate(kinds))
        values = ", ".join(f"{column} = excluded.{column}" for column in self.types)
        insert = f"INSERT INTO {self.name} ({self.names}) SELECT {source} FROM unnest({arrays}) AS new ({names})"
        return f"{insert} ON CONFLICT ({self.key}) DO UPDATE SET {values}"

    def replace(self, db: Connection[Any], rows: Rows) -> None:
        """Fill a table beside, then swap. In the caller's transaction: readers see the old one until it commits."""
        beside = f"{self.name}_beside"
        db.execute(f"DROP TABLE IF EXISTS {beside}")
        db.execute(f"CREATE TABLE {beside} ({self.shape})")
        with db.cursor() as cursor, cursor.copy(f"COPY {beside} ({self.names}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(list(self.types.values()))
            for row in filter(None, rows.values()):
                values = self.values(row)
                copy.write_row(self._with_lists(values) if self.lists else values)
        db.execute(f"ALTER TABLE {beside} ADD PRIMARY KEY ({self.key})")
        for index in self.row.INDEXES:
            db.execute(f"CREATE INDEX ON {beside} {of(index)}")
        db.execute(f"ANALYZE {beside}")
        db.execute(f"DROP TABLE IF EXISTS {self.name}")
        db.execute(f"ALTER TABLE {beside} RENAME TO {self.name}")

    def _with_lists(self, values: tuple[Any, ...]) -> list[Any]:
        """Lists for tuples, as the driver takes them."""
        row = list(values)
        for n in self.lists:
            row[n] = None if row[n] is None else list(row[n])
        return row


def of(index: str) -> str:
    """What an index is of: columns, or what follows `USING`."""
    return index if index.startswith("USING ") else f"({index})"


def bare(annotation: Any) -> Any:
    """`str` for both `str` and `str | None`."""
    if annotation in TYPES:
        return annotation
    return next((kind for kind in get_args(annotation) if kind is not NoneType), annotation)


def literal(values: tuple[Any, ...] | None) -> str | None:
    """A list as PostgreSQL writes one."""
    if values is None:
        return None
    quoted = (str(value).replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ", ".join(f'"{value}"' for value in quoted) + "}"
