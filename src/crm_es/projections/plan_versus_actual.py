"""Was what people had to do done as planned? Planned due time against done, task by task (S2-06, S2-13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.task import (
    TaskAssigned,
    TaskCancelled,
    TaskDone,
    TaskDueSet,
    TaskReassigned,
    TaskRescheduled,
    TaskReturned,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

PlanFact = TaskAssigned | TaskDone | TaskReturned | TaskRescheduled | TaskReassigned | TaskDueSet | TaskCancelled


@dataclass(frozen=True)
class PlannedTask(
    Row, table="plan_versus_actual", key="task_id", indexes=("planned_due, task_id", "pipeline, stage", "deal_id")
):
    """One task, as it was planned and as it went."""

    task_id: UUID
    what: str
    deal_id: UUID | None
    pipeline: str | None
    stage: str | None
    """The stage that brought it; None for a task of its own."""
    responsible_id: UUID
    supervisor_id: UUID
    planned_due: datetime
    """As the stage's rule has it. It follows the deal's dates, and never those who put the task off."""
    due: datetime
    """As it stands."""
    of_its_own: bool = False
    """No stage brought it."""
    status: str = "open"
    """open, done or cancelled."""
    done_at: datetime | None = None
    late: bool = False
    """Done later than planned."""
    times_moved: int = 0
    """How often somebody put it off or brought it forward."""
    times_returned: int = 0
    """How often the result was sent back."""


def keys(event: PlanFact) -> tuple[UUID, ...]:
    return (event.task_id,)


def evolve(task: PlannedTask | None, recorded: Recorded[PlanFact], key: UUID) -> PlannedTask | None:  # noqa: PLR0911 - a table read from top to bottom
    match task, recorded.event:
        case None, TaskAssigned() as assigned:
            return PlannedTask(
                task_id=key,
                what=assigned.what,
                deal_id=assigned.deal_id,
                pipeline=assigned.pipeline,
                stage=assigned.stage,
                responsible_id=assigned.responsible_id,
                supervisor_id=assigned.supervisor_id,
                planned_due=assigned.due,
                due=assigned.due,
                of_its_own=assigned.stage is None,
            )
        case PlannedTask(), TaskDone():
            at = recorded.occurred_at
            return replace(task, status="done", done_at=at, late=at > task.planned_due)
        case PlannedTask(), TaskReturned(due=due):
            returned = task.times_returned + 1
            return replace(task, status="open", done_at=None, late=False, due=due, times_returned=returned)
        case PlannedTask(), TaskRescheduled(due=due, times=times):
            return replace(task, due=due, times_moved=times)
        case PlannedTask(), TaskReassigned(to_responsible_id=responsible_id):
            return replace(task, responsible_id=responsible_id)
        case PlannedTask(), TaskDueSet(due=due):
            return replace(task, planned_due=due, due=due)
        case PlannedTask(), TaskCancelled():
            return replace(task, status="cancelled")
        case _:
            raise Corrupt(task, recorded.event)
