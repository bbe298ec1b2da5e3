"""One look at the log for many readers: those for whom nothing of use was recorded are moved on together."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import Any, Final, Protocol

from psycopg import Connection

from crm_es.runners.turns import AGAIN, Turn
from crm_es.store.log import Log
from crm_es.store.reading import head, topics_between
from crm_es.store.tracking import Tracking, lease_all, pass_all_over

FAR: Final = 2_000
"""Events. Whoever is further behind reads by itself."""


class Reader(Protocol):
    """Something that reads the log, a step at a time."""

    name: str
    topics: list[str]
    turn: Turn

    def step(self) -> bool: ...


class Lookout:
    """Says which readers have something to read, and takes the leases that are free. Others run the rest."""

    def __init__(self, log: Log, readers: Sequence[Reader], owner: str) -> None:
        self.log, self.owner = log, owner
        self.readers = {reader.name: reader for reader in readers}
        self._topics = {reader.name: frozenset(reader.topics) for reader in readers}
        self._newest, self._round_at = -1, 0.0

    def due(self, *, again: bool) -> list[Reader]:
        """Whoever should take a step. Again, where somebody did read: there may be more.

        Now and then it looks although nothing is new: a lease may have become free.
        """
        with self.log.datastore.get_connection() as db:
            newest = head(db)
            if newest == self._newest and not again and monotonic() < self._round_at:
                return []
            behind = lease_all(db, self.owner, list(self.readers), newest)
            with db.transaction():
                db.execute("SET LOCAL synchronous_commit TO off")  # found again, nothing is of use again
                due = self._skim(db, behind, newest)
        self._newest, self._round_at = newest, monotonic() + AGAIN
        return due

    def _skim(self, db: Connection[Any], behind: Sequence[Tracking], newest: int) -> list[Reader]:
        near = [place for place in behind if newest - place.position <= FAR]
        due = [self.readers[place.name] for place in behind if newest - place.position > FAR]
        if near:
            found = topics_between(db, min(place.position for place in near), newest)
            idle = []
            for place in near:
                listened = self._topics[place.name]
                if any(topic in listened and position > place.position for position, topic in found):
                    due.append(self.readers[place.name])
                else:
                    idle.append(place)
            if idle:
                pass_all_over(db, idle, newest)
        return due
