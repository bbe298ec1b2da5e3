"""What did client and service say to each other about a ticket, in which mails, and did answers arrive? (S3-02)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.ticket import TicketMessageTaken, TicketOpened, TicketReplied, TicketReplyDelivered
from crm_es.ids import derived
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

Said = TicketOpened | TicketMessageTaken | TicketReplied


@dataclass(frozen=True)
class TicketMessage(
    Row,
    table="ticket_messages",
    key="ticket_message_id",
    indexes=("ticket_id, said_at", "message_id", "said_at, ticket_message_id"),
):
    """One message of a thread."""

    ticket_message_id: UUID
    ticket_id: UUID
    reference: str
    client_id: UUID | None
    responsible_id: UUID
    """Who was, when it was said."""
    from_client: bool
    who: str | None
    """The contact."""
    email: str | None
    by_id: UUID | None
    """Who answered."""
    text: str
    said_at: datetime
    message_id: str | None
    answers_mail: str | None
    files: tuple[str, ...]
    """By their names."""
    delivered: bool | None = None
    """None where it goes to nobody by mail, or is on its way."""
    detail: str | None = None
    """What the mail server said."""


def keys(event: Said | TicketReplyDelivered) -> tuple[UUID, ...]:
    match event:
        case TicketOpened():
            part: object = 1
        case TicketMessageTaken(number=number):
            part = number
        case TicketReplied(message_id=message_id) | TicketReplyDelivered(message_id=message_id):
            part = message_id
    return (derived(event.ticket_id, "message", part),)


def evolve(
    message: TicketMessage | None, recorded: Recorded[Said | TicketReplyDelivered], key: UUID
) -> TicketMessage | None:
    event = recorded.event
    match message, event:
        case None, TicketOpened():
            return said(event, recorded.occurred_at, key, who=event.contact_name, email=event.contact_email)
        case None, TicketMessageTaken():
            return said(event, recorded.occurred_at, key, who=event.from_name, email=event.from_email)
        case None, TicketReplied():
            return said(event, recorded.occurred_at, key, who=event.to_name, email=event.to_email)
        case TicketMessage(), TicketReplyDelivered(delivered=delivered, detail=detail):
            return replace(message, delivered=delivered, detail=detail or None)
        case _:
            raise Corrupt(message, event)


def said(event: Said, at: datetime, key: UUID, *, who: str | None, email: str | None) -> TicketMessage:
    return TicketMessage(
        ticket_message_id=key,
        ticket_id=event.ticket_id,
        reference=event.reference,
        client_id=event.client_id,
        responsible_id=event.responsible_id,
        from_client=not isinstance(event, TicketReplied),
        who=who,
        email=email,
        by_id=event.by_id if isinstance(event, TicketReplied) else None,
        text=event.text,
        said_at=at,
        message_id=event.message_id,
        answers_mail=None if isinstance(event, TicketOpened) else event.in_reply_to,
        files=tuple(file.name for file in event.files),
    )
