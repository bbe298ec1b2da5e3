"""Delivers events to webhooks: each has a place of its own in the log, and one that fails holds up only itself.

What is in the queue is only that a webhook has something to hear. What it has heard moves its place, event by event.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any, Final, NamedTuple
from uuid import UUID

import structlog
from psycopg.rows import class_row
from pydantic_core import to_jsonable_python

from crm_es.aggregates import activity
from crm_es.application import Crm
from crm_es.channels.hooks import Failed, posting
from crm_es.ids import derived
from crm_es.messages import Event
from crm_es.recorded import Recorded
from crm_es.store import queue
from crm_es.store.reading import head, news
from crm_es.store.tracking import LeaseLost, Tracking, reach, register

log = structlog.get_logger()
TASK: Final = "webhook"
PAGE: Final = 100
TURN: Final = 20.0
"""Seconds after which a webhook that has much to hear lets others go first."""
PRIVATE: Final = frozenset(event.__name__ for event in activity.decider.events)
"""What programs saw of somebody's work is told to nobody else."""
DUE: Final = """
SELECT webhook_id, reading, since FROM webhook_registry JOIN webhook_secrets USING (webhook_id)
LEFT JOIN tracking ON name = reading
WHERE status = 'active' AND coalesce(position < %s, true)
  AND NOT EXISTS (SELECT FROM procrastinate_jobs AS job WHERE job.lock = reading AND job.status IN ('todo', 'doing'))
"""
PAST: Final = """
DELETE FROM tracking USING webhook_registry
WHERE starts_with(name, 'webhook/' || webhook_id || '/') AND (name <> reading OR status = 'removed')
"""
LISTENING: Final = """
SELECT webhook_id, url, topics, secret, reading, position, epoch
FROM webhook_registry JOIN webhook_secrets USING (webhook_id) JOIN tracking ON name = reading
WHERE webhook_id = %s AND reading = %s AND status = 'active'
"""


class Due(NamedTuple):
    """A webhook that has something to hear."""

    webhook_id: UUID
    reading: str
    since: int


class Listening(NamedTuple):
    """A webhook that hears, and how far it has."""

    webhook_id: UUID
    url: str
    topics: list[str]
    secret: str
    reading: str
    position: int
    epoch: int


def heard_by(webhook: Listening) -> list[str]:
    """The events that it hears."""
    return [topic for topic in webhook.topics or Event.NAMED if topic not in PRIVATE]


class WebhookRunner:
    """Sees to it that every webhook with something to hear is in the queue, once."""

    def __init__(self, crm: Crm) -> None:
        self.crm = crm

    def step(self) -> bool:
        """Returns whether one was put there."""
        with self.crm.log.datastore.get_connection() as db, db.transaction():
            db.execute(PAST, prepare=True)
            newest = head(db)
            with db.cursor(row_factory=class_row(Due)) as rows:
                due = rows.execute(DUE, (newest,), prepare=True).fetchall()
            for one in due:
                register(db, one.reading, min(one.since, newest))
            queue.put(db, [queue.job(TASK, to_jsonable_python(one._asdict()), one.reading) for one in due])
        return bool(due)


class Delivery:
    """Lets one webhook hear what it has not heard, in order, as long as it takes it."""

    def __init__(self, crm: Crm, *, private: bool, seconds: float) -> None:
        self.crm, self.private, self.seconds = crm, private, seconds

    async def run(self, webhook_id: UUID, reading: str) -> None:
        """Raises Closed, and Failed where it took nothing: what comes after something is tried and counted anew."""
        until, taken = monotonic() + TURN, 0
        try:
            async with posting(private=self.private, seconds=self.seconds) as post:
                while monotonic() < until and (found := await asyncio.to_thread(self._next, webhook_id, reading)):
                    webhook, upto, events = found
                    for recorded in events:
                        await post(webhook.url, webhook.secret, key(webhook, recorded), content(recorded))
                        webhook = await asyncio.to_thread(self._reached, webhook, recorded.position)
                        taken += 1
                    if webhook.position < upto:
                        await asyncio.to_thread(self._reached, webhook, upto)
        except LeaseLost:
            log.info("somebody else delivers it, or it was replayed", webhook=str(webhook_id))
        except Failed:
            if not taken:
                raise

    def _next(self, webhook_id: UUID, reading: str) -> tuple[Listening, int, list[Recorded[Event]]] | None:
        """What it is to hear next, and how far one has read with it; None where it has heard all."""
        with self.crm.log.datastore.get_connection() as db:
            with db.cursor(row_factory=class_row(Listening)) as rows:
                webhook = rows.execute(LISTENING, (webhook_id, reading), prepare=True).fetchone()
            if webhook is None:
                return None
            upto, events = news(db, webhook.position, heard_by(webhook), PAGE)
        return (webhook, upto, events) if upto > webhook.position else None

    def _reached(self, webhook: Listening, position: int) -> Listening:
        with self.crm.log.datastore.get_connection() as db:
            reach(db, Tracking(webhook.reading, position, webhook.epoch), since=webhook.position)
        return webhook._replace(position=position)


def key(webhook: Listening, recorded: Recorded[Event]) -> UUID:
    """The same however often it is sent: who hears an event twice can tell by it."""
    return derived(webhook.webhook_id, recorded.position)


def content(recorded: Recorded[Event]) -> dict[str, Any]:
    """What is sent of an event."""
    facts: dict[str, Any] = to_jsonable_python(
        {
            "type": type(recorded.event).__name__,
            "position": recorded.position,
            "stream": recorded.stream,
            "version": recorded.version,
            "occurred_at": recorded.occurred_at,
            "recorded_at": recorded.recorded_at,
            "actor": recorded.actor,
        }
    )
    return facts | {"data": recorded.event.model_dump(mode="json")}
