"""Runs a policy: it asks through the door that everybody uses. A refusal is kept and passed over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog

from crm_es.batch import Ask
from crm_es.context import Context
from crm_es.ids import derived
from crm_es.messages import Refused
from crm_es.recorded import Recorded
from crm_es.runners.reactions import ReactionRunner
from crm_es.store.tracking import Tracking, pass_over

log = structlog.get_logger()


class PolicyRunner(ReactionRunner[Ask]):
    """Keeps one policy at the head of the log."""

    def answers(self, recorded: Recorded[Any]) -> list[Ask]:
        """The commands that it asks, with ids that follow from the event."""
        return [
            Ask(
                command,
                Context(
                    by=self.name,
                    at=recorded.occurred_at,
                    roles=frozenset({"policy"}),
                    command_id=derived(recorded.stream, self.name, recorded.position, n),
                    correlation_id=recorded.correlation_id or derived(recorded.stream, recorded.position),
                    causation_id=recorded.position,
                ),
            )
            for n, command in enumerate(self.react(recorded.event))
        ]

    def record(self, answers: Sequence[Ask], tracking: Tracking | None = None) -> None:
        """Have all of it written, and pass over what is refused. Raises what else went wrong."""
        if answers:
            self.crm.send(answers, tracking)
            told(answers)
        elif tracking:
            with self.crm.log.datastore.get_connection() as db:
                pass_over(db, tracking)


def told(asks: Sequence[Ask]) -> None:
    """Note what was refused; raise what went wrong."""
    for ask in asks:
        if isinstance(error := ask.answer.exception(), Refused):
            log.info("policy refused", policy=ask.context.by, position=ask.context.causation_id, because=str(error))
        elif error is not None:
            raise error
