"""Runs a projection: live in batches, or all over again into a table that is swapped in."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any, Final, NamedTuple, get_args, get_type_hints

from psycopg import Connection

from crm_es.recorded import Recorded
from crm_es.row import Row
from crm_es.runners import topics
from crm_es.runners.turns import Turn
from crm_es.store.log import Log
from crm_es.store.reading import FOLDED, head, news, pages
from crm_es.store.table import Rows, Table
from crm_es.store.tracking import Tracking, hold, keep_shape, pass_over, reach, seen

BATCH: Final = 1_000
PAGE: Final = 500
"""Of a rebuild: several small ones on their way keep the reader ahead of the fold."""
Progress = Callable[[int, int], None]
"""Is told how far it has come, and where it is going."""
Goal = Callable[[Connection[Any]], int]
"""How far to fold."""


class Difference(NamedTuple):
    """A row that is not what the log leads to."""

    key: Any
    found: Row | None
    rebuilt: Row | None


@cache
def table_of(evolve: Callable[..., Row | None]) -> Table:
    """Where its rows lie; to read what they are made of takes long."""
    return Table(get_args(get_type_hints(evolve)["return"])[0])


class Projector:
    """Keeps the table of one projection at its position in the log."""

    def __init__(self, log: Log, name: str, projection: ModuleType, owner: str = "here") -> None:
        self.log, self.name, self.turn = log, name, Turn(name, owner)
        self.keys, self.evolve, self.topics = projection.keys, projection.evolve, topics(projection.keys)
        self.table = table_of(projection.evolve)

    def step(self, limit: int = BATCH) -> bool:
        """Fold the next events into the rows they touch. Rows and position are one transaction.

        Returns whether there was anything to read.
        """
        with self.log.datastore.get_connection() as db, without_collection():
            if (held := self.turn.take(db)) is None:
                return False
            upto, found = news(db, held.position, self.topics, limit, stop=self.turn.newest, columns=FOLDED)
            if not found:
                pass_over(db, held._replace(position=upto), since=held.position)
                return True
            with db.transaction():
                reach(db, held._replace(position=upto), since=held.position)
                self._fold(db, found)
        return True

    def _fold(self, db: Connection[Any], found: Sequence[Recorded[Any]]) -> None:
        touched = [(recorded, self.keys(recorded.event)) for recorded in found]
        rows = self.table.load(db, {key for _, keys in touched for key in keys})
        for recorded, keys in touched:
            for key in keys:
                rows[key] = self.evolve(rows.get(key), recorded, key)
        self.table.save(db, rows)

    def rebuild(self, progress: Progress = lambda *_: None) -> int:
        """Fold all that ever happened, then swap the table. Killed at any moment, it leaves the old one whole.

        Whoever runs the projection meanwhile is held up by the swap only. Returns how many rows there are.
        """
        with self._folded(head, progress) as (db, held, upto, rows):
            self.table.replace(db, rows)
            if upto > held.position:
                reach(db, held._replace(position=upto))
            keep_shape(db, self.name, self.table.shape)
        return sum(row is not None for row in rows.values())

    def verify(self, progress: Progress = lambda *_: None) -> list[Difference]:
        """Fold all that ever happened aside, and tell in which rows the table differs."""
        with self._folded(self._position, progress) as (db, _, _, rebuilt):
            found = self.table.load_all(db)
        keys = sorted(found.keys() | rebuilt.keys(), key=str)
        return [Difference(key, found.get(key), rebuilt.get(key)) for key in keys if found.get(key) != rebuilt.get(key)]

    def _position(self, db: Connection[Any]) -> int:
        return seen(db, self.name)

    @contextmanager
    def _folded(self, goal: Goal, progress: Progress) -> Iterator[tuple[Connection[Any], Tracking, int, Rows]]:
        """All rows as of the goal. Most is folded while others work; for the rest, nobody moves the projection."""
        rows: Rows = {}
        with self.log.datastore.get_connection() as db, without_collection():
            upto = self._fold_all(rows, 0, goal(db), progress)
            with db.transaction():
                held = hold(db, self.name)
                upto = self._fold_all(rows, upto, goal(db), progress)
                yield db, held, upto, rows

    def _fold_all(self, rows: Rows, after: int, stop: int, progress: Progress) -> int:
        keys_of, evolve = self.keys, self.evolve
        for upto, found in pages(self.log.database, after, stop, self.topics, PAGE):
            for recorded in found:
                for key in keys_of(recorded.event):
                    rows[key] = evolve(rows.get(key), recorded, key)
            progress(upto, stop)
        return max(after, stop)


@contextmanager
def without_collection() -> Iterator[None]:
    """Rows form no circles: looking for some, again and again among ever more rows, is time lost.

    The thread that reads ahead gets its turns ten times as often as usual: it needs little of each.
    """
    enabled, interval = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(0.0005)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        if enabled:
            gc.enable()


def fold(projection: ModuleType, history: Iterable[Recorded[Any]]) -> dict[Any, Row]:
    """The rows that a history leads to, in memory: a record as of any time, or a test."""
    listened, rows = frozenset(topics(projection.keys)), dict[Any, Row | None]()
    for recorded in history:
        if type(recorded.event).__name__ in listened:
            for key in projection.keys(recorded.event):
                rows[key] = projection.evolve(rows.get(key), recorded, key)
    return {key: row for key, row in rows.items() if row is not None}
