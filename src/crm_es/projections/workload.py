"""How much does each person have to do? (S2-04)"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from crm_es.aggregates.task import (
    TaskAssigned,
    TaskCancelled,
    TaskDone,
    TaskDueSet,
    TaskOverdue,
    TaskReassigned,
    TaskRescheduled,
    TaskReturned,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

LoadFact = (
    TaskAssigned | TaskDone | TaskReturned | TaskRescheduled | TaskReassigned | TaskDueSet | TaskOverdue | TaskCancelled
)


@dataclass(frozen=True)
class Load(Row, table="workload", key="responsible_id"):
    """The tasks of one person, counted."""

    responsible_id: UUID
    open: int = 0
    """To do now."""
    overdue_open: int = 0
    """Of these, found overdue by the clock."""
    done: int = 0
    """Results handed in; one that was returned and handed in again counts twice."""
    done_late: int = 0
    returned: int = 0
    """Results sent back by the supervisor."""
    moved: int = 0
    """Times that a due time was moved by somebody."""


def keys(event: LoadFact) -> tuple[UUID, ...]:
    if isinstance(event, TaskReassigned):
        return (event.from_responsible_id, event.to_responsible_id)
    return (event.responsible_id,)


def evolve(load: Load | None, recorded: Recorded[LoadFact], key: UUID) -> Load | None:  # noqa: C901, PLR0911 - a table read from top to bottom
    match load, recorded.event:
        case None, TaskAssigned():
            return Load(key, open=1)
        case Load(), TaskAssigned():
            return replace(load, open=load.open + 1)
        case Load(), TaskDone(late=late, was_overdue=was_overdue):
            return replace(
                load,
                open=load.open - 1,
                overdue_open=load.overdue_open - was_overdue,
                done=load.done + 1,
                done_late=load.done_late + late,
            )
        case Load(), TaskReturned():
            return replace(load, open=load.open + 1, returned=load.returned + 1)
        case Load(), TaskRescheduled(was_overdue=was_overdue):
            return replace(load, moved=load.moved + 1, overdue_open=load.overdue_open - was_overdue)
        case _, TaskReassigned(to_responsible_id=person, was_overdue=was_overdue) if person == key:
            load = load or Load(key)
            return replace(load, open=load.open + 1, overdue_open=load.overdue_open + was_overdue)
        case Load(), TaskReassigned(was_overdue=was_overdue):
            return replace(load, open=load.open - 1, overdue_open=load.overdue_open - was_overdue)
        case Load(), TaskDueSet(was_overdue=was_overdue):
            return replace(load, overdue_open=load.overdue_open - was_overdue)
        case Load(), TaskOverdue():
            return replace(load, overdue_open=load.overdue_open + 1)
        case Load(), TaskCancelled(was_overdue=was_overdue, was_done=was_done):
            return replace(load, open=load.open - (not was_done), overdue_open=load.overdue_open - was_overdue)
        case _:
            raise Corrupt(load, recorded.event)
