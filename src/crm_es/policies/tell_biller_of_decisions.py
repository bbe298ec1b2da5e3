"""When a client accepted an act, or its letter did not arrive, whoever bills it hears of it (S3-08)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.notebook import AddEntry
from crm_es.aggregates.work_act import ActAccepted, ActDeliveryNoted
from crm_es.asking_people import Topic, question, with_word

PASSES_OVER_IMPORTS = True


def react(event: ActAccepted | ActDeliveryNoted) -> Iterator[AddEntry]:
    match event:
        case ActAccepted() if event.recorded_by != event.biller_id:
            topic = Topic("act decision", "work_act", event.work_act_id)
            yield question(topic, event.biller_id, with_word(accepted(event), event.comment))
        case ActDeliveryNoted(delivered=False):
            topic = Topic("act decision", "work_act", event.work_act_id, (event.round,))
            text = f"Act {event.number} did not reach {event.email}. Send it to another address. {event.detail}"
            yield question(topic, event.biller_id, text[:1000])
        case _:
            return


def accepted(event: ActAccepted) -> str:
    if event.by_silence:
        return f"Act {event.number} of {event.total} counts as accepted: nobody disputed it in time"
    by = f" by {event.contact_name}" if event.contact_name else ""
    return f"Act {event.number} of {event.total} is accepted{by}"
