"""When a client disputes a line of an act, its biller has it in the notebook until the client is answered (S3-08)."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.work_act import ActAccepted, ActCancelled, ActLineDisputed, DisputeAnswered, OpenDispute
from crm_es.asking_people import MOST, Topic, closed, question, with_word

PASSES_OVER_IMPORTS = True
Settled = ActAccepted | ActCancelled


def react(event: ActLineDisputed | DisputeAnswered | Settled) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case ActLineDisputed():
            who = f"{event.contact_name} of the client" if event.contact_name else "The client"
            said = f"Act {event.number}: {who} disputes {event.what}, {event.amount}"
            word = shorten(event.comment, MOST, placeholder="…")
            yield question(topic(event, event), event.biller_id, with_word(said, word))
        case DisputeAnswered():
            yield closed(topic(event, event), event.biller_id, "The client was answered.")
        case ActAccepted() | ActCancelled():
            result = "The act is cancelled." if isinstance(event, ActCancelled) else "The client accepted it after all."
            for dropped in event.dropped:
                yield closed(topic(event, dropped), event.biller_id, result)


def topic(
    event: ActLineDisputed | DisputeAnswered | Settled, of: OpenDispute | ActLineDisputed | DisputeAnswered
) -> Topic:
    return Topic("act dispute", "work_act", event.work_act_id, (of.line_id, of.dispute))
