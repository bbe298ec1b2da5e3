"""What may be wished of a complaint."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from crm_es.messages import Command
from crm_es.playbook import Name

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Due = Annotated[AwareDatetime, Field(ge=datetime(1990, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))]
EVERYBODY = {"employee", "import"}


class FileComplaint(Command, roles=EVERYBODY, opens=True):
    """Enter what a client complains of. It goes to the department that the playbook names for the cause."""

    complaint_id: UUID
    client_id: UUID
    cause: Annotated[Name, Field(examples=["mis-sort"])]
    text: Annotated[Text, Field(examples=["Rye came instead of wheat."])]
    order_id: UUID | None = None
    employee_id: UUID | None = None
    """About whom it is, where that is known."""
    owner_id: UUID | None = None
    """Who looks after the client; the asker where nobody is named."""


class PassComplaintOn(Command, roles=EVERYBODY):
    """Pass it on to its source: to the department of another cause, or to the supplier."""

    complaint_id: UUID
    cause: Name | None = None
    contractor_id: UUID | None = None
    """The supplier. Whoever is responsible stays so, and gets the answer from there."""
    reason: Reason


class HandOverComplaint(Command, roles=EVERYBODY):
    """Let somebody else find the answer, until the same time."""

    complaint_id: UUID
    responsible_id: UUID
    reason: Reason | None = None


class AnswerComplaint(Command, roles=EVERYBODY):
    """Say what its source was and what is done about it, so that the client can be told."""

    complaint_id: UUID
    answer: Annotated[Text, Field(examples=["The sacks were mixed up in the warehouse; wheat comes on Friday."])]


class TellClient(Command, roles=EVERYBODY):
    """Say how the client was told the answer, and whether it is content. If not, an answer is sought anew."""

    complaint_id: UUID
    how: Reason
    """By which way, and what the client says to it."""
    content: bool


class WithdrawComplaint(Command, roles=EVERYBODY):
    """Say that the client took it back."""

    complaint_id: UUID
    reason: Reason


class PlanCorrectiveAction(Command, roles=EVERYBODY):
    """Plan a change, such as order in the warehouse, and who brings it about."""

    complaint_id: UUID
    action_id: UUID
    what: Name
    responsible_id: UUID
    due: Due


class CallComplaintOverdue(Command, roles={"clock"}):
    """Record that it was not answered, or the client not told, in time."""

    complaint_id: UUID


ComplaintCommand = (
    FileComplaint
    | PassComplaintOn
    | HandOverComplaint
    | AnswerComplaint
    | TellClient
    | WithdrawComplaint
    | PlanCorrectiveAction
    | CallComplaintOverdue
)
