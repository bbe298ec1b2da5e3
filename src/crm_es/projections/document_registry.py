"""Which contracts, acts and other files are put up for approval, and how far are they? (S0-50)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from crm_es.aggregates.document import (
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
)
from crm_es.approval_route import left_after, shown
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace
from crm_es.stored_file import StoredFile


@dataclass(frozen=True)
class Document(
    Row,
    table="document_registry",
    key="document_id",
    indexes=("drafted_at, document_id", "status, drafted_at", "author_id, status", "deal_id", "contractor_id"),
):
    """One document, with the last version of its file."""

    document_id: UUID
    status: str
    """draft, submitted, approved, rejected, rework or withdrawn."""
    author_id: UUID
    title: str
    kind: str
    version: int
    """Of the file, counted from 1."""
    name: str
    """Of the file."""
    sha256: str
    """By which its content is found."""
    type: str
    size: int
    drafted_at: datetime
    client_id: UUID | None = None
    contractor_id: UUID | None = None
    deal_id: UUID | None = None
    amount: Decimal | None = None
    currency: str | None = None
    department: str | None = None
    route: str | None = None
    steps: tuple[str, ...] = ()
    """The steps of the route still to come, in order; an optional one in brackets."""
    asked: tuple[UUID, ...] = ()
    """Who may decide now."""
    involved: tuple[UUID, ...] = ()
    """The author, whoever entered it, and everybody who was ever asked or decided."""
    round: int = 0
    """How often it has been submitted."""
    submitted_at: datetime | None = None
    decided_at: datetime | None = None
    approved_at: datetime | None = None
    reason: str | None = None
    """Why it was last returned, rejected or withdrawn."""


SETTLED: Final[dict[str, Any]] = {"steps": (), "asked": ()}
"""Nobody is asked."""
SENT_BACK: Final[dict[type[DocumentEvent], str]] = {DocumentReturned: "rework", DocumentRejected: "rejected"}


def keys(event: DocumentEvent) -> tuple[UUID, ...]:
    return (event.document_id,)


def evolve(document: Document | None, recorded: Recorded[DocumentEvent], key: UUID) -> Document | None:  # noqa: PLR0911 - a table read from top to bottom
    at = recorded.occurred_at
    match document, recorded.event:
        case None, DocumentDrafted() as drafted:
            return opened(key, drafted, at)
        case Document(), DocumentRevised(version=version, file=file, amount=amount):
            money = (amount.amount, amount.currency) if amount else (None, None)
            return replace(document, **columns(file), version=version, amount=money[0], currency=money[1])
        case Document(), DocumentSubmitted() as submitted:
            told = {"status": "submitted", "route": submitted.route, "round": submitted.round}
            times = {"submitted_at": at, "decided_at": None, "approved_at": None, "reason": None}
            entered = (submitted.submitted_by,) if submitted.submitted_by else ()
            return replace(asked_of(document, submitted.asked, *entered), **told, **times, steps=shown(submitted.steps))
        case Document(), DocumentStepApproved() as said:
            moved = asked_of(document, said.asked, said.decided_by)
            return replace(moved, steps=left_after(said, document.steps), decided_at=at)
        case Document(), DocumentForwarded(asked=people) | DocumentEscalated(asked=people):
            return asked_of(document, people)
        case Document(), DocumentApproversReminded():
            return document
        case Document(), DocumentApproved(decided_by=who):
            return replace(asked_of(document, (), who), steps=(), status="approved", decided_at=at, approved_at=at)
        case Document(), DocumentReturned() | DocumentRejected() as back:
            settled = replace(asked_of(document, (), back.decided_by), steps=(), decided_at=at)
            return replace(settled, status=SENT_BACK[type(back)], reason=back.reason)
        case Document(), DocumentWithdrawn(reason=reason):
            return replace(document, **SETTLED, status="withdrawn", approved_at=None, reason=reason)
        case _:
            raise Corrupt(document, recorded.event)


def opened(document_id: UUID, drafted: DocumentDrafted, at: datetime) -> Document:
    return Document(
        document_id=document_id,
        status="draft",
        author_id=drafted.author_id,
        title=drafted.title,
        kind=drafted.kind,
        version=1,
        **columns(drafted.file),
        drafted_at=at,
        client_id=drafted.client_id,
        contractor_id=drafted.contractor_id,
        deal_id=drafted.deal_id,
        amount=drafted.amount.amount if drafted.amount else None,
        currency=drafted.amount.currency if drafted.amount else None,
        department=drafted.department,
        involved=(drafted.author_id,),
    )


def columns(file: StoredFile) -> dict[str, Any]:
    return {"name": file.name, "sha256": file.sha256, "type": file.type, "size": file.size}


def asked_of(document: Document, asked: tuple[UUID, ...], *besides: UUID) -> Document:
    """These are asked now; whoever was before, or has spoken, still sees it."""
    return replace(document, asked=asked, involved=tuple(dict.fromkeys((*document.involved, *besides, *asked))))
