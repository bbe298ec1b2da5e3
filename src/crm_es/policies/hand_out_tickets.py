"""When a ticket comes to somebody, they have it in the notebook until they begin with it (S3-02, S3-04)."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import Final

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.ticket import OfTicket, TicketAssigned, TicketMoved, TicketOpened, TicketReplied
from crm_es.asking_people import Topic, closed, question, with_word

PASSES_OVER_IMPORTS = True
LONGEST: Final = 900


def react(event: TicketOpened | TicketAssigned | TicketMoved | TicketReplied) -> Iterator[AddEntry | CloseEntry]:
    topic = Topic("new ticket", "ticket", event.ticket_id)
    match event:
        case TicketOpened():
            yield question(topic, event.responsible_id, text(event))
        case TicketAssigned():
            if event.untouched:
                yield closed(topic, event.from_id, "Somebody else serves it.")
            if not event.awaits and not event.done:
                said = f"{event.reference}{whose(event)}: {event.subject}"
                why = f"Handed over: {event.reason}" if event.reason else None
                yield question(topic, event.responsible_id, with_word(said, why))
        case _ if event.untouched:
            yield closed(topic, event.responsible_id, "It is begun.")
        case _:
            return


def whose(event: OfTicket) -> str:
    return f" of {event.contact_name}" if event.contact_name else ""


def text(event: TicketOpened) -> str:
    """Whose it is, what it is about, and until when there is to be an answer."""
    until = f", answer until {event.answer_until}" if event.answer_until else ""
    return shorten(f"{event.reference}{whose(event)}{until}: {event.subject}. {event.text}", LONGEST, placeholder="…")
