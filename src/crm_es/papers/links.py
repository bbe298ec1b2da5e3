"""Where a client finds its act: the address in letters (S3-08)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from psycopg import Connection

from crm_es.aggregates.work_act import ActSent
from crm_es.client_links import ClientLink, sign
from crm_es.store.company_secrets import secret
from crm_es.store.reading import by_stream


def address(db: Connection[Any], public_url: str | None, link: ClientLink) -> str | None:
    """None where nobody said under which address we are reached."""
    return f"{public_url.rstrip('/')}/c/{sign(link, secret(db))}" if public_url else None


def last_letter(db: Connection[Any], act_id: UUID) -> ActSent | None:
    """Only its link works."""
    letters = [one.event for one in by_stream(db, {act_id: 0})[act_id] if isinstance(one.event, ActSent)]
    return letters[-1] if letters else None
