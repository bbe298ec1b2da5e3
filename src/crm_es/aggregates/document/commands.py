"""What may be wished of a document."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from crm_es.messages import Command
from crm_es.money import Money
from crm_es.playbook import Name
from crm_es.stored_file import StoredFile

Text = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class DraftDocument(Command, roles={"employee"}, opens=True):
    """Put up a contract, an act or any other file for approval."""

    document_id: UUID
    title: Title
    kind: Name
    """What sort of document it is, such as contract or act: routes may differ by it."""
    file: StoredFile
    """It was uploaded before."""
    client_id: UUID | None = None
    contractor_id: UUID | None = None
    deal_id: UUID | None = None
    amount: Money | None = None
    """What it is about in money, if it is."""
    department: Name | None = None


class ReviseDocument(Command, roles={"employee"}):
    """Replace the file by another version, while nobody is deciding about it."""

    document_id: UUID
    file: StoredFile
    amount: Money | None = None
    """The amount, where it changes."""


class SubmitDocument(Command, roles={"employee"}):
    """Ask for approval along the route that the playbook gives."""

    document_id: UUID


class ApproveDocument(Command, roles={"employee"}, in_person=True):
    """Say yes to the step that is asked, or to a later one past optional steps."""

    document_id: UUID
    step: Text | None = None
    """Which step; where none is named, the first that the asker may decide."""
    comment: Text | None = None
    pass_on: bool = False
    """Where the step would close the route: say yes, and let the next step decide too."""


class ForwardDocument(Command, roles={"employee"}, in_person=True):
    """Give the question to somebody else, who then decides in one's place."""

    document_id: UUID
    to_id: UUID
    comment: Text | None = None


class ReturnDocument(Command, roles={"employee"}, in_person=True):
    """Send it back to the author for rework, with a reason."""

    document_id: UUID
    reason: Text


class RejectDocument(Command, roles={"employee"}, in_person=True):
    """Say no, with a reason."""

    document_id: UUID
    reason: Text


class WithdrawDocument(Command, roles={"employee"}):
    """Take back a document of one's own, also an approved one."""

    document_id: UUID
    reason: Text | None = None


class EscalateDocument(Command, roles={"clock"}):
    """Ask the superiors too: nobody decided in time."""

    document_id: UUID


class RemindDocumentApprovers(Command, roles={"clock"}):
    """Remind those who have not decided."""

    document_id: UUID


DocumentCommand = (
    DraftDocument
    | ReviseDocument
    | SubmitDocument
    | ApproveDocument
    | ForwardDocument
    | ReturnDocument
    | RejectDocument
    | WithdrawDocument
    | EscalateDocument
    | RemindDocumentApprovers
)
