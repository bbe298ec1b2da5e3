"""A whole trial: everything that a playbook has a say in, heard in the order of the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Protocol

from crm_es.directory import Directory
from crm_es.playbook import Playbook
from crm_es.recorded import Recorded
from crm_es.reference import TOPICS as REFERENCED
from crm_es.reference import Reference
from crm_es.trial.approvals import Approvals
from crm_es.trial.circumstances import Circumstances, under
from crm_es.trial.deals import Deals
from crm_es.trial.findings import Count, Finding
from crm_es.trial.gates import Attempt, Gates
from crm_es.trial.outcome import Outcome
from crm_es.trial.trade import Trade


class Part(Protocol):
    """What listens to one sort of consequences."""

    def heard(self, recorded: Recorded[Any], then: Circumstances) -> Iterator[Finding | Count]: ...


class Trial:
    """Hears the log from its beginning; what was before the period only tells how things stood."""

    TOPICS: Final = REFERENCED | Deals.TOPICS | Gates.TOPICS | Approvals.TOPICS | Trade.TOPICS

    def __init__(self, playbook: Playbook, outcome: Outcome) -> None:
        self.playbook, self.outcome = playbook, outcome
        self._reference = Reference()
        self._deals, self._gates = Deals(), Gates()
        self._parts: tuple[Part, ...] = (self._deals, self._gates, Approvals(), Trade())
        self._then = self._now()

    def hear(self, recorded: Recorded[Any]) -> None:
        if type(recorded.event).__name__ in REFERENCED:
            self._reference = self._reference.after([recorded.event])
            self._then = self._now()
            return
        self.outcome.events += self._then.counts(recorded)
        for part in self._parts:
            self.outcome.take(part.heard(recorded, self._then))

    def attempted(self, attempt: Attempt) -> None:
        """Somebody was refused: no fact tells of it."""
        self.outcome.take(self._gates.tried(attempt, self._then))

    def end(self) -> Outcome:
        for part in (self._deals, self._gates):
            self.outcome.take(part.ended(self.outcome.until, self._then))
        self.outcome.directory = Directory(self._reference.people)
        return self.outcome

    def _now(self) -> Circumstances:
        return Circumstances(under(self._reference, self.playbook), self.playbook, self.outcome.since)
