"""Which small copy belongs to which picture, so that each is made once. It can always be made anew."""

from __future__ import annotations

from typing import Any, Final

from psycopg import Connection

SCHEMA: Final = """
SELECT pg_advisory_xact_lock(hashtext('crm_es.thumbnails'));
CREATE TABLE IF NOT EXISTS thumbnails (
    sha256    text PRIMARY KEY,
    thumbnail text NOT NULL
);
"""


def create_tables(db: Connection[Any]) -> None:
    """Make the table where it is missing."""
    with db.transaction():
        db.execute(SCHEMA)


def note(db: Connection[Any], sha256: str, thumbnail: str) -> None:
    db.execute(
        "INSERT INTO thumbnails (sha256, thumbnail) VALUES (%s, %s)"
        " ON CONFLICT (sha256) DO UPDATE SET thumbnail = excluded.thumbnail",
        (sha256, thumbnail),
    )


def thumbnail_of(db: Connection[Any], sha256: str) -> str | None:
    found = db.execute("SELECT thumbnail FROM thumbnails WHERE sha256 = %s", (sha256,)).fetchone()
    return found["thumbnail"] if found else None
