"""When a complaint is answered, whoever looks after the client has to tell the client (S0-18)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.complaint import ComplaintAnswered, ComplaintClosed, ComplaintReopened, ComplaintWithdrawn
from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.asking_people import Topic, closed, question, with_word

PASSES_OVER_IMPORTS = True


def react(
    event: ComplaintAnswered | ComplaintClosed | ComplaintReopened | ComplaintWithdrawn,
) -> Iterator[AddEntry | CloseEntry]:
    topic = Topic("complaint answer", "complaint", event.complaint_id)
    match event:
        case ComplaintAnswered(answer=answer):
            yield question(topic, event.teller_id, with_word(f"{event.cause}: {event.text}", answer[:500]))
        case ComplaintClosed():
            yield closed(topic, event.was.person_id, "The client is content.")
        case ComplaintReopened():
            yield closed(topic, event.was.person_id, "The client is not content: it is answered anew.")
        case ComplaintWithdrawn():
            yield closed(topic, event.was.person_id, "The client took it back.")
