"""A task as its history left it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from crm_es.aggregates.task.events import (
    PartOf,
    TaskAccepted,
    TaskAssigned,
    TaskCancelled,
    TaskDone,
    TaskDueSet,
    TaskEvent,
    TaskOverdue,
    TaskReassigned,
    TaskRescheduled,
    TaskReturned,
)
from crm_es.messages import Corrupt


@dataclass(frozen=True)
class Task:
    task_id: UUID
    what: str
    responsible_id: UUID
    supervisor_id: UUID
    due: datetime
    part_of: PartOf
    to_accept: bool
    status: Literal["open", "done", "accepted", "cancelled"] = "open"
    times: int = 0
    round: int = 1
    overdue: bool = False
    """The clock has called it overdue for this due time."""

    @property
    def whose(self) -> dict[str, Any]:
        return {
            "task_id": self.task_id,
            "what": self.what,
            "responsible_id": self.responsible_id,
            "supervisor_id": self.supervisor_id,
            "round": self.round,
        }

    @property
    def told(self) -> dict[str, Any]:
        """Whose it is, and what it belongs to."""
        return self.whose | dict(self.part_of)


def evolve(task: Task | None, event: TaskEvent) -> Task:
    match task, event:
        case None, TaskAssigned():
            return Task(
                task_id=event.task_id,
                what=event.what,
                responsible_id=event.responsible_id,
                supervisor_id=event.supervisor_id,
                due=event.due,
                part_of=PartOf(**{name: getattr(event, name) for name in PartOf.model_fields}),
                to_accept=event.accepted,
            )
        case Task(), TaskDone():
            return replace(task, status="done")
        case Task(), TaskAccepted():
            return replace(task, status="accepted")
        case Task(), TaskReturned():
            return replace(task, status="open", due=event.due, round=task.round + 1, overdue=False)
        case Task(), TaskRescheduled():
            return replace(task, due=event.due, times=event.times, overdue=False)
        case Task(), TaskReassigned():
            return replace(task, responsible_id=event.to_responsible_id)
        case Task(), TaskDueSet():
            return replace(task, due=event.due, overdue=False)
        case Task(), TaskOverdue():
            return replace(task, overdue=True)
        case Task(), TaskCancelled():
            return replace(task, status="cancelled")
        case _:
            raise Corrupt(task, event)
