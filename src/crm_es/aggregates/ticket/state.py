"""A ticket as its history left it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from textwrap import shorten
from typing import Final
from uuid import UUID

from crm_es.aggregates.ticket.events import (
    Promise,
    TicketAssigned,
    TicketClientNamed,
    TicketEvent,
    TicketFollowedUp,
    TicketHoursAgreed,
    TicketLate,
    TicketLimitExceeded,
    TicketLimitNeared,
    TicketMessageTaken,
    TicketMoved,
    TicketOpened,
    TicketPrioritised,
    TicketReplied,
    TicketReplyDelivered,
    TicketWorkCounted,
    Warned,
)
from crm_es.messages import Corrupt
from crm_es.playbook import TicketStatus

LONGEST: Final = 300
"""As much of what the client wrote as reminds of it."""


@dataclass(frozen=True)
class Ticket:
    ticket_id: UUID
    reference: str
    subject: str
    opened_at: datetime
    first_mail: str | None
    client_id: UUID | None
    contact_name: str | None
    contact_email: str | None
    contact_phone: str | None
    responsible_id: UUID
    priority: str
    stage: str
    status: TicketStatus
    promise: Promise
    agreed_minutes: int | None
    agreed_with: str | None = None
    """Nobody, as long as only the playbook says how much."""
    mails: tuple[str, ...] = ()
    """By their message ids, in order."""
    messages: int = 1
    """How many the client wrote."""
    asked_in: str | None = None
    """The last of the client's."""
    sent: Mapping[str, str] = field(default_factory=dict)
    """Replies by mail, and to whom."""
    arrived: Mapping[str, bool] = field(default_factory=dict)
    """Replies of which it is known whether they did."""
    last_mailed: tuple[str, Promise] | None = None
    """The last answer, if it went by mail, and what was promised before it."""
    replies: int = 0
    awaits: str | None = None
    """What the client wrote last and waits for an answer to."""
    followed_by: UUID | None = None
    work: Mapping[tuple[UUID, UUID], int] = field(default_factory=dict)
    """Minutes by whose entries tell of them: two people may give theirs the same id."""
    spent_minutes: int = 0
    warned: Warned | None = None
    untouched: bool = True
    """Whoever is responsible has not begun."""


def evolve(ticket: Ticket | None, event: TicketEvent) -> Ticket:
    match ticket, event:
        case None, TicketOpened():
            return opened(event)
        case Ticket(), TicketMessageTaken():
            heard = with_mail(ticket, event.message_id)
            return replace(
                heard,
                contact_email=ticket.contact_email or event.from_email,
                messages=event.number,
                asked_in=event.message_id or ticket.asked_in,
                awaits=shorten(event.text, LONGEST, placeholder="…"),
                stage=event.stage,
                status=event.status,
                promise=event.promise,
            )
        case Ticket(), TicketFollowedUp(message_id=message_id, next_ticket_id=next_ticket_id):
            return replace(with_mail(ticket, message_id), followed_by=next_ticket_id)
        case Ticket(), TicketReplied():
            sent = {**ticket.sent, event.message_id: event.to_email} if event.to_email else ticket.sent
            mailed = with_mail(ticket, event.message_id) if event.to_email else ticket
            return replace(
                mailed,
                sent=sent,
                last_mailed=(event.message_id, ticket.promise) if event.to_email else None,
                replies=ticket.replies + 1,
                awaits=None,
                promise=event.promise,
                untouched=False,
            )
        case Ticket(), TicketReplyDelivered(message_id=message_id, delivered=delivered):
            arrived = {**ticket.arrived, message_id: delivered}
            awaits, promise = ticket.awaits if delivered else event.trouble, event.promise or ticket.promise
            return replace(ticket, arrived=arrived, awaits=awaits, promise=promise)
        case Ticket(), TicketMoved(to_stage=stage, to_status=status, promise=promise):
            awaits = None if status == "done" else ticket.awaits
            return replace(ticket, stage=stage, status=status, promise=promise, awaits=awaits, untouched=False)
        case Ticket(), TicketAssigned(responsible_id=responsible_id, late=lates, done=done):
            late = tuple(one.model_copy(update={"told": event.told}) for one in lates)
            promise = ticket.promise.model_copy(update={"late": late}) if lates else ticket.promise
            return replace(ticket, responsible_id=responsible_id, promise=promise, untouched=not done)
        case Ticket(), TicketHoursAgreed(agreed_minutes=agreed_minutes, with_whom=with_whom):
            return replace(ticket, agreed_minutes=agreed_minutes, agreed_with=with_whom, warned=None)
        case Ticket(), TicketClientNamed():
            return replace(
                ticket,
                client_id=event.client_id,
                contact_name=event.contact_name,
                contact_email=event.contact_email,
                contact_phone=event.contact_phone,
            )
        case Ticket(), TicketPrioritised(to_priority=priority, promise=promise):
            return replace(ticket, priority=priority, promise=promise)
        case Ticket(), TicketLate(promise=promise):
            return replace(ticket, promise=promise)
        case Ticket(), TicketWorkCounted(person_id=person_id, work_id=work_id, minutes=minutes):
            work = {**ticket.work, (person_id, work_id): minutes}
            return replace(ticket, work=work, spent_minutes=event.spent_minutes)
        case Ticket(), TicketLimitNeared() | TicketLimitExceeded():
            return replace(ticket, warned=Warned(percent=event.percent, head_id=event.head_id))
        case _:
            raise Corrupt(ticket, event)


def opened(event: TicketOpened) -> Ticket:
    return Ticket(
        ticket_id=event.ticket_id,
        reference=event.reference,
        subject=event.subject,
        opened_at=event.opened_at,
        first_mail=event.message_id,
        client_id=event.client_id,
        contact_name=event.contact_name,
        contact_email=event.contact_email,
        contact_phone=event.contact_phone,
        responsible_id=event.responsible_id,
        priority=event.priority,
        stage=event.stage,
        status=event.status,
        promise=event.promise,
        agreed_minutes=event.agreed_minutes,
        mails=(event.message_id,) if event.message_id else (),
        asked_in=event.message_id,
    )


def with_mail(ticket: Ticket, message_id: str | None) -> Ticket:
    return replace(ticket, mails=(*ticket.mails, message_id)) if message_id else ticket
