"""When a price below the floor is asked for, whoever may answer is asked, until it is answered."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.price_approval import (
    PriceApproversReminded,
    PriceEscalated,
    PriceForwarded,
    PriceGranted,
    PriceRefused,
    PriceRequested,
    PriceStepApproved,
)
from crm_es.asking_people import Topic, ask, settle

Asking = PriceRequested | PriceStepApproved | PriceForwarded | PriceEscalated | PriceApproversReminded

PASSES_OVER_IMPORTS = True


def react(event: Asking | PriceGranted | PriceRefused) -> Iterator[AddEntry | CloseEntry]:
    topic = Topic("price question", "price_approval", event.price_approval_id)
    match event:
        case PriceGranted():
            yield from settle(event.was_asked, topic, "It is granted.")
        case PriceRefused():
            yield from settle(event.was_asked, topic, "It is refused.")
        case _:
            about = f"{event.product}, {event.quantity:f} at {event.price}, floor {event.floor}"
            yield from ask(event, topic, f"{about}. {event.reason}")
