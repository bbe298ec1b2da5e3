"""When a complaint comes to somebody, they have it in the notebook until they answer it or it goes on (S0-18)."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import Final

from crm_es.aggregates.complaint import (
    ComplaintAnswered,
    ComplaintFiled,
    ComplaintHandedOver,
    ComplaintPassedOn,
    ComplaintReopened,
    ComplaintWithdrawn,
)
from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.asking_people import Topic, closed, question, with_word

PASSES_OVER_IMPORTS = True
LONGEST: Final = 900

Routed = ComplaintFiled | ComplaintPassedOn | ComplaintHandedOver | ComplaintReopened


def react(event: Routed | ComplaintAnswered | ComplaintWithdrawn) -> Iterator[AddEntry | CloseEntry]:
    topic = Topic("complaint to settle", "complaint", event.complaint_id)
    match event:
        case ComplaintFiled():
            yield question(topic, event.responsible_id, text(event, None))
        case ComplaintPassedOn(contractor_id=None):
            yield closed(topic, event.was.person_id, f"It went on to {event.department}.")
            yield question(topic, event.responsible_id, text(event, event.reason))
        case ComplaintPassedOn():
            yield closed(topic, event.was.person_id, "It went on to the supplier.")
            yield question(topic, event.responsible_id, text(event, f"The supplier is asked: {event.reason}"))
        case ComplaintHandedOver():
            yield closed(topic, event.was.person_id, "Somebody else answers it.")
            yield question(topic, event.responsible_id, text(event, event.reason))
        case ComplaintReopened():
            yield question(topic, event.responsible_id, text(event, f"The client is not content: {event.how}"))
        case ComplaintAnswered():
            yield closed(topic, event.was.person_id, "It is answered.")
        case ComplaintWithdrawn():
            yield closed(topic, event.was.person_id, "The client took it back.")


def text(event: Routed, word: str | None) -> str:
    """What it is about, until when, and what was said last."""
    told = shorten(f"{event.cause}, until {event.due:%d.%m.%Y}: {event.text}", LONGEST, placeholder="…")
    return with_word(told, word)
