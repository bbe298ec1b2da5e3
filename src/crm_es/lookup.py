"""The reference for readers: looked up again a few times a second, and at once after what was recorded here."""

from __future__ import annotations

from math import inf
from threading import Lock
from time import monotonic
from typing import Final

from crm_es.reference import TOPICS, Reference
from crm_es.store.database import Database
from crm_es.store.reading import head, news

FRESH: Final = 0.2
"""Seconds for which the last look will do."""


class Lookup:
    """Who works here and by which playbooks, as this process last saw it."""

    def __init__(self) -> None:
        self._reference, self._position, self._looked_at = Reference(), 0, -inf
        self._lock = Lock()

    def current(self, database: Database) -> Reference:
        return self._reference if monotonic() - self._looked_at <= FRESH else self.now(database)

    def expire(self) -> None:
        """Something of it was recorded here: whoever asks next must hear of that."""
        with self._lock:  # a look that began before it is over
            self._looked_at = -inf

    def now(self, database: Database) -> Reference:
        """Looked up again in any case."""
        with self._lock, database.get_connection() as db:
            newest = head(db)
            _, found = news(db, self._position, sorted(TOPICS), newest + 1, stop=newest)
            self._reference = self._reference.after(recorded.event for recorded in found)
            self._position, self._looked_at = newest, monotonic()
            return self._reference
