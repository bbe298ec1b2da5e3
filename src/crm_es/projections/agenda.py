"""What falls due, and when? The clock asks, and sends the command that each line names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from crm_es.aggregates.task import (
    CallTaskOverdue,
    TaskAssigned,
    TaskCancelled,
    TaskDone,
    TaskDueSet,
    TaskOverdue,
    TaskRescheduled,
    TaskReturned,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row

DueFact = TaskAssigned | TaskReturned | TaskRescheduled | TaskDueSet | TaskOverdue | TaskDone | TaskCancelled


@dataclass(frozen=True)
class Appointment(Row, table="agenda", key="subject_id", indexes=("due_at, subject_id",)):
    """One command that time will bring."""

    subject_id: UUID
    """The stream it is for."""
    due_at: datetime
    command: str
    """The command's name."""
    set_by: int
    """The position of the event that set it."""


def keys(event: DueFact) -> tuple[UUID, ...]:
    return (event.task_id,)


def evolve(_: Appointment | None, recorded: Recorded[DueFact], key: UUID) -> Appointment | None:
    match recorded.event:
        case TaskAssigned(due=due) | TaskReturned(due=due) | TaskRescheduled(due=due) | TaskDueSet(due=due):
            return Appointment(key, due, CallTaskOverdue.__name__, recorded.position)
        case TaskOverdue() | TaskDone() | TaskCancelled():
            return None
        case _:
            raise Corrupt(_, recorded.event)


def due(now: datetime, limit: int, db: Connection[Any]) -> list[Appointment]:
    """What fell due before now, the longest overdue first."""
    with db.cursor(row_factory=class_row(Appointment)) as rows:
        return rows.execute(
            "SELECT * FROM agenda WHERE due_at < %s ORDER BY due_at, subject_id LIMIT %s", (now, limit)
        ).fetchall()
