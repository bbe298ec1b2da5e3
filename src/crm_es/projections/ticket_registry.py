"""Which tickets are there, in which stage, with whom, what was promised, and how much labour went into them? (S3-03)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from crm_es.aggregates.ticket import (
    OfTicket,
    Promise,
    Promising,
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
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class Ticket(
    Row,
    table="ticket_registry",
    key="ticket_id",
    indexes=("opened_at, ticket_id", "status, stage", "responsible_id, status", "client_id", "reference"),
):
    """One ticket, as it stands."""

    ticket_id: UUID
    reference: str
    subject: str
    stage: str
    status: str
    """new, working, waiting or done."""
    priority: str
    channel: str
    client_id: UUID | None
    contact_name: str | None
    contact_email: str | None
    contact_phone: str | None
    responsible_id: UUID
    head_id: UUID
    involved: tuple[UUID, ...]
    """Everybody who was ever responsible."""
    opened_at: datetime
    since: datetime
    """When it came into its stage."""
    sla: str | None = None
    agreed_minutes: int | None = None
    spent_minutes: int = 0
    limit_state: str = "ok"
    """ok, near or over what is agreed."""
    awaits_answer: bool = False
    """The client wrote, and nobody answered."""
    first_response_due: datetime | None = None
    responded_at: datetime | None = None
    next_response_due: datetime | None = None
    resolution_due: datetime | None = None
    paused_since: datetime | None = None
    done_at: datetime | None = None
    result: str | None = None
    reopened: int = 0
    """How often."""
    late: tuple[str, ...] = ()
    """Which promises were not kept."""
    files: int = 0
    follows_id: UUID | None = None
    followed_by_id: UUID | None = None


def keys(event: TicketEvent) -> tuple[UUID, ...]:
    return (event.ticket_id,)


def evolve(ticket: Ticket | None, recorded: Recorded[TicketEvent], key: UUID) -> Ticket | None:
    event, at = recorded.event, recorded.occurred_at
    match ticket, event:
        case None, TicketOpened():
            return promised(opened(event, key), event.promise)
        case Ticket(), Promising(promise=promise) | TicketReplyDelivered(promise=Promise() as promise):
            return promised(replace(ticket, **of_ticket(event), **news(ticket, event, at)), promise)
        case Ticket(), _:
            return replace(ticket, **of_ticket(event), **news(ticket, event, at))
        case _:
            raise Corrupt(ticket, event)


def opened(event: TicketOpened, key: UUID) -> Ticket:
    return Ticket(
        ticket_id=key,
        **{name: getattr(event, name) for name in ("reference", "subject", "stage", "status", "channel")},
        **{name: getattr(event, name) for name in ("priority", "client_id", "contact_name", "contact_email")},
        **{name: getattr(event, name) for name in ("contact_phone", "responsible_id", "head_id", "opened_at", "sla")},
        since=event.opened_at,
        involved=(event.responsible_id,),
        agreed_minutes=event.agreed_minutes,
        awaits_answer=True,
        files=len(event.files),
        follows_id=event.follows_id,
    )


def promised(ticket: Ticket, promise: Promise) -> Ticket:
    return replace(
        ticket,
        first_response_due=promise.first_response_due,
        responded_at=promise.responded_at,
        next_response_due=promise.next_response_due,
        resolution_due=promise.resolution_due,
        paused_since=promise.stands_since,
    )


def of_ticket(event: OfTicket) -> dict[str, Any]:
    """What every event tells of it."""
    return {name: getattr(event, name) for name in ("client_id", "contact_name", "responsible_id", "head_id")}


def news(ticket: Ticket, event: TicketEvent, at: datetime) -> dict[str, Any]:  # noqa: C901, PLR0911, PLR0912 - a table read from top to bottom
    """What else is so from now on."""
    match event:
        case TicketMessageTaken():
            moved = {} if event.stage == ticket.stage else {"since": at, "stage": event.stage, "status": event.status}
            again = {"done_at": None, "reopened": ticket.reopened + 1} if event.reopened else {}
            email = ticket.contact_email or event.from_email
            return (
                {"awaits_answer": True, "contact_email": email, "files": ticket.files + len(event.files)}
                | moved
                | again
            )
        case TicketReplied():
            return {"awaits_answer": False, "files": ticket.files + len(event.files)}
        case TicketMoved():
            moved = {"stage": event.to_stage, "status": event.to_status, "since": at}
            if event.to_status == "done":
                moved |= {"awaits_answer": False, "done_at": ticket.done_at or at, "result": event.comment}
            elif event.reopened:
                moved |= {"done_at": None, "reopened": ticket.reopened + 1}
            return moved
        case TicketAssigned():
            return {"involved": tuple(dict.fromkeys((*ticket.involved, event.responsible_id)))}
        case TicketHoursAgreed():
            return {"agreed_minutes": event.agreed_minutes, "limit_state": event.limit}
        case TicketWorkCounted():
            return {"spent_minutes": event.spent_minutes, "limit_state": event.limit}
        case TicketClientNamed():
            return {"contact_email": event.contact_email, "contact_phone": event.contact_phone}
        case TicketPrioritised():
            return {"priority": event.to_priority, "sla": event.sla}
        case TicketLate(which=which):
            return {"late": tuple(dict.fromkeys((*ticket.late, which)))}
        case TicketFollowedUp(next_ticket_id=next_ticket_id):
            return {"followed_by_id": next_ticket_id}
        case TicketReplyDelivered(delivered=delivered):
            return {} if delivered else {"awaits_answer": True}
        case TicketOpened() | TicketLimitNeared() | TicketLimitExceeded():
            return {}
