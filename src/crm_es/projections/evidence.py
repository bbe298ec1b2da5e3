"""Which screenshots show whose work, when, and who was allowed to look at them? (S3-09, S3-10)

Which entry of time one belongs to, and so which client, is looked up when it is asked for: entries are corrected.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.evidence import EvidenceAttached, EvidenceSeen, EvidenceWithdrawn
from crm_es.aggregates.evidence_share import EvidenceShared
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

EvidenceFact = EvidenceAttached | EvidenceWithdrawn | EvidenceSeen | EvidenceShared


@dataclass(frozen=True)
class Evidence(
    Row, table="evidence", key="evidence_id", indexes=("person_id, starts", "starts, evidence_id", "told_work_id")
):
    """One screenshot."""

    evidence_id: UUID
    person_id: UUID
    status: str
    """kept or withdrawn."""
    told_work_id: UUID | None
    """The entry that whoever attached it named."""
    starts: datetime
    ends: datetime
    note: str
    by_agent: bool
    name: str
    type: str
    size: int
    sha256: str
    attached_at: datetime
    shared: int = 0
    """By how many links clients were let look at it."""
    seen_by_client_at: datetime | None = None
    withdrawn_at: datetime | None = None
    reason: str | None = None
    """Why it was withdrawn."""


def keys(event: EvidenceFact) -> tuple[UUID, ...]:
    return event.evidence_ids if isinstance(event, EvidenceShared) else (event.evidence_id,)


def evolve(row: Evidence | None, recorded: Recorded[EvidenceFact], key: UUID) -> Evidence | None:
    at = recorded.occurred_at
    match row, recorded.event:
        case None, EvidenceAttached() as new:
            file = (new.file.name, new.file.type, new.file.size, new.file.sha256)
            time = (new.work_id, new.starts, new.ends, new.note, new.by_agent)
            return Evidence(key, new.person_id, "kept", *time, *file, at)
        case Evidence(), EvidenceWithdrawn(reason=reason):
            return replace(row, status="withdrawn", withdrawn_at=at, reason=reason)
        case Evidence(), EvidenceSeen(evidence_share_id=share_id):
            return row if share_id is None else replace(row, seen_by_client_at=row.seen_by_client_at or at)
        case _, EvidenceShared():
            return row and replace(row, shared=row.shared + 1)
        case _:
            raise Corrupt(row, recorded.event)
