"""A page of a list: filtered, sorted, only what the asker may see, and where the next page begins.

Each page begins after the last row of the one before, so that pages neither overlap nor miss a row that was there.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.filters import Condition, folded, joined, narrowed, read, visible
from crm_es.messages import Refused
from crm_es.registries import Registry

LARGEST: Final = 1000


class Page(NamedTuple):
    """Some rows of a list, in its order."""

    rows: list[dict[str, Any]]
    next_cursor: str | None
    """Where the next page begins; None at the end."""


def page(
    registry: Registry,
    db: Connection[Any],
    *,
    filters: Mapping[str, str] | None = None,
    sort: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    sight: Collection[UUID] | None = None,
    besides: Mapping[str, Collection[str]] | None = None,
    ids: Collection[UUID] | None = None,
) -> Page:
    """The rows after the cursor.

    `sight` leaves only rows that concern these people, and `besides` adds those with one of these values in a column,
    such as approved requests for accounting (S1-30). Without `sight` everything is seen. `ids` leaves the rows that
    people know under these.
    """
    if not 1 <= limit <= LARGEST:
        raise Refused(f"A page holds 1 to {LARGEST} rows: ask for as many.", "page of impossible size")
    order = Order.of(registry, sort or registry.sort)
    conditions = [narrowed(registry, name, text) for name, text in (filters or {}).items()]
    conditions += visible(registry, sight, besides or {})
    if ids is not None:
        conditions.append((f"{registry.id_column} = ANY(%s)", [list(ids)]))
    if cursor:
        conditions.append(order.after(cursor))
    where, values = joined(conditions)
    question = f"SELECT * FROM ({registry.select}) AS list WHERE {where} ORDER BY {order.sql} LIMIT %s"
    with db.cursor(row_factory=dict_row) as rows:
        found = rows.execute(question, [*values, limit + 1]).fetchall()
    return Page(found[:limit], order.cursor(found[limit - 1]) if len(found) > limit else None)


@dataclass(frozen=True)
class Order:
    """By which column a list is sorted. Rows without a value come last, and equal ones in the order of their keys."""

    registry: Registry
    sort: str
    """The column; with - before it, the other way round."""

    @classmethod
    def of(cls, registry: Registry, sort: str) -> Order:
        possible = [name for name, column in registry.columns.items() if not column.several]
        if sort.removeprefix("-") not in possible:
            raise Refused(
                f"{registry.title} cannot be sorted by {sort!r}: use one of {', '.join(possible)},"
                " with - before it for the other way round.",
                "no such order",
            )
        return cls(registry, sort)

    @property
    def name(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def key(self) -> str:
        return self.registry.row.KEY

    @property
    def as_words(self) -> bool:
        return self.registry.columns[self.name].kind is str and self.name != self.key

    @property
    def by(self) -> str:
        return folded(self.name) if self.as_words else self.name

    @property
    def sql(self) -> str:
        way = "DESC" if self.sort.startswith("-") else "ASC"
        last = " NULLS LAST" if self.registry.columns[self.name].optional else ""
        return f"{self.by} {way}{last}, {self.key} {way}"

    def cursor(self, row: Mapping[str, Any]) -> str:
        """This row, as the place where the next page begins."""
        value = None if row[self.name] is None else str(row[self.name])
        place = json.dumps([self.sort, value, str(row[self.key])])
        return urlsafe_b64encode(place.encode()).decode()

    def after(self, cursor: str) -> Condition:
        """What comes behind the row that a cursor tells of."""
        value, key = self.place(cursor)
        sign = "<" if self.sort.startswith("-") else ">"
        if value is None:
            return f"({self.name} IS NULL AND {self.key} {sign} %s)", [key]
        behind = f"({self.by}, {self.key}) {sign} ({folded('%s::text') if self.as_words else '%s'}, %s)"
        optional = self.registry.columns[self.name].optional
        return f"({behind} OR {self.name} IS NULL)" if optional else behind, [value, key]

    def place(self, cursor: str) -> tuple[Any, Any]:
        """The value and the key in a cursor."""
        try:
            sort, value, key = json.loads(urlsafe_b64decode(cursor))
            value = None if value is None else read(self.registry.columns[self.name], "cursor", str(value))
            key = read(self.registry.columns[self.key], "cursor", str(key))
        except (TypeError, ValueError, RecursionError, Refused):
            sort = ""
        if sort != self.sort:
            raise Refused("This cursor belongs to another list: begin with the first page.", "cursor of another list")
        return value, key
