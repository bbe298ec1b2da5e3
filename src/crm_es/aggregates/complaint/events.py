"""What happens to a complaint."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from crm_es.messages import Event, Message


class Turn(Message):
    """For whom a complaint waits, and until when."""

    person_id: UUID
    supervisor_id: UUID
    due: datetime
    overdue: bool = False
    """The clock has called it overdue."""


class Complained(Message):
    """What every event tells of the complaint."""

    complaint_id: UUID
    client_id: UUID
    owner_id: UUID
    """Who looks after the client; if it is about that person, whoever is above."""
    cause: str
    department: str
    text: str


class Routed(Message):
    """Somebody has to find an answer now."""

    responsible_id: UUID
    supervisor_id: UUID
    due: datetime


class Ended(Message):
    """Somebody's turn is over."""

    was: Turn


class ComplaintFiled(Routed, Complained, Event):
    """A client is disturbed about something."""

    order_id: UUID | None
    employee_id: UUID | None
    """About whom it is."""
    filed_by: UUID
    supplier: bool
    """The supplier is asked about such a thing."""


class ComplaintPassedOn(Routed, Ended, Complained, Event):
    """It goes on to where its source is: another department, or the supplier."""

    from_cause: str
    from_department: str
    contractor_id: UUID | None
    """The supplier, whom the responsible person has to get an answer from."""
    supplier: bool
    hop: int
    """How often it went on, this time included."""
    reason: str


class ComplaintHandedOver(Routed, Ended, Complained, Event):
    """Somebody else has to find the answer."""

    reason: str | None


class ComplaintAnswered(Ended, Complained, Event):
    """Its source is found and what is done about it: now the client has to hear it."""

    answer: str
    answered_by: UUID
    late: bool
    teller_id: UUID
    """Who tells the client: whoever looks after it, or is above once that person has left."""
    supervisor_id: UUID
    due: datetime
    """Until when the client is to be told."""


class ComplaintReopened(Routed, Ended, Complained, Event):
    """The client was told, and is not content with it."""

    how: str
    times: int
    """How often it was opened again, this time included."""


class ComplaintClosed(Ended, Complained, Event):
    """The client was told, and is content."""

    how: str
    told_by: UUID


class ComplaintWithdrawn(Ended, Complained, Event):
    """The client took it back."""

    reason: str


class ComplaintOverdue(Complained, Event):
    """Nobody answered it, or told the client, in time."""

    person_id: UUID
    """For whom it waits."""
    supervisor_id: UUID
    due: datetime
    answered: bool
    """There is an answer, and the client has not been told."""


class CorrectiveActionPlanned(Complained, Event):
    """Something changes, so that it does not happen again (S0-19)."""

    action_id: UUID
    what: str
    responsible_id: UUID
    supervisor_id: UUID
    due: datetime
    planned_by: UUID


ComplaintEvent = (
    ComplaintFiled
    | ComplaintPassedOn
    | ComplaintHandedOver
    | ComplaintAnswered
    | ComplaintReopened
    | ComplaintClosed
    | ComplaintWithdrawn
    | ComplaintOverdue
    | CorrectiveActionPlanned
)
