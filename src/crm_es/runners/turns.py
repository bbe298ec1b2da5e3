"""Whose turn it is: a reader takes its lease only when there is something to read."""

from __future__ import annotations

from time import monotonic
from typing import Any, Final

from psycopg import Connection

from crm_es.store.reading import head
from crm_es.store.tracking import Tracking, lease

AGAIN: Final = 1.0
"""Seconds before asking again for a lease that somebody else holds."""


class Turn:
    """The place of one reader, as this process sees it."""

    def __init__(self, name: str, owner: str) -> None:
        self.name, self.owner = name, owner
        self.reached = -1
        """How far it came when this process last looked."""
        self.newest = 0
        """Where the log ended then."""
        self._again_at = 0.0

    def take(self, db: Connection[Any]) -> Tracking | None:
        """The lease, where there is something to read and nobody else reads it."""
        self.newest = head(db)
        if self.newest == self.reached or monotonic() < self._again_at:
            return None
        held = lease(db, self.name, self.owner)
        if held is None:
            self._again_at = monotonic() + AGAIN
            return None
        self.reached = held.position
        return held if held.position < self.newest else None
