"""The facts that a paper rests on."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

from crm_es.messages import Event
from crm_es.recorded import Recorded
from crm_es.store.reading import ENVELOPE, recorded

OF_CLIENT: Final = f"""
SELECT {ENVELOPE} FROM events WHERE state->>'client_id' = %b AND topic = ANY(%b) AND state->>%b = %b
ORDER BY notification_id
"""


def of_client(
    db: Connection[Any], client_id: UUID, topics: tuple[type[Event], ...], name: str, value: UUID
) -> list[Recorded[Event]]:
    """Events about a client that name something else by its id."""
    asked = (str(client_id), [topic.__name__ for topic in topics], name, str(value))
    with db.cursor(binary=True, row_factory=tuple_row) as rows:
        return list(recorded(rows.execute(OF_CLIENT, asked)))
