"""Were stage tasks done as planned? Planned due time against done, by stage and responsible (S2-06, S2-13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from crm_es.aggregates.task import TaskAssigned, TaskCancelled, TaskDone, TaskDueSet, TaskRescheduled, TaskReturned
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

PlanFact = TaskAssigned | TaskDone | TaskReturned | TaskRescheduled | TaskDueSet | TaskCancelled


@dataclass(frozen=True)
class PlannedTask(
    Row, table="plan_versus_actual", key="task_id", indexes=("planned_due, task_id", "pipeline, stage", "deal_id")
):
    """One task that a stage brought."""

    task_id: UUID
    what: str
    deal_id: UUID | None
    pipeline: str | None
    stage: str
    responsible_id: UUID
    supervisor_id: UUID
    planned_due: datetime
    """As the stage's rule has it. It follows the deal's dates, and never those who put the task off."""
    due: datetime
    """As it stands."""
    status: str = "open"
    """open, done or cancelled."""
    done_at: datetime | None = None
    late: bool = False
    """Done later than planned."""


class PlanLine(NamedTuple):
    """One person's tasks in one stage. Cancelled tasks count nowhere."""

    pipeline: str | None
    stage: str
    responsible_id: UUID
    planned: int
    done: int
    on_time: int
    late: int
    open: int
    mean_days_late: float | None
    """Of the late ones."""


def keys(event: PlanFact) -> tuple[UUID, ...]:
    return (event.task_id,)


def evolve(task: PlannedTask | None, recorded: Recorded[PlanFact], key: UUID) -> PlannedTask | None:  # noqa: PLR0911 - a table read from top to bottom
    match task, recorded.event:
        case None, TaskAssigned(stage=str() as stage) as assigned:
            return PlannedTask(
                task_id=key,
                what=assigned.what,
                deal_id=assigned.deal_id,
                pipeline=assigned.pipeline,
                stage=stage,
                responsible_id=assigned.responsible_id,
                supervisor_id=assigned.supervisor_id,
                planned_due=assigned.due,
                due=assigned.due,
            )
        case None, _:
            return None  # no stage brought it
        case PlannedTask(), TaskDone():
            at = recorded.occurred_at
            return replace(task, status="done", done_at=at, late=at > task.planned_due)
        case PlannedTask(), TaskReturned(due=due):
            return replace(task, status="open", done_at=None, late=False, due=due)
        case PlannedTask(), TaskRescheduled(due=due):
            return replace(task, due=due)
        case PlannedTask(), TaskDueSet(due=due):
            return replace(task, planned_due=due, due=due)
        case PlannedTask(), TaskCancelled():
            return replace(task, status="cancelled")
        case _:
            raise Corrupt(task, recorded.event)


def report(db: Connection[Any]) -> list[PlanLine]:
    """By stage and responsible."""
    with db.cursor(row_factory=class_row(PlanLine)) as rows:
        return rows.execute(
            """
            SELECT pipeline, stage, responsible_id, count(*) AS planned,
                   count(*) FILTER (WHERE status = 'done') AS done,
                   count(*) FILTER (WHERE status = 'done' AND NOT late) AS on_time,
                   count(*) FILTER (WHERE late) AS late,
                   count(*) FILTER (WHERE status = 'open') AS open,
                   avg(extract(epoch FROM done_at - planned_due)::float8 / 86400) FILTER (WHERE late) AS mean_days_late
            FROM plan_versus_actual WHERE status <> 'cancelled'
            GROUP BY pipeline, stage, responsible_id ORDER BY pipeline, stage, responsible_id
            """
        ).fetchall()
