"""The gates of a playbook as a plan: one step after another, and beside each what it would have done (S0-30, S0-45).

Each step is tried alone, and as if it had held for the whole time: so one sees what pressure it brings before it does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from crm_es.aggregates.invoice_desk import InvoiceDrafted, InvoiceIssued
from crm_es.aggregates.notebook import EntryAdded, EntryClosed
from crm_es.aggregates.order_desk import OrderPlaced
from crm_es.directory import Directory
from crm_es.playbook import Desk, Gate, NotebookKind, Playbook
from crm_es.recorded import Recorded
from crm_es.reference import TOPICS as REFERENCED
from crm_es.reference import Reference
from crm_es.trial.closing import Closed, Closing, Holder
from crm_es.trial.gates import Attempt

State = Literal["holds", "begins", "planned", "candidate"]
"""It is in force; it is, from a day to come on; only the tried playbook has it; nobody has planned it."""


class Step(NamedTuple):
    """One gate of one kind of entries."""

    kind: NotebookKind
    gate: Gate
    state: State


@dataclass
class Tried:
    """What a step would have done."""

    step: Step
    closing: Closing = field(default_factory=Closing)
    entries: int = 0
    people: set[UUID] = field(default_factory=set)
    hours: float = 0
    longest: float = 0
    stopped: int = 0
    stopped_people: set[UUID] = field(default_factory=set)

    def opened(self, closed: Iterator[Closed]) -> None:
        for stretch in closed:
            self.hours += stretch.hours
            self.longest = max(self.longest, stretch.hours)


def steps(playbook: Playbook, in_force: Playbook | None, today: date, *, candidates: bool = False) -> list[Step]:
    """The gates in the order in which they begin; then, where asked for, kinds that close nothing yet."""
    found = [
        Step(kind, gate, state_of(kind, gate, in_force, today))
        for kind in playbook.notebook.kinds
        for gate in gates_of(kind)
    ]
    found.sort(key=lambda step: (step.gate.since or date.min, step.gate.desk))
    free = [kind for kind in playbook.notebook.kinds if not gates_of(kind)] if candidates else []
    return [*found, *(Step(kind, Gate(), "candidate") for kind in free)]


def gates_of(kind: NotebookKind) -> tuple[Gate, ...]:
    return (*kind.gates, Gate()) if kind.blocks else kind.gates


def state_of(kind: NotebookKind, gate: Gate, in_force: Playbook | None, today: date) -> State:
    if in_force is None or gate not in gates_of(in_force.notebook.kind(kind.kind)):
        return "planned"
    return "holds" if gate.since is None or gate.since <= today else "begins"


class Rollout:
    """Hears the log from the beginning of the time that is tried."""

    TOPICS: Final = REFERENCED | {
        event.__name__ for event in (EntryAdded, EntryClosed, InvoiceIssued, InvoiceDrafted, OrderPlaced)
    }

    def __init__(
        self, plan: list[Step], reference: Reference, since: datetime, people: Collection[UUID] | None = None
    ) -> None:
        self.tried = [Tried(step) for step in plan]
        self.reference, self.since, self.people = reference, since, people

    def hear(self, recorded: Recorded[Any]) -> None:
        at = recorded.occurred_at
        match recorded.event:
            case EntryAdded() as event:
                if at >= self.since and (self.people is None or event.person_id in self.people):
                    self._added(event, at)
            case EntryClosed(entry_id=entry_id):
                for tried in self.tried:
                    tried.opened(tried.closing.close(entry_id, at))
            case InvoiceIssued(manager_id=person_id):
                self._passing("invoice", person_id, at)
            case InvoiceDrafted(held_up=True, manager_id=person_id):
                self._passing("invoice", person_id, at)
            case OrderPlaced(manager_id=person_id):
                self._passing("order", person_id, at)
            case event:
                self.reference = self.reference.after([event])

    def attempted(self, attempt: Attempt) -> None:
        """Somebody was refused: no fact tells of it."""
        self._passing(attempt.desk, attempt.person_id, attempt.at)

    def end(self, until: datetime) -> list[Tried]:
        for tried in self.tried:
            tried.opened(tried.closing.end(until))
        return self.tried

    def _passing(self, desk: Desk, person_id: UUID, at: datetime) -> None:
        for tried in self.tried:
            if at >= self.since and tried.closing.kinds(person_id, desk):
                tried.stopped += 1
                tried.stopped_people.add(person_id)

    def _added(self, event: EntryAdded, at: datetime) -> None:
        roles = Directory(self.reference.people).roles(event.person_id)
        for tried in self.tried:
            gate = tried.step.gate
            if tried.step.kind.kind == event.kind and holds_for(gate, event.person_id, roles):
                tried.entries += 1
                tried.people.add(event.person_id)
                tried.closing.add(event.entry_id, Holder(event.person_id, event.kind, (gate.desk,), at))


def holds_for(gate: Gate, person_id: UUID, roles: frozenset[str]) -> bool:
    """Whoever is meant, whatever the day."""
    return gate.model_copy(update={"since": None}).holds_up(person_id, roles, date.min)
