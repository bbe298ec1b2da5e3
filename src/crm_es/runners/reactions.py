"""Runs whatever reacts to events: it reads the log from where it stopped, and what it answers goes with its position.

What goes wrong is tried again, then parked as a dead letter, and later events of the same stream behind it, so that
each stream is met in order and no other stream waits.

Who tells people something says `PASSES_OVER_IMPORTS = True`: nobody wants to be told what an old log brings.
"""

from __future__ import annotations

import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from time import sleep
from types import ModuleType
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

import structlog
from eventsourcing.persistence import InterfaceError, OperationalError

from crm_es.application import Crm
from crm_es.context import IMPORT
from crm_es.recorded import Recorded
from crm_es.runners import topics
from crm_es.runners.turns import Turn
from crm_es.store.dead_letters import park, parked_streams
from crm_es.store.reading import news
from crm_es.store.tracking import LeaseLost, Tracking, reach

A = TypeVar("A")
log = structlog.get_logger()
ATTEMPTS: Final = 4
PASSING: Final = (OperationalError, InterfaceError, LeaseLost)
"""Not the event's fault: the runner waits and tries again, for as long as it takes."""


class ReactionRunner(ABC, Generic[A]):
    """Keeps one module that has a `react` at the head of the log."""

    def __init__(
        self, crm: Crm, name: str, reaction: ModuleType, owner: str = "here", pause: Callable[[float], None] = sleep
    ) -> None:
        self.crm, self.name, self.react, self.pause = crm, name, reaction.react, pause
        self.turn = Turn(name, owner)
        self.topics = topics(reaction.react)
        self.besides = IMPORT if getattr(reaction, "PASSES_OVER_IMPORTS", False) else ""

    @abstractmethod
    def answers(self, recorded: Recorded[Any]) -> list[A]:
        """What follows from an event. The same event leads to the same ids, so that it can be repeated."""

    @abstractmethod
    def record(self, answers: Sequence[A], tracking: Tracking | None = None) -> None:
        """Have all of it written, and the position with it. Raises what went wrong."""

    def step(self, limit: int = 100) -> bool:
        """React to the next events. All that follows and the new position are one transaction.

        Returns whether there was anything to read.
        """
        with self.crm.log.datastore.get_connection() as db:
            if (held := self.turn.take(db)) is None:
                return False
            upto, found = news(db, held.position, self.topics, limit, stop=self.turn.newest, besides=self.besides)
            parked = parked_streams(db, self.name) if found else set()
        if not parked.isdisjoint(recorded.stream for recorded in found):
            self._one_by_one(found, held._replace(position=upto), parked)
        else:
            self._together(found, held._replace(position=upto))
        return True

    def _together(self, found: Sequence[Recorded[Any]], end: Tracking) -> None:
        try:
            self.record([answer for recorded in found for answer in self.answers(recorded)], end)
        except PASSING:
            raise
        except Exception:  # noqa: BLE001 - one of them is at fault: which one shows when they go one by one
            self._one_by_one(found, end, set())

    def _one_by_one(self, found: Sequence[Recorded[Any]], end: Tracking, parked: set[UUID]) -> None:
        for recorded in found:
            self._one(recorded, end._replace(position=recorded.position), parked)
        if not found or found[-1].position < end.position:
            self.record([], end)

    def _one(self, recorded: Recorded[Any], tracking: Tracking, parked: set[UUID]) -> None:
        if recorded.stream in parked:
            self._park(recorded, tracking, LookupError("An earlier event of this record is parked: settle that first."))
            return
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self.record(self.answers(recorded), tracking)
            except PASSING:
                raise
            except Exception as error:  # noqa: BLE001 - a bug in a rule, which must not hold up other records
                if attempt == ATTEMPTS:
                    parked.add(recorded.stream)
                    self._park(recorded, tracking, error)
                else:
                    self.pause(0.05 * 2**attempt)
            else:
                return

    def _park(self, recorded: Recorded[Any], tracking: Tracking, error: Exception) -> None:
        log.error("an event is parked", reader=self.name, position=recorded.position, error=str(error))
        with self.crm.log.datastore.get_connection() as db, db.transaction():
            park(db, self.name, recorded, str(error), "".join(traceback.format_exception(error)))
            reach(db, tracking)
