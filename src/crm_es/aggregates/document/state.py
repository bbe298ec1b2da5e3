"""A document as its history left it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

from crm_es.aggregates.document.events import (
    DocumentApproved,
    DocumentApproversReminded,
    DocumentDrafted,
    DocumentEscalated,
    DocumentEvent,
    DocumentForwarded,
    DocumentRejected,
    DocumentReturned,
    DocumentRevised,
    DocumentStepApproved,
    DocumentSubmitted,
    DocumentWithdrawn,
    Status,
)
from crm_es.approval_route import Course, barred, begun
from crm_es.messages import Corrupt
from crm_es.money import Money
from crm_es.playbook import Matter
from crm_es.stored_file import StoredFile


@dataclass(frozen=True)
class Document:
    drafted: DocumentDrafted
    """As it was put up."""
    file: StoredFile
    amount: Money | None
    version: int = 1
    status: Status = "draft"
    round: int = 0
    submitted_by: UUID | None = None
    written_by: tuple[UUID, ...] = ()
    """Who put it up or revised it for the author."""
    course: Course = field(default_factory=Course)

    @property
    def author_id(self) -> UUID:
        return self.drafted.author_id

    @property
    def asked(self) -> tuple[UUID, ...]:
        """Who has it on the table now."""
        return self.course.asked if self.status == "submitted" else ()

    @property
    def barred(self) -> tuple[UUID, ...]:
        """Who may not decide it."""
        return barred(self.author_id, self.submitted_by, *self.written_by)

    @property
    def matter(self) -> Matter:
        """What a route is sought for."""
        return Matter(self.amount, self.drafted.kind, self.drafted.department, self.drafted.contractor_id)


def evolve(document: Document | None, event: DocumentEvent) -> Document:
    match document, event:
        case None, DocumentDrafted() as drafted:
            return Document(
                drafted, drafted.file, drafted.amount, written_by=(drafted.entered_by,) if drafted.entered_by else ()
            )
        case Document(), DocumentRevised(file=file, amount=amount, version=version, entered_by=hand):
            hands = (*document.written_by, hand) if hand else document.written_by
            return replace(document, file=file, amount=amount, version=version, written_by=hands)
        case Document(), DocumentSubmitted() as submitted:
            return replace(
                document,
                status="submitted",
                round=submitted.round,
                submitted_by=submitted.submitted_by,
                course=begun(submitted),
            )
        case Document(), DocumentStepApproved() as said if said.step in document.course.names:
            return replace(document, course=document.course.approved(said))
        case Document(), DocumentForwarded() as forwarded:
            return replace(document, course=document.course.forwarded(forwarded))
        case Document(), DocumentEscalated() as escalated:
            return replace(document, course=document.course.escalated(escalated))
        case Document(), DocumentApproversReminded():
            return replace(document, course=document.course.reminded())
        case Document(), DocumentApproved():
            return replace(document, status="approved")
        case Document(), DocumentReturned():
            return replace(document, status="rework")
        case Document(), DocumentRejected():
            return replace(document, status="rejected")
        case Document(), DocumentWithdrawn():
            return replace(document, status="withdrawn")
        case _:
            raise Corrupt(document, event)
