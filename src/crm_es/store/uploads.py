"""Who sent which content: knowing the hash of a file is no right to it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from psycopg import Connection

SCHEMA: Final = """
SELECT pg_advisory_xact_lock(hashtext('crm_es.uploads'));
CREATE TABLE IF NOT EXISTS uploads (
    person_id uuid        NOT NULL,
    sha256    text        NOT NULL,
    at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (person_id, sha256)
);
"""


def create_tables(db: Connection[Any]) -> None:
    """Make the table where it is missing."""
    with db.transaction():
        db.execute(SCHEMA)


def note(db: Connection[Any], person_id: UUID, sha256: str) -> None:
    db.execute("INSERT INTO uploads (person_id, sha256) VALUES (%s, %s) ON CONFLICT DO NOTHING", (person_id, sha256))


def has_sent(db: Connection[Any], person_id: UUID, sha256: str) -> bool:
    question = "SELECT FROM uploads WHERE person_id = %s AND sha256 = %s"
    return db.execute(question, (person_id, sha256)).rowcount > 0
