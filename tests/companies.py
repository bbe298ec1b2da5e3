"""Companies that tests use one after the other: to make one takes longer than most tests do.

A company that was used is emptied of all that was written, and taken again if its tables are as they were made.
"""

from __future__ import annotations

from typing import Any, Final, LiteralString
from uuid import uuid4

import psycopg
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Identifier
from psycopg.types.json import Jsonb

from crm_es.runners.worker import enrol
from crm_es.store import accounts, company_secrets, queue, thumbnails, uploads, webhooks
from crm_es.store.database import Database
from crm_es.store.log import Log

Db = psycopg.Connection[tuple[Any, ...]]
SHAPE: Final[LiteralString] = """
SELECT md5(string_agg(part, '|' ORDER BY part)) FROM (
    SELECT format('%%s.%%s %%s %%s', relname, attname, atttypid::regtype, attnotnull) AS part
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = %(schema)s::text::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT replace(indexdef, %(schema)s::text, '') FROM pg_indexes WHERE schemaname = %(schema)s
    UNION ALL
    SELECT format('%%s %%s %%s', relname, tgname, tgenabled)
    FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid WHERE relnamespace = %(schema)s::text::regnamespace
    UNION ALL
    SELECT format('%%s %%s', relname, relkind)
    FROM pg_class WHERE relnamespace = %(schema)s::text::regnamespace AND relkind NOT IN ('r', 'i')
    UNION ALL
    SELECT proname || replace(prosrc, %(schema)s::text, '')
    FROM pg_proc WHERE pronamespace = %(schema)s::text::regnamespace
) AS parts
"""
TABLES: Final[LiteralString] = "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1"
SEQUENCES: Final[LiteralString] = (
    "SELECT sequencename FROM pg_sequences WHERE schemaname = %s AND last_value IS NOT NULL"
)


class Companies:
    """Those of one server."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.db: Db | None = None
        self.free: list[str] = []
        self.shape = ""
        self.rows: dict[str, Any] = {}

    def take(self) -> str:
        """The schema of an empty company that is ready for commands."""
        return self.free.pop() if self.free else self._make()

    def give_back(self, schema: str) -> None:
        try:
            if shape(db := self._connected(schema), schema) == self.shape:
                self._empty(db, schema)
                self.free.append(schema)
                return
        except psycopg.Error:
            pass  # a test left a lock, broke the tables or ended all connections: there are others
        drop(self._connected(schema), schema)

    def close(self) -> None:
        if self.db:
            self.db.close()

    def _make(self) -> str:
        schema = f"company_{uuid4().hex[:12]}"
        database = Database(self.url, schema)
        enrol(Log(database))
        with database.get_connection() as db:
            for beside in (accounts, company_secrets, queue, thumbnails, uploads, webhooks):
                beside.create_tables(db)
        database.close()
        if not self.shape:
            made = self._connected(schema)
            self.shape = shape(made, schema)
            self.rows = {table: content(made, table) for table in filled(made, schema)}
        return schema

    def _empty(self, db: Db, schema: str) -> None:
        with db.transaction():
            db.execute("SET LOCAL session_replication_role = replica")  # the log may be emptied here
            for table in filled(db, schema):
                db.execute(SQL("DELETE FROM {}").format(Identifier(table)))
            for table, rows in self.rows.items():
                again = SQL("INSERT INTO {0} SELECT * FROM jsonb_populate_recordset(NULL::{0}, %s)")
                db.execute(again.format(Identifier(table)), (Jsonb(rows),))
            for (sequence,) in db.execute(SEQUENCES, (schema,)).fetchall():
                db.execute(SQL("ALTER SEQUENCE {} RESTART").format(Identifier(sequence)))

    def _connected(self, schema: str) -> Db:
        """One connection for all: it remembers what the server told it of tables."""
        if self.db is None or self.db.closed:
            self.db = psycopg.connect(self.url, autocommit=True, row_factory=tuple_row)
        self.db.execute("SET lock_timeout = '2s'")
        self.db.execute(SQL("SET search_path TO {}").format(Identifier(schema)))
        return self.db


def shape(db: Db, schema: str) -> str:
    """What tells whether the tables are as they were made."""
    found = db.execute(SHAPE, {"schema": schema}).fetchone()
    return str(found and found[0])


def filled(db: Db, schema: str) -> list[str]:
    """The tables that hold anything."""
    tables = [table for (table,) in db.execute(TABLES, (schema,)).fetchall()]
    if not tables:
        return []
    asked = SQL(" UNION ALL ").join(
        SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {})").format(table, Identifier(table)) for table in tables
    )
    return [table for (table,) in db.execute(asked).fetchall()]


def content(db: Db, table: str) -> Any:
    found = db.execute(SQL("SELECT jsonb_agg(to_jsonb(line)) FROM {} AS line").format(Identifier(table))).fetchone()
    return found and found[0]


def drop(db: Db, schema: str) -> None:
    db.execute("SET client_min_messages TO warning")
    db.execute("SET lock_timeout = 0")
    db.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(schema)))
