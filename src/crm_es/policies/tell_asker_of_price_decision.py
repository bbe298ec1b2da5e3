"""When a price is granted or refused, whoever asked for it is told (S0-24)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.notebook import AddEntry
from crm_es.aggregates.price_approval import PriceGranted, PriceRefused
from crm_es.ids import derived, notebook_of

PASSES_OVER_IMPORTS = True


def react(event: PriceGranted | PriceRefused) -> Iterator[AddEntry]:
    match event:
        case PriceGranted(valid_until=valid_until):
            answer = f"granted until {valid_until:%d.%m.%Y}"
        case PriceRefused(reason=reason):
            answer = f"refused. {reason}"
    yield AddEntry(
        notebook_id=notebook_of(event.asker_id),
        person_id=event.asker_id,
        entry_id=derived(event.price_approval_id, "price decision"),
        kind="price decision",
        about="price_approval",
        subject_id=event.price_approval_id,
        text=f"{event.product}, {event.quantity:f} at {event.price}: {answer}",
    )
