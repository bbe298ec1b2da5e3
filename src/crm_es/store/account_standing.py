"""How accounts stand: who signed in last when, what is open in their name, who is locked out; and how one is closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row, scalar_row

from crm_es.store.accounts import LIVE, TRIES, WINDOW, revoke

QUESTION: Final = f"""
SELECT staff_member_id, login, last_signed_in_at, sessions, tokens, EXISTS (
    SELECT FROM sign_in_attempts AS tried
    WHERE NOT succeeded AND tried.login = accounts.login AND at > clock_timestamp() - %s
    GROUP BY address HAVING count(*) >= %s
) AS locked
FROM accounts, LATERAL (
    SELECT max(created_at) FILTER (WHERE kind = 'session') AS last_signed_in_at,
           count(*) FILTER (WHERE kind = 'session' AND {LIVE}) AS sessions,
           count(*) FILTER (WHERE kind = 'token' AND {LIVE}) AS tokens
    FROM sessions WHERE sessions.staff_member_id = accounts.staff_member_id
) AS opened
ORDER BY login
"""


class Standing(NamedTuple):
    """One account, and what it is used for now."""

    staff_member_id: UUID
    login: str
    last_signed_in_at: datetime | None
    sessions: int
    tokens: int
    locked: bool
    """Somebody failed too often with this login, and has to wait."""


def standings(db: Connection[Any]) -> list[Standing]:
    """All accounts, by login."""
    with db.cursor(row_factory=class_row(Standing)) as rows:
        return rows.execute(QUESTION, (WINDOW, TRIES)).fetchall()


def login_of(db: Connection[Any], staff_member_id: UUID) -> str | None:
    """What somebody signs in with; None where they cannot."""
    with db.cursor(row_factory=scalar_row) as rows:
        found: str | None = rows.execute(
            "SELECT login FROM accounts WHERE staff_member_id = %s", (staff_member_id,)
        ).fetchone()
    return found


def close_account(db: Connection[Any], staff_member_id: UUID) -> bool:
    """Let somebody sign in no more, and end all their sessions and tokens. Returns whether they could."""
    with db.transaction():
        revoke(db, staff_member_id)
        return db.execute("DELETE FROM accounts WHERE staff_member_id = %s", (staff_member_id,)).rowcount > 0
