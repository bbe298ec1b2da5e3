"""Given facts, then rows: a projection without a database."""

from __future__ import annotations

from datetime import datetime
from types import ModuleType
from typing import Any
from uuid import UUID

from examples import ID, MONDAY
from psycopg import Connection

from crm_es.messages import Event
from crm_es.recorded import Recorded
from crm_es.row import Row
from crm_es.store.table import Table


def recorded(event: Event, at: datetime = MONDAY, **envelope: Any) -> Recorded[Any]:
    """The event as the log has it; what does not matter here is made up."""
    facts: dict[str, Any] = {"position": 1, "stream": ID, "version": 1, "actor": "somebody", "recorded_at": at}
    return Recorded(**facts | {"event": event, "occurred_at": at} | envelope)


def fold(projection: ModuleType, *history: Recorded[Any]) -> dict[UUID | str, Any]:
    """The rows that these facts lead to, by key."""
    rows: dict[UUID | str, Any] = {}
    for fact in history:
        for key in projection.keys(fact.event):
            rows[key] = projection.evolve(rows.get(key), fact, key)
    return {key: row for key, row in rows.items() if row is not None}


def keep(db: Connection[Any], *rows: Row) -> None:
    """Rows in the tables of their projections."""
    for row in rows:
        table = Table(type(row))
        table.create(db)
        table.save(db, {getattr(row, row.KEY): row})
