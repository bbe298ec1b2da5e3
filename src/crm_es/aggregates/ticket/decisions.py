"""Every wish about a ticket, and what decides it: a table."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.ticket.commands import (
    AgreeTicketHours,
    AssignTicket,
    CallTicketLate,
    CountTicketWork,
    MoveTicket,
    NameTicketClient,
    NoteReplyDelivered,
    OpenTicket,
    ReplyToTicket,
    SetTicketPriority,
    TakeTicketMessage,
    TicketCommand,
)
from crm_es.aggregates.ticket.events import TicketAssigned, TicketClientNamed, TicketEvent, TicketPrioritised
from crm_es.aggregates.ticket.limits import agreed, counted
from crm_es.aggregates.ticket.moving import alarmed, late, moved, told, with_lates
from crm_es.aggregates.ticket.opening import known_priority, opened
from crm_es.aggregates.ticket.people import head_of, must_serve, must_work_here
from crm_es.aggregates.ticket.promising import prioritised
from crm_es.aggregates.ticket.state import Ticket
from crm_es.aggregates.ticket.talking import delivered, heard, replied
from crm_es.context import Context
from crm_es.messages import Refused


def decide(ticket: Ticket | None, command: TicketCommand, context: Context) -> Iterator[TicketEvent]:
    match command, ticket:
        case OpenTicket(), None:
            yield opened(command, context)
        case _, None:
            raise Refused("There is no such ticket: open it first.")
        case OpenTicket(), Ticket():
            if (command.subject, command.message_id) != (ticket.subject, ticket.first_mail):
                raise Refused("This ticket is open already: open another under its own id.", "open already")
        case TakeTicketMessage(), Ticket():
            if command.message_id is None or command.message_id not in ticket.mails:
                yield heard(ticket, command, context)
        case ReplyToTicket(), Ticket():
            yield from (lates := tuple(late(ticket, context)))
            yield from replied(with_lates(ticket, lates), command, context)
        case MoveTicket(), Ticket():
            yield from (lates := tuple(late(ticket, context)))
            yield from moved(with_lates(ticket, lates), command, context)
        case NoteReplyDelivered(), Ticket():
            yield from delivered(ticket, command, context)
        case AssignTicket(), Ticket():
            if command.responsible_id != ticket.responsible_id:
                yield assigned(ticket, command, context)
        case AgreeTicketHours(), Ticket():
            yield from agreed(ticket, command, context)
        case NameTicketClient(), Ticket():
            yield from named(ticket, command, context)
        case SetTicketPriority(), Ticket():
            yield from pressing(ticket, command, context)
        case CallTicketLate(), Ticket():
            yield from late(ticket, context)
        case CountTicketWork(), Ticket():
            yield from counted(ticket, command, context)


def assigned(ticket: Ticket, command: AssignTicket, context: Context) -> TicketAssigned:
    must_serve(ticket, context)
    person_id: UUID = must_work_here(command.responsible_id, context)
    return TicketAssigned(
        **told(ticket, context) | {"responsible_id": person_id, "head_id": head_of(person_id, context)},
        from_id=ticket.responsible_id,
        reason=command.reason,
        untouched=ticket.untouched,
        awaits=ticket.awaits,
        done=ticket.status == "done",
        late=ticket.promise.late,
        told=alarmed(person_id, context) if ticket.promise.late else (),
        server=context.directory.name(person_id),
    )


def named(ticket: Ticket, command: NameTicketClient, context: Context) -> Iterator[TicketClientNamed]:
    must_serve(ticket, context)
    contact = {
        "contact_name": command.contact_name or ticket.contact_name,
        "contact_email": command.contact_email or ticket.contact_email,
        "contact_phone": command.contact_phone or ticket.contact_phone,
    }
    now = {"client_id": command.client_id} | contact
    if now != {name: getattr(ticket, name) for name in now}:
        yield TicketClientNamed(**told(ticket, context) | now, was_client_id=ticket.client_id)


def pressing(ticket: Ticket, command: SetTicketPriority, context: Context) -> Iterator[TicketPrioritised]:
    must_serve(ticket, context)
    priority = known_priority(command.priority, context)
    sla = context.playbook.service.sla(priority)
    if priority != ticket.priority:
        calendar = context.playbook.calendar
        promise, settled = prioritised(ticket.promise, sla, ticket.opened_at, context.at, calendar)
        yield TicketPrioritised(
            **told(ticket, context),
            promise=promise,
            settled=settled,
            from_priority=ticket.priority,
            to_priority=priority,
            sla=sla.name if sla else None,
            reason=command.reason,
        )
