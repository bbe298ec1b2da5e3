"""Which pictures did agents make of somebody's work, and did they keep them? (X-42) It is for them alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.activity import ScreenshotDropped, ScreenshotKept, ScreenshotOffered
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

ScreenshotFact = ScreenshotOffered | ScreenshotKept | ScreenshotDropped


@dataclass(frozen=True)
class OfferedScreenshot(
    Row, table="offered_screenshots", key="evidence_id", indexes=("person_id, status", "starts, evidence_id")
):
    """One picture."""

    evidence_id: UUID
    activity_id: UUID
    person_id: UUID
    status: str
    """offered, kept or dropped."""
    starts: datetime
    ends: datetime
    note: str
    name: str
    type: str
    size: int
    sha256: str
    offered_at: datetime
    answered_at: datetime | None = None
    reason: str | None = None
    """Why it was dropped."""


def keys(event: ScreenshotFact) -> tuple[UUID, ...]:
    return (event.evidence_id,)


def evolve(row: OfferedScreenshot | None, recorded: Recorded[ScreenshotFact], key: UUID) -> OfferedScreenshot | None:
    at = recorded.occurred_at
    match row, recorded.event:
        case None, ScreenshotOffered() as new:
            file = {name: getattr(new.file, name) for name in ("name", "type", "size", "sha256")}
            time = (new.starts, new.ends, new.note)
            return OfferedScreenshot(key, new.activity_id, new.person_id, "offered", *time, **file, offered_at=at)
        case OfferedScreenshot(), ScreenshotKept():
            return replace(row, status="kept", answered_at=at)
        case OfferedScreenshot(), ScreenshotDropped(reason=reason):
            return replace(row, status="dropped", answered_at=at, reason=reason)
        case _:
            raise Corrupt(row, recorded.event)
