"""A row: what a projection folds events into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar


@dataclass(frozen=True)
class Row:
    """One line of a projection's table: the fields are its columns, and `key` tells rows apart.

    `indexes` are lists of columns that queries filter or sort by, such as `"owner_id, stage"`; or of another sort than
    the usual one, such as `"USING gin (words)"`.
    """

    TABLE: ClassVar[str]
    KEY: ClassVar[str]
    INDEXES: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls, table: str, key: str, indexes: tuple[str, ...] = ()) -> None:
        cls.TABLE, cls.KEY, cls.INDEXES = table, key, indexes


R = TypeVar("R", bound=Row)


def replace(row: R, /, **changes: Any) -> R:
    """The row with some columns changed: `dataclasses.replace` without its detour, for rebuilds do little else."""
    changed = object.__new__(type(row))
    object.__setattr__(changed, "__dict__", row.__dict__ | changes)
    return changed
