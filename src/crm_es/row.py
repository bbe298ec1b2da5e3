"""A row: what a projection folds events into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Row:
    """One line of a projection's table: the fields are its columns, and `key` tells rows apart.

    `indexes` are lists of columns that queries filter or sort by, such as `"owner_id, stage"`.
    """

    TABLE: ClassVar[str]
    KEY: ClassVar[str]
    INDEXES: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls, table: str, key: str, indexes: tuple[str, ...] = ()) -> None:
        cls.TABLE, cls.KEY, cls.INDEXES = table, key, indexes
