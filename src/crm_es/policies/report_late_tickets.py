"""When a promise to a client is not kept, whoever serves the ticket and the head know until it is made good (X-19)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.ticket import Late, TicketLate, TicketMoved, TicketPrioritised, TicketReplied
from crm_es.asking_people import Topic, closed, question

PASSES_OVER_IMPORTS = True

Settled = TicketReplied | TicketMoved | TicketPrioritised


def react(event: TicketLate | Settled) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case TicketLate():
            whose = f" of {event.contact_name}" if event.contact_name else ""
            said = f"{event.reference}{whose}, {event.which} due on {event.due:%d.%m.%Y %H:%M} UTC: {event.subject}"
            for person_id in event.told:
                yield question(topic(event.ticket_id, event), person_id, said)
        case _:
            for late in event.settled:
                for person_id in late.told:
                    yield closed(topic(event.ticket_id, late), person_id, "It is made good.")


def topic(ticket_id: UUID, late: TicketLate | Late) -> Topic:
    return Topic("ticket late", "ticket", ticket_id, (late.which, late.due.timestamp()))
