"""Secrets of webhooks: rows beside the log, never in it. Whoever signs needs them as they are."""

from __future__ import annotations

from base64 import b64encode
from secrets import token_bytes
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

SCHEMA: Final = """
SELECT pg_advisory_xact_lock(hashtext('crm_es.webhooks'));
CREATE TABLE IF NOT EXISTS webhook_secrets (
    webhook_id uuid        PRIMARY KEY,
    secret     text        NOT NULL,
    made_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
"""
KEEP: Final = """
INSERT INTO webhook_secrets (webhook_id, secret) VALUES (%s, %s)
ON CONFLICT (webhook_id) DO UPDATE SET secret = excluded.secret, made_at = clock_timestamp()
"""


def create_tables(db: Connection[Any]) -> None:
    """Make the table where it is missing."""
    with db.transaction():
        db.execute(SCHEMA)


def make_secret(db: Connection[Any], webhook_id: UUID) -> str:
    """A new secret, which is told this once. The former one signs nothing any more."""
    secret = "whsec_" + b64encode(token_bytes(32)).decode()
    db.execute(KEEP, (webhook_id, secret))
    return secret
