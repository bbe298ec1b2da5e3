"""What only the company knows, and signs with: made once, as rows beside the log, never in it."""

from __future__ import annotations

from secrets import token_bytes
from typing import Any, Final

from psycopg import Connection

SCHEMA: Final = """
SELECT pg_advisory_xact_lock(hashtext('crm_es.company_secrets'));
CREATE TABLE IF NOT EXISTS company_secrets (
    name    text        PRIMARY KEY,
    secret  bytea       NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
"""
CLIENT_LINKS: Final = "client links"


def create_tables(db: Connection[Any]) -> None:
    """Make the table where it is missing."""
    with db.transaction():
        db.execute(SCHEMA)


def secret(db: Connection[Any], name: str = CLIENT_LINKS) -> bytes:
    """The secret of this name; two who ask for it first are told the same."""
    question = "SELECT secret FROM company_secrets WHERE name = %s"
    if (known := db.execute(question, (name,)).fetchone()) is None:
        db.execute("INSERT INTO company_secrets VALUES (%s, %s) ON CONFLICT DO NOTHING", (name, token_bytes(32)))
        known = db.execute(question, (name,)).fetchone()
    return bytes(known["secret"]) if known else b""
