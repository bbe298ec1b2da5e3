"""The log: appends whole batches; reading by stream and position is the library's or in `reading`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg import Connection
from psycopg.rows import scalar_row
from psycopg.sql import SQL

from crm_es.store.database import Database
from crm_es.store.reading import number
from crm_es.store.records import Fact, Reply, columns
from crm_es.store.schema import APPEND, SCHEMA
from crm_es.store.tracking import Tracking, reach, seen


class Log(PostgresApplicationRecorder):
    """One company's events, and how far each reader has come."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, events_table_name="events")
        self.sql_create_statements = [SQL(SCHEMA).format()]
        database.create_schema()
        self.create_table()
        self.database = database

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        """The library's way in, without an envelope."""
        facts = [
            Fact(UUID(str(e.originator_id)), e.originator_version, e.topic, e.state.decode()) for e in stored_events
        ]
        with self.datastore.get_connection() as db:
            base = append(db, facts)
        return [base + n for n, _ in enumerate(facts, 1)]

    def wait(self, reader: str, position: int, seconds: float = 5) -> None:
        """Read your writes: come back when `reader` has come so far.

        Raises TimeoutError when it does not.
        """
        until = monotonic() + seconds
        while self.position(reader) < position:
            if monotonic() > until:
                raise TimeoutError(f"{reader} has not come to {position} yet.")
            sleep(0.005)

    def position(self, reader: str) -> int:
        with self.datastore.get_connection() as db:
            return seen(db, reader)

    def head(self) -> int:
        """The position of the newest event; 0 where there is none."""
        with self.datastore.get_connection() as db:
            return number(db, "SELECT position FROM log_head")


class Moved(Exception):
    """The log does not end where the writer believed: somebody else wrote."""


def append(
    db: Connection[Any],
    facts: Sequence[Fact] = (),
    replies: Sequence[Reply] = (),
    trackings: Sequence[Tracking] = (),
    *,
    after: int | None = None,
) -> int:
    """Write all or nothing; return the position that the first fact follows.

    Raises IntegrityError where a version or a command is there already, LeaseLost where a reader was overtaken,
    Moved where the log does not end at `after`.
    """
    counts = (len(facts), after, len(facts))
    values = (*counts, *columns(facts, len(Fact._fields)), *columns(replies, len(Reply._fields)))
    with db.transaction() if trackings else nullcontext():
        for tracking in trackings:
            reach(db, tracking)
        with db.cursor(row_factory=scalar_row) as rows:
            base: int | None = rows.execute(APPEND, values, prepare=True).fetchone()
        if base is None:
            raise Moved
        return base
