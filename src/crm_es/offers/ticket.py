"""What may be done with a ticket: reply, move it on, give it to somebody, agree on hours."""

from __future__ import annotations

from decimal import Decimal

from crm_es.aggregates.ticket import (
    AgreeTicketHours,
    AssignTicket,
    MoveTicket,
    NameTicketClient,
    ReplyToTicket,
    SetTicketPriority,
    TakeTicketMessage,
    Ticket,
    decider,
)
from crm_es.offers.way import Look, Values, Way, kind


def other_stages(look: Look) -> list[str]:
    return [stage.name for stage in look.context.playbook.service.stages if stage.name != look.state.stage]


def next_stage(look: Look) -> Values | None:
    names = [stage.name for stage in look.context.playbook.service.stages]
    following = names.index(look.state.stage) + 1 if look.state.stage in names else 0
    return {"stage": names[following]} if following < len(names) else None


def other_priorities(look: Look) -> list[str]:
    return [name for name in look.context.playbook.service.priorities if name != look.state.priority]


def awaited(look: Look) -> Values | None:
    """Whether the client waits for an answer."""
    return {} if look.state.awaits else None


def contact(look: Look) -> Values:
    ticket: Ticket = look.state
    names = ("client_id", "contact_name", "contact_email", "contact_phone")
    return {name: getattr(ticket, name) for name in names}


KIND = kind(
    "tickets",
    decider,
    Way(ReplyToTicket, awaited, typed={"channel": "said"}),
    Way(MoveTicket, next_stage, choices={"stage": other_stages}),
    Way(AssignTicket, beside=True),
    Way(AgreeTicketHours, typed={"hours": Decimal("9999.25")}, beside=True),
    Way(SetTicketPriority, choices={"priority": other_priorities}, beside=True),
    Way(NameTicketClient, present=contact, menu=True),
    Way(TakeTicketMessage, menu=True),
)
