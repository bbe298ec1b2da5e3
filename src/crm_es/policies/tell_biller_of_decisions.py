"""When a client accepted an act, or it did not reach the client, whoever bills it hears of it (S3-08)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.notebook import AddEntry
from crm_es.aggregates.work_act import ActAccepted, ActDeliveryNoted, ActInvoiced
from crm_es.asking_people import Topic, question, with_word

PASSES_OVER_IMPORTS = True


def react(event: ActAccepted | ActDeliveryNoted | ActInvoiced) -> Iterator[AddEntry]:
    match event:
        case ActAccepted() if event.recorded_by != event.biller_id:
            topic = Topic("act decision", "work_act", event.work_act_id)
            yield question(topic, event.biller_id, with_word(accepted(event), event.comment))
        case ActDeliveryNoted(delivered=False):
            topic = Topic("act undelivered", "work_act", event.work_act_id, (event.round,))
            text = f"Act {event.number} did not reach {event.email}. Send it to another address. {event.detail}"
            yield question(topic, event.biller_id, text[:1000])
        case ActInvoiced(nowhere_to_send=True):
            topic = Topic("act undelivered", "work_act", event.work_act_id, ("no address",))
            text = f"Act {event.number} was not sent: no address of the client is known. Say where to send it."
            yield question(topic, event.biller_id, text)
        case _:
            return


def accepted(event: ActAccepted) -> str:
    if event.by_silence:
        return f"Act {event.number} of {event.total} counts as accepted: nobody disputed it in time"
    n = len(event.dropped)
    let_go = f", who let {n} disputed {'line' if n == 1 else 'lines'} go unanswered" if n else ""
    return f"Act {event.number} of {event.total} is accepted by {event.contact_name or 'the client'}{let_go}"
