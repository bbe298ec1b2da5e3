"""What of the evidence a client may see: only of work for them, only what was shared, and nothing withdrawn (S3-10)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from crm_es.aggregates.evidence_share import ShareEvidence
from crm_es.application import Crm
from crm_es.client_links import ClientLink, sign
from crm_es.messages import Refused
from crm_es.registries.evidence import of_entry
from crm_es.runners.following import catch_up
from crm_es.store.company_secrets import secret

READERS: Final = ("evidence", "work_entries", "client_registry")
"""What has to be at the head of the log before anything is shared."""
FOR_CLIENT: Final = of_entry("for_client_id")
WANTED: Final = f"""
SELECT part.evidence_id, part.person_id, part.status, {FOR_CLIENT} AS client_id FROM evidence AS part
WHERE part.evidence_id = ANY(%s)
"""
MERGED: Final = "SELECT coalesce(merged_into_id, client_id) AS client_id FROM client_registry WHERE client_id = %s"
SHARED: Final = f"""
SELECT part.evidence_id, part.starts, part.ends, part.note, part.sha256, part.type, part.name,
    (SELECT name FROM staff_registry WHERE staff_member_id = part.person_id) AS person,
    nullif({of_entry("subject")}, client.name) AS subject
FROM evidence AS part JOIN evidence_shares AS share ON part.evidence_id = ANY(share.evidence_ids)
LEFT JOIN client_registry AS client ON client.client_id = share.client_id
WHERE share.evidence_share_id = %s AND share.revoked_at IS NULL AND share.until > %s AND part.status = 'kept'
ORDER BY part.starts, part.evidence_id
"""


class Shown(NamedTuple):
    """One screenshot as a client sees it."""

    evidence_id: UUID
    starts: datetime
    ends: datetime
    note: str
    sha256: str
    type: str
    name: str
    person: str | None
    subject: str | None
    """What was worked on; not said where it is only the client."""


def must_be_shareable(crm: Crm, wish: ShareEvidence, people: Collection[UUID] | None) -> None:
    """Refuse what the asker may not see, what was withdrawn, and what was no work for this client."""
    catch_up(crm, *READERS)
    with crm.log.datastore.get_connection() as db:
        rows = {row["evidence_id"]: row for row in db.execute(WANTED, (list(wish.evidence_ids),)).fetchall()}
        found = db.execute(MERGED, (wish.client_id,)).fetchone()
    client_id = found["client_id"] if found else wish.client_id
    for evidence_id in wish.evidence_ids:
        row = rows.get(evidence_id)
        if row is None or (people is not None and row["person_id"] not in people):
            raise Refused(f"There is no screenshot {evidence_id} that you may see: leave it out.", "no such evidence")
        if row["status"] != "kept":
            raise Refused(f"The screenshot {evidence_id} was taken back: leave it out.", "withdrawn evidence")
        if row["client_id"] != client_id:
            raise Refused(
                f"The screenshot {evidence_id} shows no work for this client: record the time on what it was for.",
                "evidence of another client",
            )


def link_of(db: Connection[Any], share: Mapping[str, Any]) -> str:
    """The path of the page that a client gets. Raises Refused where it would not work."""
    if share["revoked_at"] or share["until"] <= datetime.now(UTC):
        raise Refused("This link was ended: share the screenshots anew.", "link is over")
    return page_of(db, ClientLink("evidence", share["evidence_share_id"], share["until"]))


def page_of(db: Connection[Any], link: ClientLink) -> str:
    return f"/c/{sign(link, secret(db))}"


def gallery(db: Connection[Any], share_id: UUID, at: datetime) -> list[Shown]:
    """What a client may see by a link, in order of time; nothing, once it is revoked or over."""
    with db.cursor(row_factory=class_row(Shown)) as rows:
        return rows.execute(SHARED, (share_id, at)).fetchall()
