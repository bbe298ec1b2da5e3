"""Runs an effect: what it wishes for is queued in one transaction with how far it has read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from crm_es.ids import derived
from crm_es.messages import Message
from crm_es.recorded import Recorded
from crm_es.runners.reactions import ReactionRunner
from crm_es.store import queue
from crm_es.store.tracking import Tracking, reach


class Job(Message):
    """Something to be done outside, once for each key."""

    task: str
    """The effect that does it."""
    key: UUID
    correlation_id: UUID
    causation_id: int
    """The position of the event that led to it."""
    wish: dict[str, Any]


class EffectRunner(ReactionRunner[Job]):
    """Keeps one effect at the head of the log."""

    def answers(self, recorded: Recorded[Any]) -> list[Job]:
        """What is to be done, with keys that follow from the event."""
        return [
            Job(
                task=self.name,
                key=derived(recorded.stream, self.name, recorded.position, n),
                correlation_id=recorded.correlation_id or derived(recorded.stream, recorded.position),
                causation_id=recorded.position,
                wish=wish.model_dump(mode="json"),
            )
            for n, wish in enumerate(self.react(recorded.event))
        ]

    def record(self, answers: Sequence[Job], tracking: Tracking | None = None) -> None:
        """Queue all of it, once: where the position was reached already, nothing is queued."""
        jobs = [queue.job(job.task, job.model_dump(mode="json", exclude={"task"})) for job in answers]
        with self.crm.log.datastore.get_connection() as db, db.transaction():
            if tracking:
                reach(db, tracking)
            queue.put(db, jobs)
