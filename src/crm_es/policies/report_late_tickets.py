"""When a promise to a client is not kept, whoever serves the ticket and the head know until it is made good (X-19)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.ticket import (
    Late,
    TicketAssigned,
    TicketLate,
    TicketMoved,
    TicketPrioritised,
    TicketReplied,
)
from crm_es.asking_people import Topic, closed, question, settle

PASSES_OVER_IMPORTS = True

Settled = TicketReplied | TicketMoved | TicketPrioritised


def react(event: TicketLate | TicketAssigned | Settled) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case TicketLate():
            for person_id in event.told:
                yield question(topic(event.ticket_id, event), person_id, text(event, event))
        case TicketAssigned():
            for late in event.late:
                about = topic(event.ticket_id, late)
                gone = (person_id for person_id in late.told if person_id not in event.told)
                yield from settle(gone, about, "Somebody else serves it.")
                new = (person_id for person_id in event.told if person_id not in late.told)
                yield from (question(about, person_id, text(event, late)) for person_id in new)
        case _:
            for late in event.settled:
                for person_id in late.told:
                    yield closed(topic(event.ticket_id, late), person_id, "It is made good.")


def topic(ticket_id: UUID, late: TicketLate | Late) -> Topic:
    return Topic("ticket late", "ticket", ticket_id, (late.which, late.due.timestamp()))


def text(event: TicketLate | TicketAssigned, late: TicketLate | Late) -> str:
    """What is late of whose ticket, since when, and who serves it."""
    whose = f" of {event.contact_name}" if event.contact_name else ""
    due = late.due_told or f"{late.due:%d.%m.%Y %H:%M} UTC"
    serves = f", served by {event.server}" if event.server else ""
    return f"{event.reference}{whose}, {late.which} due on {due}{serves}: {event.subject}"
