"""What happens to a ticket."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from crm_es.messages import Event, Message
from crm_es.playbook import TicketStatus
from crm_es.stored_file import StoredFile

Awaited = Literal["first response", "next response", "resolution"]
"""What is promised by a time."""
LimitState = Literal["ok", "near", "over"]
"""How the labour stands against what is agreed (S3-05)."""


class Late(Message):
    """A promise that was not kept, and who was told."""

    which: Awaited
    due: datetime
    told: tuple[UUID, ...]
    due_told: str | None = None
    """In the company's time."""


class Promise(Message):
    """What is promised to the client, by working hours, and how far it is kept (X-19)."""

    first_response_due: datetime | None = None
    responded_at: datetime | None = None
    next_response_due: datetime | None = None
    """None while no message of the client waits for an answer."""
    resolution_due: datetime | None = None
    stands_since: datetime | None = None
    """Since then it waits for the client, or is done: time stands still."""
    stood_seconds: int = 0
    """How much working time it stood still before."""
    done_at: datetime | None = None
    """It may have waited for the client long before that."""
    anew_at: datetime | None = None
    """When it was opened again with no time left: since then the end is promised anew."""
    late: tuple[Late, ...] = ()
    """What is late and not made good."""

    @property
    def pending(self) -> dict[Awaited, datetime]:
        """What has not been kept, nor called late."""
        first = None if self.responded_at else self.first_response_due
        dues: dict[Awaited, datetime | None] = {
            "first response": first,
            "next response": self.next_response_due,
            "resolution": self.resolution_due,
        }
        called = {late.which for late in self.late}
        return {which: due for which, due in dues.items() if due is not None and which not in called}

    @property
    def call_at(self) -> datetime | None:
        """When the next of them will be late; None while time stands still."""
        return None if self.stands_since else min(self.pending.values(), default=None)


class Warned(Message):
    """Who was told of the agreed hours, and at which share of them."""

    percent: int
    head_id: UUID


class OfTicket(Message):
    """What every event tells of the ticket."""

    ticket_id: UUID
    reference: str
    """Such as T-3F2A9C51, in the subject of every mail."""
    subject: str
    client_id: UUID | None
    contact_name: str | None
    responsible_id: UUID
    head_id: UUID


class Promising(Message):
    """The promises are others from now on."""

    promise: Promise


class Settling(Promising):
    """Something late is made good by it."""

    settled: tuple[Late, ...] = ()


class TicketOpened(Promising, OfTicket, Event):
    """A client asks for something."""

    text: str
    channel: str
    contact_email: str | None
    contact_phone: str | None
    priority: str
    stage: str
    status: TicketStatus
    sla: str | None
    agreed_minutes: int | None
    files: tuple[StoredFile, ...]
    message_id: str | None
    opened_at: datetime
    opened_by: UUID | str
    follows_id: UUID | None = None
    answer_until: str | None = None
    """When the first response is due, in the company's time."""


class TicketMessageTaken(Promising, OfTicket, Event):
    """The client wrote or said more."""

    from_name: str | None
    from_email: str | None
    text: str
    files: tuple[StoredFile, ...]
    message_id: str | None
    in_reply_to: str | None
    stage: str
    status: TicketStatus
    reopened: bool
    """It was done."""
    number: int
    """Of the client's messages: the one that began it was the first."""


class TicketFollowedUp(OfTicket, Event):
    """The client came back to what was done long ago: another ticket begins."""

    from_name: str | None
    from_email: str | None
    contact_phone: str | None
    text: str
    files: tuple[StoredFile, ...]
    message_id: str | None
    in_reply_to: str | None
    next_ticket_id: UUID
    again: bool
    """That ticket is there already."""
    priority: str


class TicketReplied(Settling, OfTicket, Event):
    """The client got an answer."""

    text: str
    channel: Literal["mail", "said"]
    to_name: str | None
    to_email: str | None
    files: tuple[StoredFile, ...]
    message_id: str
    in_reply_to: str | None
    references: tuple[str, ...]
    """The mails before it, the oldest first."""
    by_id: UUID | None
    untouched: bool
    """Whoever is responsible had not begun."""


class TicketReplyDelivered(OfTicket, Event):
    """The mail server took an answer, or did not."""

    message_id: str
    to_email: str
    delivered: bool
    detail: str
    promise: Promise | None = None
    """As it is again, where the client waits for an answer after all."""

    @property
    def trouble(self) -> str:
        """As whoever is responsible reads it."""
        return f"The answer to {self.to_email} was not delivered: {self.detail}"


class TicketMoved(Settling, OfTicket, Event):
    """It came into another stage."""

    from_stage: str
    from_status: TicketStatus
    to_stage: str
    to_status: TicketStatus
    comment: str | None
    """Why; with what result, where it is done."""
    reopened: bool
    """It was done."""
    untouched: bool
    """Whoever is responsible had not begun."""
    by_id: UUID | None
    warned: Warned | None = None
    """Who was told that the agreed hours are nearly used up, where it is done within them."""
    agreed_minutes: int | None = None


class TicketAssigned(OfTicket, Event):
    """Somebody else is responsible for it."""

    from_id: UUID
    reason: str | None
    untouched: bool
    """Whoever was responsible had not begun."""
    awaits: str | None
    """What the client wrote last and waits for an answer to."""
    done: bool = False
    """There is nothing to begin with."""
    late: tuple[Late, ...] = ()
    """What is late and not made good, and who was told before."""
    told: tuple[UUID, ...] = ()
    """Who has to know of that from now on."""
    server: str | None = None
    """The name of whoever is responsible now."""


class TicketHoursAgreed(OfTicket, Event):
    """It is agreed with the client how much labour it takes."""

    was_minutes: int | None
    agreed_minutes: int
    spent_minutes: int
    limit: LimitState
    with_whom: str
    warned: Warned | None
    """Who was told of the former limit."""


class TicketClientNamed(OfTicket, Event):
    """It is known whose ticket it is."""

    was_client_id: UUID | None
    contact_email: str | None
    contact_phone: str | None


class TicketPrioritised(Settling, OfTicket, Event):
    """It is more or less pressing than it was."""

    from_priority: str
    to_priority: str
    sla: str | None
    reason: str | None


class TicketLate(Promising, OfTicket, Event):
    """A promised time has passed."""

    which: Awaited
    due: datetime
    told: tuple[UUID, ...]
    """Whoever is responsible, and the head."""
    due_told: str | None = None
    """In the company's time."""
    server: str | None = None
    """The name of whoever is responsible."""


class TicketWorkCounted(OfTicket, Event):
    """Labour was recorded for it, or corrected."""

    work_id: UUID
    person_id: UUID
    minutes: int
    was_minutes: int
    spent_minutes: int
    """In all, this included."""
    agreed_minutes: int | None
    limit: LimitState


class LimitReached(OfTicket):
    """Labour reached a share of what is agreed: the head is told (S3-05)."""

    percent: int
    """The share, of those that the playbook names."""
    spent_minutes: int
    agreed_minutes: int
    was: Warned | None
    """Who was told of a lower share."""


class TicketLimitNeared(LimitReached, Event):
    """Labour comes near to what is agreed."""


class TicketLimitExceeded(LimitReached, Event):
    """Labour is above what is agreed."""


TicketEvent = (
    TicketOpened
    | TicketMessageTaken
    | TicketFollowedUp
    | TicketReplied
    | TicketReplyDelivered
    | TicketMoved
    | TicketAssigned
    | TicketHoursAgreed
    | TicketClientNamed
    | TicketPrioritised
    | TicketLate
    | TicketWorkCounted
    | TicketLimitNeared
    | TicketLimitExceeded
)
