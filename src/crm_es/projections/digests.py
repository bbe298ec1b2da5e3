"""Who is written to about the work of their people, at which hours, and did the last letter arrive? (S2-20)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.digest import DigestDue, DigestEvent, DigestScheduled, DigestSent, DigestStopped
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class Digest(Row, table="digests", key="digest_id", indexes=("person_id",)):
    """The letters to one person."""

    digest_id: UUID
    person_id: UUID
    hours: tuple[str, ...] = ()
    """Of working days; none where nothing is sent."""
    own: bool = False
    """Somebody chose them; otherwise they follow the playbook."""
    next_at: datetime | None = None
    last_slot: datetime | None = None
    """Of which hour the last letter was."""
    last_email: str | None = None
    last_sent: bool | None = None
    """Whether it went out."""
    last_detail: str | None = None


def keys(event: DigestEvent) -> tuple[UUID, ...]:
    return (event.digest_id,)


def evolve(digest: Digest | None, recorded: Recorded[DigestEvent], key: UUID) -> Digest | None:
    event = recorded.event
    known = digest or Digest(key, event.person_id)
    match digest, event:
        case _, DigestScheduled(hours=hours, own=own, next_at=next_at):
            return replace(known, hours=tuple(f"{hour:%H:%M}" for hour in hours), own=own, next_at=next_at)
        case _, DigestStopped(own=own):
            return replace(known, hours=(), own=own, next_at=None)
        case Digest(), DigestDue(next_at=next_at):
            return replace(known, next_at=next_at)
        case Digest(), DigestSent(slot=slot, email=email, sent=sent, detail=detail):
            return replace(known, last_slot=slot, last_email=email, last_sent=sent, last_detail=detail)
        case _:
            raise Corrupt(digest, event)
