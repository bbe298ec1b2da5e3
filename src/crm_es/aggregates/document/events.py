"""What happens to a document."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from crm_es.approval_route import Approval, ApprovalAsked, Escalation, Forwarding, Reminding, StepApproval
from crm_es.messages import Event, Message
from crm_es.money import Money
from crm_es.stored_file import StoredFile

Status = Literal["draft", "submitted", "approved", "rejected", "rework", "withdrawn"]


class OfDocument(Message):
    """What everything after the draft tells of the document."""

    document_id: UUID
    author_id: UUID
    title: str
    kind: str
    version: int
    """Of its file, counted from 1."""


class Circulated(OfDocument):
    """The same once it is on its route."""

    round: int
    """How often it has been submitted."""
    file: StoredFile
    """What is decided about: this content and no other."""


class DocumentDrafted(Event):
    """Somebody put up a document for approval."""

    document_id: UUID
    author_id: UUID
    title: str
    kind: str
    file: StoredFile
    client_id: UUID | None
    contractor_id: UUID | None
    deal_id: UUID | None
    amount: Money | None
    department: str | None
    entered_by: UUID | None = None
    """Who put it up, where it was not the author: they decide as little as the author does."""


class DocumentRevised(OfDocument, Event):
    """The author replaced the file by another version; the one before stays where it is kept."""

    file: StoredFile
    amount: Money | None
    entered_by: UUID | None = None


class DocumentSubmitted(ApprovalAsked, Circulated, Event):
    """The author asked for approval."""

    amount: Money | None


class DocumentStepApproved(StepApproval, Circulated, Event):
    """One step of the route said yes, and another has yet to."""


class DocumentForwarded(Forwarding, Circulated, Event):
    """An approver gave the question to somebody else."""


class DocumentEscalated(Escalation, Circulated, Event):
    """Nobody decided in time: the superiors of those who were asked are asked too."""


class DocumentApproversReminded(Reminding, Circulated, Event):
    """Whoever is asked has not decided yet."""


class DocumentApproved(Approval, Circulated, Event):
    """The last step said yes: this version of the file stands."""


class SentBack(Circulated):
    """Somebody who was asked did not agree."""

    approver_id: UUID
    """Whose decision it is."""
    decided_by: UUID
    """Who made it: the approver, or a deputy."""
    reason: str
    was_asked: tuple[UUID, ...]


class DocumentReturned(SentBack, Event):
    """It goes back to the author for rework."""


class DocumentRejected(SentBack, Event):
    """The answer is no."""


class DocumentWithdrawn(Circulated, Event):
    """The author took it back."""

    from_status: Status
    reason: str | None
    was_asked: tuple[UUID, ...]


DocumentEvent = (
    DocumentDrafted
    | DocumentRevised
    | DocumentSubmitted
    | DocumentStepApproved
    | DocumentForwarded
    | DocumentEscalated
    | DocumentApproversReminded
    | DocumentApproved
    | DocumentReturned
    | DocumentRejected
    | DocumentWithdrawn
)
