"""What each kind of job is: a wish of an effect to be fulfilled, or a webhook that has something to hear.

What fails is tried again, longer apart each time. After the last time that is noted, as good outcomes are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any, Final, get_args, get_type_hints
from uuid import UUID

import structlog
from procrastinate import App, BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job as Queued

from crm_es.aggregates.webhook import PauseWebhook
from crm_es.application import Crm
from crm_es.channels.hooks import Closed, Failed
from crm_es.context import UNKNOWN, Context
from crm_es.effects import Attempt, Outside
from crm_es.ids import derived
from crm_es.messages import Command, Refused
from crm_es.runners.effects import Job
from crm_es.runners.following import catch_up
from crm_es.runners.webhooks import TASK, Delivery
from crm_es.settings import Settings

log = structlog.get_logger()
LONGEST: Final = timedelta(hours=1)
"""Between two tries."""
REASON: Final = 500


class Again(BaseRetryStrategy):
    """Twice as long apart each time."""

    def __init__(self, attempts: int, wait: float) -> None:
        self.attempts, self.wait = attempts, timedelta(seconds=wait)

    def last(self, job: Queued) -> bool:
        """Whether it is not tried again after this time."""
        return job.attempts + 1 >= self.attempts

    def get_retry_decision(self, *, exception: BaseException, job: Queued) -> RetryDecision | None:
        now = datetime.now(UTC)
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_at=now)
        if self.last(job):
            return None
        return RetryDecision(retry_at=now + min(self.wait * 2**job.attempts, LONGEST))


class Tasks:
    """How jobs are done, and what becomes of each."""

    def __init__(self, crm: Crm, settings: Settings, effects: Mapping[str, ModuleType]) -> None:
        self.crm, self.effects = crm, effects
        self.outside = Outside(crm.log.database, settings, crm.files)
        self.again = Again(settings.effect_attempts, settings.effect_wait)
        self.delivery = Delivery(crm, private=settings.webhooks_private, seconds=settings.effect_seconds)

    def known_to(self, app: App) -> None:
        """Tell the worker how each kind of job is done."""
        tasks = {name: self.fulfilling(module) for name, module in self.effects.items()} | {TASK: self.deliver}
        for name, task in tasks.items():
            app.task(name=name, pass_context=True, retry=self.again)(task)

    def fulfilling(self, effect: ModuleType) -> Callable[..., Awaitable[None]]:
        """The task of an effect."""
        (wished,) = get_args(get_type_hints(effect.react)["return"])

        async def fulfil(context: JobContext, **arguments: Any) -> None:
            job = Job(task=context.job.task_name, **arguments)
            wish, attempt = wished.model_validate(job.wish), Attempt(job.key, self.outside)
            try:
                outcome = await effect.perform(wish, attempt)
            except Exception as error:
                log.warning("an effect failed", effect=job.task, position=job.causation_id, error=told(error))
                if self.again.last(context.job):
                    await self._record(await asyncio.to_thread(effect.given_up, wish, attempt, told(error)), job, "no")
                raise
            await self._record(outcome, job, "outcome")

        return fulfil

    async def deliver(self, context: JobContext, webhook_id: str, reading: str, **_: Any) -> None:
        """The task of webhooks."""
        webhook = UUID(webhook_id)
        try:
            await self.delivery.run(webhook, reading)
        except (Failed, Closed) as error:
            log.warning("a webhook failed", webhook=webhook_id, error=told(error))
            if isinstance(error, Failed) and not self.again.last(context.job):
                raise
            tries = f"Tried {context.job.attempts + 1} times: " if context.job.attempts else ""
            pause = PauseWebhook(webhook_id=webhook, reason=f"{tries}{told(error)}")
            await self._send(pause, "webhooks", derived(webhook, "paused", context.job.id))
            # the job ends only when the list says so: else it would be put into the queue once more
            await asyncio.to_thread(catch_up, self.crm, "webhook_registry")

    async def _record(self, outcome: Command | None, job: Job, which: str) -> None:
        if outcome:
            await self._send(outcome, job.task, derived(job.key, which), job.correlation_id, job.causation_id)

    async def _send(
        self, command: Command, by: str, command_id: UUID, correlation_id: UUID = UNKNOWN, cause: int | None = None
    ) -> None:
        """Through the door that everybody uses. A refusal is kept and passed over."""
        context = Context(
            by=by,
            at=datetime.now(UTC),
            roles=frozenset({"effect"}),
            command_id=command_id,
            correlation_id=correlation_id,
            causation_id=cause,
        )
        try:
            await asyncio.wrap_future(self.crm.submit(command, context, repeated=True))
        except Refused as refusal:
            log.info("an effect was refused", effect=by, position=cause, because=str(refusal))


def told(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:REASON]
