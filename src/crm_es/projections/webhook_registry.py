"""Which other systems hear what happens here, and from where? Who delivers asks the same (X-14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.webhook import (
    WebhookEvent,
    WebhookPaused,
    WebhookRegistered,
    WebhookRemoved,
    WebhookReplayed,
    WebhookResumed,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class Webhook(Row, table="webhook_registry", key="webhook_id"):
    """One address that hears what happens."""

    webhook_id: UUID
    url: str
    topics: tuple[str, ...]
    status: str
    registered_by_id: UUID | None
    registered_at: datetime
    since: int
    """It hears what comes after this position."""
    reading: str
    """The name of its place in the log. A replay reads from another place."""
    paused_because: str | None = None


def keys(event: WebhookEvent) -> tuple[UUID, ...]:
    return (event.webhook_id,)


def evolve(webhook: Webhook | None, recorded: Recorded[WebhookEvent], key: UUID) -> Webhook | None:
    match webhook, recorded.event:
        case None, WebhookRegistered(url=url, topics=topics, registered_by=by):
            place = reading(key, 0)
            return Webhook(key, url, topics, "active", by, recorded.occurred_at, recorded.position, place)
        case Webhook(), WebhookPaused(reason=reason):
            return replace(webhook, status="paused", paused_because=reason)
        case Webhook(), WebhookResumed():
            return replace(webhook, status="active", paused_because=None)
        case Webhook(), WebhookReplayed(from_position=position, times=times):
            return replace(webhook, since=position - 1, reading=reading(key, times))
        case Webhook(), WebhookRemoved():
            return replace(webhook, status="removed", paused_because=None)
        case _:
            raise Corrupt(webhook, recorded.event)


def reading(webhook_id: UUID, replays: int) -> str:
    return f"webhook/{webhook_id}/{replays}"
