"""When a price is granted or refused, or nobody answered in time, whoever asked for it is told (S0-24)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.notebook import AddEntry
from crm_es.aggregates.price_approval import PriceExpired, PriceGranted, PriceRefused
from crm_es.asking_people import Topic, told
from crm_es.ids import derived

PASSES_OVER_IMPORTS = True


def react(event: PriceGranted | PriceRefused | PriceExpired) -> Iterator[AddEntry]:
    match event:
        case PriceGranted(valid_until=valid_until, answered_by=by, comment=comment):
            answer = f"granted until {valid_until:%d.%m.%Y}{of(by)}.{said(comment)}"
        case PriceRefused(reason=reason, answered_by=by):
            answer = f"refused{of(by)}.{said(reason)}"
        case PriceExpired(granted=True):
            return
        case PriceExpired():
            answer = "nobody answered in time. Ask anew, if the client still wants it."
    topic = Topic("price decision", "price_approval", event.price_approval_id)
    entry_id = derived(event.price_approval_id, topic.kind)
    yield told(topic, event.asker_id, entry_id, f"{event.product}, {event.quantity:f} at {event.price}: {answer}")


def of(answered_by: str) -> str:
    """From whom the answer is."""
    return f" by {answered_by}" if answered_by else ""


def said(comment: str | None) -> str:
    return f" {comment}" if comment else ""
