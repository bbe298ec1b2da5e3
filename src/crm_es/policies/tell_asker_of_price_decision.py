"""When a price is granted or refused, whoever asked for it is told (S0-24)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.notebook import AddEntry
from crm_es.aggregates.price_approval import PriceGranted, PriceRefused
from crm_es.asking_people import Topic, told
from crm_es.ids import derived

PASSES_OVER_IMPORTS = True


def react(event: PriceGranted | PriceRefused) -> Iterator[AddEntry]:
    match event:
        case PriceGranted(valid_until=valid_until):
            answer = f"granted until {valid_until:%d.%m.%Y}"
        case PriceRefused(reason=reason):
            answer = f"refused. {reason}"
    topic = Topic("price decision", "price_approval", event.price_approval_id)
    entry_id = derived(event.price_approval_id, topic.kind)
    yield told(topic, event.asker_id, entry_id, f"{event.product}, {event.quantity:f} at {event.price}: {answer}")
