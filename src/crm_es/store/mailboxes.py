"""How far mailboxes are read: rows beside the log. A letter that could not be taken is remembered until it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from psycopg import Connection
from psycopg.rows import class_row

SCHEMA: Final = """
SELECT pg_advisory_xact_lock(hashtext('crm_es.mailboxes'));
CREATE TABLE IF NOT EXISTS mailboxes (
    mailbox      text        PRIMARY KEY,
    uid_validity bigint      NOT NULL DEFAULT 0,     -- numbers hold as long as this is the same
    uid          bigint      NOT NULL DEFAULT 0,     -- the newest that was looked at
    behind       bigint[]    NOT NULL DEFAULT '{}',  -- older ones that are still to be taken
    letters      bigint      NOT NULL DEFAULT 0,
    looked_at    timestamptz,                        -- and could be read
    trouble      text,
    holder       text        NOT NULL DEFAULT '',
    held_until   timestamptz NOT NULL DEFAULT '-infinity'
);
"""
HOLD: Final = """
INSERT INTO mailboxes (mailbox, holder, held_until)
VALUES (%(mailbox)s, %(holder)s, clock_timestamp() + %(seconds)s * interval '1 second')
ON CONFLICT (mailbox) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
WHERE mailboxes.holder = excluded.holder OR mailboxes.held_until < clock_timestamp()
"""
SHOWN: Final = "mailbox, uid_validity, uid, behind, letters, looked_at, trouble"


class Place(NamedTuple):
    """How far a mailbox is read."""

    mailbox: str
    uid_validity: int = 0
    uid: int = 0
    behind: Sequence[int] = ()
    letters: int = 0
    looked_at: datetime | None = None
    """When it could be read last; None where it never was."""
    trouble: str | None = None


def create_tables(db: Connection[Any]) -> None:
    """Make the table where it is missing."""
    with db.transaction():
        db.execute(SCHEMA)


def hold(db: Connection[Any], mailbox: str, holder: str, seconds: float) -> bool:
    """Whether nobody else reads it for so long."""
    return db.execute(HOLD, {"mailbox": mailbox, "holder": holder, "seconds": seconds}).rowcount > 0


def place_of(db: Connection[Any], mailbox: str) -> Place:
    """How far it is read."""
    return next((place for place in places(db) if place.mailbox == mailbox), Place(mailbox))


def places(db: Connection[Any]) -> list[Place]:
    with db.cursor(row_factory=class_row(Place)) as rows:
        return rows.execute(f"SELECT {SHOWN} FROM mailboxes ORDER BY mailbox").fetchall()


def keep(db: Connection[Any], place: Place) -> None:
    """Remember how far it is read."""
    db.execute(
        "UPDATE mailboxes SET uid_validity = %s, uid = %s, behind = %s, letters = %s, looked_at = clock_timestamp()"
        " WHERE mailbox = %s",
        (place.uid_validity, place.uid, list(place.behind), place.letters, place.mailbox),
    )


def looked(db: Connection[Any], mailbox: str, trouble: str | None) -> None:
    """Remember that somebody looked, or what went wrong."""
    when = "looked_at" if trouble else "clock_timestamp()"
    db.execute(f"UPDATE mailboxes SET looked_at = {when}, trouble = %s WHERE mailbox = %s", (trouble, mailbox))
