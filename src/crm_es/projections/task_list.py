"""What is overdue, due today, or later, and whose is it? (S2-05)"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from crm_es.aggregates.task import (
    TaskAccepted,
    TaskAssigned,
    TaskCancelled,
    TaskDone,
    TaskDueSet,
    TaskEvent,
    TaskOverdue,
    TaskRescheduled,
    TaskReturned,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class Task(
    Row,
    table="task_list",
    key="task_id",
    indexes=("due, task_id", "responsible_id, status, due", "status, due", "deal_id"),
):
    """One task, to do or not any more."""

    task_id: UUID
    what: str
    responsible_id: UUID
    supervisor_id: UUID
    deal_id: UUID | None
    stage: str | None
    due: datetime
    first_due: datetime
    assigned_at: datetime
    status: str = "open"
    """open, done, accepted, returned or cancelled; open and returned ones are to do."""
    times_moved: int = 0
    """How often somebody put it off or brought it forward (S2-19)."""
    overdue_called: bool = False
    """The clock found it overdue, and it has not been moved or done since."""
    result: str | None = None
    """What came of it; or why it was returned or cancelled."""
    done_at: datetime | None = None


class Day(NamedTuple):
    """How many tasks one person has on one day."""

    responsible_id: UUID
    day: date
    tasks: int


class Sheet(NamedTuple):
    """What is to do, in order of due times. Today's part begins with what is overdue."""

    overdue: list[Task]
    today: list[Task]
    later: list[Task]


def keys(event: TaskEvent) -> tuple[UUID, ...]:
    return (event.task_id,)


def evolve(task: Task | None, recorded: Recorded[TaskEvent], key: UUID) -> Task | None:  # noqa: PLR0911 - a table read from top to bottom
    match task, recorded.event:
        case None, TaskAssigned() as assigned:
            return Task(
                task_id=key,
                what=assigned.what,
                responsible_id=assigned.responsible_id,
                supervisor_id=assigned.supervisor_id,
                deal_id=assigned.deal_id,
                stage=assigned.stage,
                due=assigned.due,
                first_due=assigned.due,
                assigned_at=recorded.occurred_at,
            )
        case Task(), TaskDone(result=result):
            return replace(task, status="done", result=result, done_at=recorded.occurred_at, overdue_called=False)
        case Task(), TaskAccepted():
            return replace(task, status="accepted")
        case Task(), TaskReturned(reason=reason, due=due):
            return replace(task, status="returned", result=reason, due=due, done_at=None)
        case Task(), TaskRescheduled(due=due, times=times):
            return replace(task, due=due, times_moved=times, overdue_called=False)
        case Task(), TaskDueSet(due=due):
            return replace(task, due=due, overdue_called=False)
        case Task(), TaskOverdue():
            return replace(task, overdue_called=True)
        case Task(), TaskCancelled(reason=reason):
            return replace(task, status="cancelled", result=reason, overdue_called=False)
        case _:
            raise Corrupt(task, recorded.event)


def to_do(responsible: Collection[UUID], now: datetime, tomorrow: datetime, db: Connection[Any]) -> Sheet:
    """The tasks of these people. Where the day ends, the asker's time zone tells: `tomorrow` is its first moment."""
    with db.cursor(row_factory=class_row(Task)) as rows:
        tasks = rows.execute(
            "SELECT * FROM task_list WHERE responsible_id = ANY(%s) AND status IN ('open', 'returned')"
            " ORDER BY due, task_id",
            (list(responsible),),
        ).fetchall()
    return Sheet(
        overdue=[task for task in tasks if task.due <= now],
        today=[task for task in tasks if task.due < tomorrow],
        later=[task for task in tasks if task.due >= tomorrow],
    )


def by_day(responsible: Collection[UUID], zone: str, db: Connection[Any]) -> list[Day]:
    """The load ahead: tasks to do by person and local day, in a time zone such as Europe/Moscow (S2-06)."""
    with db.cursor(row_factory=class_row(Day)) as rows:
        return rows.execute(
            "SELECT responsible_id, (due AT TIME ZONE %s)::date AS day, count(*) AS tasks FROM task_list"
            " WHERE responsible_id = ANY(%s) AND status IN ('open', 'returned') GROUP BY 1, 2 ORDER BY 2, 1",
            (zone, list(responsible)),
        ).fetchall()
