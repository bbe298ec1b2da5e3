"""Who looked at which screenshot, when, and from where? (S3-10, X-42)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.evidence import EvidenceSeen
from crm_es.ids import derived
from crm_es.recorded import Recorded
from crm_es.row import Row


@dataclass(frozen=True)
class EvidenceView(
    Row, table="evidence_views", key="evidence_view_id", indexes=("seen_at, evidence_view_id", "evidence_id")
):
    """Somebody looked at one screenshot on one day."""

    evidence_view_id: UUID
    evidence_id: UUID
    person_id: UUID
    """Whose work it shows."""
    seen_by_id: UUID | None
    """None where a client came by a link."""
    evidence_share_id: UUID | None
    address: str
    seen_at: datetime


def keys(event: EvidenceSeen) -> tuple[UUID, ...]:
    look = (event.seen_by_id, event.evidence_share_id, event.address, event.on)
    return (derived(event.evidence_id, "seen", *look),)


def evolve(row: EvidenceView | None, recorded: Recorded[EvidenceSeen], key: UUID) -> EvidenceView | None:
    event = recorded.event
    who = (event.person_id, event.seen_by_id, event.evidence_share_id, event.address)
    return row or EvidenceView(key, event.evidence_id, *who, recorded.occurred_at)
