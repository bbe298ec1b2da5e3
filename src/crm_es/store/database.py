"""The library's PostgreSQL datastore, opened by URL on the schema of one company."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from eventsourcing.persistence import OperationalError
from eventsourcing.postgres import PostgresDatastore
from psycopg import Connection, connect
from psycopg import OperationalError as PsycopgOperationalError
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Format
from psycopg.sql import SQL, Identifier

PATIENCE: Final = 5.0
"""Seconds of trying to connect before somebody has to ask again. After an outage nobody waits longer than that."""


class TextJson(Loader):
    """Leaves jsonb as the bytes that pydantic reads."""

    def load(self, data: Buffer) -> bytes:
        return bytes(data)


class BinaryJson(Loader):
    """The same in the binary format, where one byte of version comes first."""

    format = Format.BINARY

    def load(self, data: Buffer) -> bytes:
        return bytes(data)[1:]


def name_on(schema: str) -> str:
    """What connections of this company are called unless somebody says otherwise."""
    return f"crm-es {schema}"


class Database(PostgresDatastore):
    """A pool of connections. Every statement of ours means the tables of this company only.

    `name` is what the server's own views show of the connections.
    """

    def __init__(self, url: str, schema: str = "public", pool_size: int = 8, name: str | None = None) -> None:
        part = {name: str(value) for name, value in conninfo_to_dict(url).items()}
        self.url, self.name = url, name or name_on(schema)
        super().__init__(
            part["dbname"],
            part.get("host", ""),
            part.get("port", 5432),
            part.get("user", ""),
            part.get("password", ""),
            schema=schema,
            pool_size=pool_size,
            connect_timeout=30,
        )
        self.pool.reconnect_timeout = PATIENCE

    def reach(self) -> None:
        """Make sure that the server is there and that idle connections reach it.

        Raises OperationalError at once where it is away; the pool would wait for a connection.
        """
        try:
            connect(self.url, connect_timeout=round(PATIENCE)).close()
        except PsycopgOperationalError as away:
            raise OperationalError(str(away)) from away
        self.pool.check()

    def create_schema(self) -> None:
        """Make room for the company, if it is new."""
        with self.get_connection() as db:
            db.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(self.schema)))

    def after_connect_func(self) -> Callable[[Connection[Any]], None]:
        library, schema, name = super().after_connect_func(), Identifier(self.schema), self.name

        def after_connect(connection: Connection[Any]) -> None:
            library(connection)
            connection.execute(SQL("SET search_path TO {}").format(schema))
            connection.execute("SET timezone TO 'UTC'")
            connection.execute("SELECT set_config('application_name', %s, false)", (name,))
            connection.adapters.register_loader("jsonb", TextJson)
            connection.adapters.register_loader("jsonb", BinaryJson)

        return after_connect
