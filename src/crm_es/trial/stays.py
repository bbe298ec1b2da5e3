"""The tasks of one stay of a deal in a stage: those it had, and those it would have had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.deal import StageTaskDue, TaskDue
from crm_es.trial.findings import Count, Finding, Side


@dataclass
class Planned:
    """One task on one of the two sides."""

    task: StageTaskDue
    due: datetime
    done_at: datetime | None = None
    counts: bool = False
    """It counts as done: its deadline moves no more."""

    def side(self, end: datetime | None) -> Side:
        """`end` is when it was done, or not needed any more; None where nobody knows."""
        says = "assigned, to be accepted" if self.task.accepted else "assigned"
        late = None if end is None else end > self.due
        return Side(says, (self.task.responsible_id, self.task.supervisor_id), self.due, late)


@dataclass
class Stay:
    """Ends when the deal leaves the stage, or when the trial ends."""

    deal_id: UUID
    owner_id: UUID
    stage: str
    at: datetime
    was: dict[UUID, Planned] = field(default_factory=dict)
    would: dict[UUID, Planned] = field(default_factory=dict)

    def begin(self, was: Iterable[StageTaskDue], would: Iterable[StageTaskDue]) -> None:
        self.was |= {task.task_id: Planned(task, task.due) for task in was}
        self.would |= {task.task_id: Planned(task, task.due) for task in would}

    def pairs(self) -> Iterator[tuple[Planned | None, Planned | None]]:
        """Tasks that are called the same, in their order, are the same."""
        left = list(self.would.values())
        for was in self.was.values():
            place = next((n for n, would in enumerate(left) if would.task.what == was.task.what), None)
            yield was, left.pop(place) if place is not None else None
        yield from ((None, would) for would in left)

    def done(self, task_id: UUID, at: datetime | None) -> None:
        if planned := self.was.get(task_id):
            planned.done_at = at

    def count(self, task_id: UUID, at: datetime | None) -> None:
        """The deal counts it as done from now on; not any more, where no time is given."""
        for was, would in self.pairs():
            if was and was.task.task_id == task_id:
                was.counts, was.done_at = at is not None, was.done_at or at
                if would:
                    would.counts = was.counts

    def put_off(self, was: Iterable[TaskDue], would: Iterable[TaskDue]) -> None:
        """Deadlines followed what became known."""
        for side, dues in ((self.was, was), (self.would, would)):
            for moved in dues:
                if planned := side.get(moved.task_id):
                    planned.due = moved.due

    def end(self, at: datetime) -> Iterator[Finding | Count]:
        """What is found in the end, and adds up by person."""
        for was, would in self.pairs():
            if (either := was or would) is None:
                continue
            end = (was.done_at or at) if was else None
            sides = was.side(end) if was else None, would.side(end) if would else None
            what = f"{self.stage}: {either.task.what}"
            yield Finding("stage task", self.at, "deal", self.deal_id, what, self.owner_id, *sides)
            for place, side in enumerate(sides):
                if side:
                    yield Count("tasks", side.people[0], 1 - place, place)
                if side and side.late:
                    yield Count("late", side.people[0], 1 - place, place)
