"""Runs a projection: live in batches, or all over again into a table that is swapped in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final, NamedTuple, get_args, get_type_hints

from psycopg import Connection

from crm_es.recorded import Recorded
from crm_es.row import Row
from crm_es.runners import topics
from crm_es.runners.turns import Turn
from crm_es.store.log import Log
from crm_es.store.reading import head, news
from crm_es.store.table import Rows, Table
from crm_es.store.tracking import Tracking, hold, lease, reach

BATCH: Final = 5_000
Progress = Callable[[int, int], None]
"""Is told how far it has come, and where it is going."""


class Difference(NamedTuple):
    """A row that is not what the log leads to."""

    key: Any
    found: Row | None
    rebuilt: Row | None


class Projector:
    """Keeps the table of one projection at its position in the log."""

    def __init__(self, log: Log, name: str, projection: ModuleType, owner: str = "here") -> None:
        self.log, self.name, self.turn = log, name, Turn(name, owner)
        self.keys, self.evolve, self.topics = projection.keys, projection.evolve, topics(projection.keys)
        self.table = Table(get_args(get_type_hints(projection.evolve)["return"])[0])

    def step(self, limit: int = BATCH) -> bool:
        """Fold the next events into the rows they touch. Rows and position are one transaction.

        Returns whether there was anything to read.
        """
        with self.log.datastore.get_connection() as db:
            if (held := self.turn.take(db)) is None:
                return False
        with self._turn(held) as (db, after):
            upto, found = news(db, after, self.topics, limit)
            if found:
                touched = [(recorded, self.keys(recorded.event)) for recorded in found]
                rows = self.table.load(db, {key for _, keys in touched for key in keys})
                for recorded, keys in touched:
                    for key in keys:
                        rows[key] = self.evolve(rows.get(key), recorded, key)
                self.table.save(db, rows)
            reach(db, held._replace(position=upto))
        return True

    def rebuild(self, progress: Progress = lambda *_: None) -> int:
        """Fold all that ever happened, then swap the table. Killed at any moment, it leaves the old one whole.

        Returns how many rows there are. Raises LeaseLost where another process runs this projection meanwhile.
        """
        with self._folded(progress) as (db, held, upto, rows):
            self.table.replace(db, rows)
            db.execute("UPDATE tracking SET shape = %s WHERE name = %s", (self.table.shape, self.name))
            if upto > held.position:
                reach(db, held._replace(position=upto))
        return sum(row is not None for row in rows.values())

    def verify(self, progress: Progress = lambda *_: None) -> list[Difference]:
        """Fold all that ever happened aside, and tell in which rows the table differs."""
        while self.step():
            pass
        with self._folded(progress) as (db, _, _, rebuilt):
            found = self.table.load_all(db)
        keys = sorted(found.keys() | rebuilt.keys(), key=str)
        return [Difference(key, found.get(key), rebuilt.get(key)) for key in keys if found.get(key) != rebuilt.get(key)]

    @contextmanager
    def _folded(self, progress: Progress) -> Iterator[tuple[Connection[Any], Tracking, int, Rows]]:
        """All rows as of the projection's position or, where it lags, of the head; nothing moves meanwhile."""
        rows: Rows = {}
        with self.log.datastore.get_connection() as db:
            upto = self._fold_all(db, rows, 0, head(db), progress)
            held = lease(db, self.name, self.turn.owner)
        with self._turn(held or Tracking(self.name, 0, -1)) as (db, position):
            upto = self._fold_all(db, rows, upto, max(head(db), position), progress)
            yield db, Tracking(self.name, position, held.epoch if held else -1), upto, rows

    @contextmanager
    def _turn(self, held: Tracking) -> Iterator[tuple[Connection[Any], int]]:
        """A transaction that has this projection for itself."""
        with self.log.datastore.get_connection() as db, db.transaction():
            yield db, hold(db, held)

    def _fold_all(self, db: Connection[Any], rows: Rows, after: int, stop: int, progress: Progress) -> int:
        keys_of, evolve = self.keys, self.evolve
        while after < stop:
            after, found = news(db, after, self.topics, BATCH, stop)
            for recorded in found:
                for key in keys_of(recorded.event):
                    rows[key] = evolve(rows.get(key), recorded, key)
            progress(after, stop)
        return after


def fold(projection: ModuleType, history: Iterable[Recorded[Any]]) -> dict[Any, Row]:
    """The rows that a history leads to, in memory: a record as of any time, or a test."""
    listened, rows = frozenset(topics(projection.keys)), dict[Any, Row | None]()
    for recorded in history:
        if type(recorded.event).__name__ in listened:
            for key in projection.keys(recorded.event):
                rows[key] = projection.evolve(rows.get(key), recorded, key)
    return {key: row for key, row in rows.items() if row is not None}
