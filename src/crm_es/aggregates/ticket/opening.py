"""How a ticket begins: with whom, with which promises and how much labour (S3-02, S3-03)."""

from __future__ import annotations

from decimal import Decimal

from crm_es.aggregates.ticket.commands import OpenTicket
from crm_es.aggregates.ticket.events import TicketOpened
from crm_es.aggregates.ticket.people import head_of, server
from crm_es.aggregates.ticket.promising import promised
from crm_es.aggregates.ticket.reference import reference_of
from crm_es.context import Context
from crm_es.messages import Refused, quoted
from crm_es.playbook.names import typed_alike


def opened(command: OpenTicket, context: Context) -> TicketOpened:
    service = context.playbook.service
    priority = known_priority(command.priority, context)
    sla = service.sla(priority)
    responsible_id = server(command.ticket_id, command.responsible_id, context)
    promise = promised(sla, context.at, context.playbook.calendar)
    due = promise.first_response_due
    return TicketOpened(
        ticket_id=command.ticket_id,
        reference=reference_of(command.ticket_id),
        subject=command.subject,
        client_id=command.client_id,
        contact_name=command.contact_name,
        responsible_id=responsible_id,
        head_id=head_of(responsible_id, context),
        promise=promise,
        text=command.text,
        channel=command.channel,
        contact_email=command.contact_email,
        contact_phone=command.contact_phone,
        priority=priority,
        stage=service.first.name,
        status=service.first.status,
        sla=sla.name if sla else None,
        agreed_minutes=minutes(command.agreed_hours or usual_hours(command, context)),
        files=command.files,
        message_id=command.message_id,
        opened_at=context.at,
        opened_by=context.person,
        follows_id=command.follows_id,
        answer_until=context.playbook.calendar.told(due) if due else None,
    )


def known_priority(name: str | None, context: Context) -> str:
    """As the playbook writes it; the usual one, where none is named."""
    priorities = context.playbook.service.priorities
    if name is None:
        return priorities[0]
    if found := next((one for one in priorities if typed_alike(one) == typed_alike(name)), None):
        return found
    raise Refused(f"There is no priority {name!r}: take one of {quoted(priorities)}.", "no such priority")


def usual_hours(command: OpenTicket, context: Context) -> Decimal | None:
    """What the playbook allows; not to what other books tell, where nobody agreed on it."""
    return None if command.channel == "import" else context.playbook.service.agreed_hours


def minutes(hours: Decimal | None) -> int | None:
    return None if hours is None else round(hours * 60)
