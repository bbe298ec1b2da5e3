"""Who may sign in, and with which sessions and tokens. Secrets are rows beside the log, never in it: they can go.

Of a token only its SHA-256 is kept, of a password only its argon2 hash.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID, uuid4

from psycopg import Connection
from psycopg.errors import UniqueViolation
from psycopg.rows import class_row
from pwdlib import PasswordHash

from crm_es.messages import Refused

SCHEMA: Final = """
SELECT pg_advisory_xact_lock(hashtext('crm_es.accounts'));
CREATE TABLE IF NOT EXISTS accounts (
    staff_member_id uuid PRIMARY KEY,
    login           text NOT NULL UNIQUE CHECK (login = lower(login)),
    password_hash   text NOT NULL
);
CREATE TABLE IF NOT EXISTS sessions (
    session_id      uuid        PRIMARY KEY,
    token           bytea       NOT NULL UNIQUE,
    staff_member_id uuid        NOT NULL,
    kind            text        NOT NULL CHECK (kind IN ('session', 'token')),
    label           text        NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at      timestamptz NOT NULL,
    revoked_at      timestamptz
);
ALTER TABLE sessions ADD COLUMN IF NOT EXISTS only_for text;
CREATE INDEX IF NOT EXISTS sessions_by_person ON sessions (staff_member_id);
CREATE TABLE IF NOT EXISTS sign_in_attempts (
    attempt_id uuid        PRIMARY KEY,
    login      text        NOT NULL,
    address    text        NOT NULL,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    succeeded  bool        NOT NULL DEFAULT false
);
CREATE INDEX IF NOT EXISTS failed_sign_ins ON sign_in_attempts (address, at) WHERE NOT succeeded;
"""
SHORTEST: Final = 8
LONGEST: Final = 200
WINDOW: Final = timedelta(minutes=1)
TRIES: Final = 5
"""How often one may fail in a minute with one login from one address."""
TRIES_OF_ADDRESS: Final = 30
"""How often with any logins from one address."""
Kind = Literal["session", "token"]
Part = Literal["inbox", "agent"]
"""What of the API a token may be limited to."""


class Account(NamedTuple):
    """How one member of staff signs in."""

    staff_member_id: UUID
    login: str


class Session(NamedTuple):
    """A door that somebody opened by signing in, or a token for a program."""

    session_id: UUID
    staff_member_id: UUID
    kind: Kind
    label: str
    created_at: datetime
    expires_at: datetime
    only_for: Part | None = None
    """The part of the API that it opens; all of it, where none is named."""


COLUMNS: Final = ", ".join(Session._fields)
LIVE: Final = "revoked_at IS NULL AND expires_at > clock_timestamp()"


@cache
def hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def decoy() -> str:
    """Checked for logins that nobody has, so that they take as long as others."""
    return hasher().hash(token_urlsafe())


def create_tables(db: Connection[Any]) -> None:
    """Make the tables where they are missing."""
    with db.transaction():
        db.execute(SCHEMA)


# ── Accounts ────────────────────────────────────────────────────────────────


def create_account(db: Connection[Any], staff_member_id: UUID, login: str, password: str) -> None:
    """Let a member of staff sign in."""
    login, hashed = login.strip().lower(), hashed_password(password)
    if not login:
        raise Refused("A login has at least one letter: give one.")
    try:
        db.execute("INSERT INTO accounts VALUES (%s, %s, %s)", (staff_member_id, login, hashed))
    except UniqueViolation:
        raise Refused(
            f"The login {login!r} is taken, or this member of staff has another: see the list of accounts.",
            "login is taken",
        ) from None


def set_password(db: Connection[Any], login: str, password: str, *, keep: UUID | None = None) -> int:
    """Give an account another password, and end its sessions and tokens but the one to `keep`; how many ended."""
    change = "UPDATE accounts SET password_hash = %s WHERE login = %s RETURNING staff_member_id"
    changed = db.execute(change, (hashed_password(password), login.strip().lower())).fetchone()
    if changed is None:
        raise Refused(f"Nobody has the login {login!r}: see the list of accounts.", "no such login")
    return revoke(db, changed["staff_member_id"], keep=keep)


def accounts(db: Connection[Any]) -> list[Account]:
    """Everybody who may sign in, by login."""
    with db.cursor(row_factory=class_row(Account)) as rows:
        return rows.execute("SELECT staff_member_id, login FROM accounts ORDER BY login").fetchall()


def hashed_password(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(f"A password has {SHORTEST} to {LONGEST} characters: choose another.")
    return hasher().hash(password)


def owner(db: Connection[Any], login: str, password: str) -> UUID | None:
    """Whose login and password these are. It takes a tenth of a second and 64 MB, on purpose."""
    question = "SELECT staff_member_id, password_hash FROM accounts WHERE login = %s"
    found = db.execute(question, (login.strip().lower(),)).fetchone()
    right = hasher().verify(password, found["password_hash"] if found else decoy())
    return found["staff_member_id"] if found and right else None


# ── Attempts ────────────────────────────────────────────────────────────────


def attempt(db: Connection[Any], login: str, address: str) -> UUID | None:
    """Note that somebody tries; None where they failed too often just now. Noted first, so that none slips by."""
    attempt_id, login = uuid4(), login.strip().lower()
    db.execute(
        "INSERT INTO sign_in_attempts (attempt_id, login, address) VALUES (%s, %s, %s)", (attempt_id, login, address)
    )
    tries = db.execute(
        "SELECT count(*) FILTER (WHERE login = %s) AS own, count(*) AS all_logins FROM sign_in_attempts"
        " WHERE NOT succeeded AND address = %s AND at > clock_timestamp() - %s",
        (login, address, WINDOW),
    ).fetchone()
    too_often = tries and (tries["own"] > TRIES or tries["all_logins"] > TRIES_OF_ADDRESS)
    return None if too_often else attempt_id


def succeed(db: Connection[Any], attempt_id: UUID) -> None:
    db.execute("UPDATE sign_in_attempts SET succeeded = true WHERE attempt_id = %s", (attempt_id,))


# ── Sessions and tokens ─────────────────────────────────────────────────────


def open_session(
    db: Connection[Any],
    staff_member_id: UUID,
    kind: Kind,
    label: str,
    term: timedelta,
    *,
    only_for: Part | None = None,
) -> tuple[str, Session]:
    """A new session and its token, which is told this once."""
    token = f"crm_{token_urlsafe(32)}"
    with db.cursor(row_factory=class_row(Session)) as rows:
        rows.execute(
            "INSERT INTO sessions (session_id, token, staff_member_id, kind, label, expires_at, only_for)"
            f" VALUES (%s, %s, %s, %s, %s, clock_timestamp() + %s, %s) RETURNING {COLUMNS}",
            (uuid4(), digest(token), staff_member_id, kind, label, term, only_for),
        )
        return token, next(rows)


def session_of(db: Connection[Any], hashed: bytes) -> Session | None:
    """The live session whose token has this digest."""
    with db.cursor(row_factory=class_row(Session)) as rows:
        return rows.execute(f"SELECT {COLUMNS} FROM sessions WHERE token = %s AND {LIVE}", (hashed,)).fetchone()


def sessions(db: Connection[Any], staff_member_id: UUID, kind: Kind) -> Sequence[Session]:
    """The live ones of one person, newest first."""
    question = f"SELECT {COLUMNS} FROM sessions WHERE staff_member_id = %s AND kind = %s AND {LIVE}"
    with db.cursor(row_factory=class_row(Session)) as rows:
        return rows.execute(f"{question} ORDER BY created_at DESC", (staff_member_id, kind)).fetchall()


def revoke(
    db: Connection[Any], staff_member_id: UUID, session_id: UUID | None = None, *, keep: UUID | None = None
) -> int:
    """End one session or token of a person, or all but the one to `keep`. Returns how many ended."""
    return db.execute(
        f"UPDATE sessions SET revoked_at = clock_timestamp() WHERE staff_member_id = %s AND {LIVE}"
        " AND session_id = coalesce(%s, session_id) AND session_id IS DISTINCT FROM %s",
        (staff_member_id, session_id, keep),
    ).rowcount


def digest(token: str) -> bytes:
    """What is kept of a token: it is random enough to need no salt."""
    return sha256(token.encode()).digest()
