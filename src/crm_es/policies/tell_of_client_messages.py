"""When the client writes further, whoever serves the ticket has it in the notebook until the client is answered."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import Final

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.ticket import (
    TicketAssigned,
    TicketMessageTaken,
    TicketMoved,
    TicketReplied,
    TicketReplyDelivered,
)
from crm_es.asking_people import Topic, closed, question

PASSES_OVER_IMPORTS = True
LONGEST: Final = 900

Said = TicketMessageTaken | TicketReplyDelivered | TicketReplied | TicketAssigned | TicketMoved


def react(event: Said) -> Iterator[AddEntry | CloseEntry]:
    topic = Topic("ticket reply", "ticket", event.ticket_id)
    match event:
        case TicketMessageTaken():
            again = ", opened again" if event.reopened else ""
            yield question(topic, event.responsible_id, text(event, again, event.text))
        case TicketReplyDelivered(delivered=False):
            yield question(topic, event.responsible_id, text(event, "", event.trouble))
        case TicketAssigned(awaits=str(awaits)):
            yield closed(topic, event.from_id, "Somebody else serves it.")
            yield question(topic, event.responsible_id, text(event, "", awaits))
        case TicketReplied():
            yield closed(topic, event.responsible_id, "The client is answered.")
        case TicketMoved(to_status="done"):
            yield closed(topic, event.responsible_id, "It is done.")
        case TicketReplyDelivered() | TicketAssigned() | TicketMoved():
            return


def text(event: Said, again: str, said: str) -> str:
    whose = f"{event.reference} {event.subject}{again}"
    return shorten(f"{whose}: {said or 'see the attached files'}", LONGEST, placeholder="…")
