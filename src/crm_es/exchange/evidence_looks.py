"""Notes who looks at a screenshot before it is shown to them. Raises Refused where it is there no more (S3-10)."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from crm_es.aggregates.evidence import NoteEvidenceSeen
from crm_es.aggregates.evidence_share import NoteEvidenceShareOpened
from crm_es.application import Crm
from crm_es.client_links import ROLE
from crm_es.context import Context
from crm_es.messages import Command

WHO = "who looks at evidence"


def seen_by_staff(crm: Crm, evidence_id: UUID, person_id: UUID) -> None:
    noted(crm, NoteEvidenceSeen(evidence_id=evidence_id, seen_by_id=person_id), "policy")


def seen_by_client(crm: Crm, evidence_id: UUID, share_id: UUID, address: str | None) -> None:
    noted(crm, NoteEvidenceSeen(evidence_id=evidence_id, evidence_share_id=share_id, address=address), ROLE)


def opened_by_client(crm: Crm, share_id: UUID, address: str | None) -> None:
    noted(crm, NoteEvidenceShareOpened(evidence_share_id=share_id, address=address), ROLE)


def noted(crm: Crm, command: Command, role: str) -> None:
    crm.handle(command, Context(ROLE if role == ROLE else WHO, datetime.now(UTC), frozenset({role})))
