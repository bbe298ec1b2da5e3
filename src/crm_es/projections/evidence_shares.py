"""Which screenshots may which client look at, until when, and did anybody come? (S3-10)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.evidence_share import (
    EvidenceShared,
    EvidenceShareEvent,
    EvidenceShareOpened,
    EvidenceShareRevoked,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class EvidenceShare(
    Row, table="evidence_shares", key="evidence_share_id", indexes=("shared_at, evidence_share_id", "client_id")
):
    """One link."""

    evidence_share_id: UUID
    client_id: UUID
    shared_by_id: UUID
    for_whom: str
    evidence_ids: tuple[UUID, ...]
    screenshots: int
    shared_at: datetime
    until: datetime
    opened: int = 0
    """On how many days, from each place."""
    last_opened_at: datetime | None = None
    last_address: str | None = None
    revoked_at: datetime | None = None
    revoked_by_id: UUID | None = None
    reason: str | None = None


def keys(event: EvidenceShareEvent) -> tuple[UUID, ...]:
    return (event.evidence_share_id,)


def evolve(share: EvidenceShare | None, recorded: Recorded[EvidenceShareEvent], key: UUID) -> EvidenceShare | None:
    at = recorded.occurred_at
    match share, recorded.event:
        case None, EvidenceShared() as new:
            ids = new.evidence_ids
            return EvidenceShare(key, new.client_id, new.shared_by, new.for_whom, ids, len(ids), at, new.until)
        case EvidenceShare(), EvidenceShareOpened(address=address):
            return replace(share, opened=share.opened + 1, last_opened_at=at, last_address=address)
        case EvidenceShare(), EvidenceShareRevoked(revoked_by=by, reason=reason):
            return replace(share, revoked_at=at, revoked_by_id=by, reason=reason)
        case _:
            raise Corrupt(share, recorded.event)
