"""When a price below the floor is asked for, whoever may answer is asked, until it is answered."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.price_approval import (
    PriceApproversReminded,
    PriceEscalated,
    PriceExpired,
    PriceForwarded,
    PriceGranted,
    PriceRefused,
    PriceRequested,
    PriceStepApproved,
    PriceWithdrawn,
)
from crm_es.asking_people import Topic, ask, settle

Asking = PriceRequested | PriceStepApproved | PriceForwarded | PriceEscalated | PriceApproversReminded

PASSES_OVER_IMPORTS = True


def react(
    event: Asking | PriceGranted | PriceRefused | PriceWithdrawn | PriceExpired,
) -> Iterator[AddEntry | CloseEntry]:
    topic = Topic("price question", "price_approval", event.price_approval_id)
    match event:
        case PriceGranted():
            yield from settle(event.was_asked, topic, "It is granted.")
        case PriceRefused():
            yield from settle(event.was_asked, topic, "It is refused.")
        case PriceWithdrawn():
            yield from settle(event.was_asked, topic, "It is taken back.")
        case PriceExpired():
            yield from settle(event.was_asked, topic, "Its time is over.")
        case _:
            yield from ask(event, topic, f"{', '.join(about(event))}. {event.reason}")


def about(event: Asking) -> Iterator[str]:
    """What is asked for, and what it means for us."""
    yield event.product
    yield f"{event.quantity:f} at {event.price}"
    yield f"floor {event.floor}"
    if event.list_price:
        yield f"list {event.list_price}"
    if event.margin_percent is not None:
        yield f"margin {event.margin_percent} %"
