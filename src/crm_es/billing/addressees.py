"""What clients are called, and where their acts go where nobody says it (S3-07).

To the first address of the client itself, to the first of its contacts who has one, or where its last act went.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

READERS: Final = ("client_registry", "work_acts")
QUESTION: Final = r"""
    SELECT client.client_id, client.name, coalesce(client.emails[1], contact.email, act.email) AS email,
           CASE WHEN client.emails[1] IS NULL THEN coalesce(contact.name, act.contact_name, '') ELSE '' END AS person
    FROM client_registry AS client
         LEFT JOIN LATERAL (
             SELECT substring(said FROM '[^\s,]+@[^\s,]+$') AS email, split_part(said, ', ', 1) AS name
             FROM unnest(client.contacts) WITH ORDINALITY AS one(said, n)
             WHERE said ~ '@[^\s,]+$' ORDER BY n LIMIT 1
         ) AS contact ON true
         LEFT JOIN LATERAL (
             SELECT email, contact_name FROM work_acts
             WHERE work_acts.client_id = client.client_id AND sent_at IS NOT NULL
             ORDER BY sent_at DESC LIMIT 1
         ) AS act ON true
    WHERE client.client_id = ANY(%s)
"""


class Addressee(NamedTuple):
    """A client, and where its acts go."""

    name: str
    email: str | None
    """None where no address is known."""
    contact_name: str
    """Whose address it is, where that is known."""


def addressees(db: Connection[Any], clients: Collection[UUID]) -> dict[UUID, Addressee]:
    rows = db.execute(QUESTION, (list(clients),))
    return {row["client_id"]: Addressee(row["name"], row["email"], row["person"]) for row in rows}
