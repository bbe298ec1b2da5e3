"""An effect of the tests: somebody rings at the door of every client that is met."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any, cast
from uuid import UUID

from examples import ID

from crm_es.aggregates.client import ClientMet
from crm_es.aggregates.webhook import PauseWebhook
from crm_es.application import Crm
from crm_es.effects import Attempt
from crm_es.messages import Message
from crm_es.runners.effects import EffectRunner
from crm_es.runners.jobs import Jobs, Pace
from crm_es.settings import Settings
from crm_es.store import queue
from crm_es.store.tracking import register

NAME = "ring"
QUICK = Pace(look=0.02, stalled=0.5, grace=0.3)


class Ring(Message):
    """Where to ring."""

    client_id: UUID


@dataclass
class Bell:
    """What comes of ringing: errors first, if there are any, or a long wait."""

    errors: list[Exception] = field(default_factory=list)
    seconds: float = 0
    rung: list[UUID] = field(default_factory=list)
    """The key of each try."""

    def module(self) -> ModuleType:
        def react(event: ClientMet) -> Iterator[Ring]:
            yield Ring(client_id=event.client_id)

        async def perform(wish: Ring, attempt: Attempt) -> PauseWebhook:
            self.rung.append(attempt.key)
            await asyncio.sleep(self.seconds)
            if self.errors:
                raise self.errors.pop(0)
            return told(wish, "opened")

        def given_up(wish: Ring, _: Attempt, why: str) -> PauseWebhook:
            return told(wish, f"given up: {why}")

        functions = SimpleNamespace(react=react, perform=perform, given_up=given_up, PASSES_OVER_IMPORTS=True)
        return cast(ModuleType, functions)


def told(wish: Ring, what: str) -> PauseWebhook:
    """A command that effects may send. There is no such webhook: it is refused, and kept with its answer."""
    return PauseWebhook(webhook_id=ID, reason=f"{what} by {wish.client_id}")


def runner(crm: Crm, bell: Bell, owner: str = "here") -> EffectRunner:
    with crm.log.datastore.get_connection() as db:
        queue.create_tables(db)
        register(db, NAME, 0)
    return EffectRunner(crm, NAME, bell.module(), owner)


def jobs(crm: Crm, bell: Bell, pace: Pace = QUICK, **settings: Any) -> Jobs:
    quick = {"effect_wait": 0.05, "effect_attempts": 3} | settings
    return Jobs(crm, Settings(**quick), pace, {NAME: bell.module()})


def waiting(crm: Crm) -> list[queue.Waiting]:
    with crm.log.datastore.get_connection() as db:
        return queue.waiting(db)


def outcomes(crm: Crm) -> list[dict[str, Any]]:
    """What was told of it."""
    question = "SELECT *, state->>'reason' AS reason FROM commands WHERE topic = 'PauseWebhook' ORDER BY asked_at"
    with crm.log.datastore.get_connection() as db:
        return db.execute(question).fetchall()
