"""What is overdue, due today, or later, and whose is it? (S2-05)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.task import (
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
    client_id: UUID | None = None
    about: str | None = None
    subject_id: UUID | None = None
    """What it is about besides, such as a complaint."""
    kind: str | None = None
    """What it takes, such as a call."""
    urgent: bool = False
    entered_by_id: UUID | None = None
    """Who wrote it down, for whoever is responsible (S0-46); nobody where a rule brought it."""
    status: str = "open"
    """open, done, accepted, returned or cancelled; open and returned ones are to do."""
    to_do: bool = True
    must_be_accepted: bool = False
    to_accept: bool = False
    """There is a result that the supervisor has to accept."""
    times_moved: int = 0
    """How often somebody put it off or brought it forward (S2-19)."""
    moved_at: datetime | None = None
    """When somebody last did."""
    overdue_called: bool = False
    """The clock found it overdue, and it has not been moved or done since."""
    result: str | None = None
    """What came of it; or why it was returned or cancelled."""
    done_at: datetime | None = None
    judged_at: datetime | None = None
    """When the result was accepted or returned."""
    touched_at: datetime | None = None
    """When somebody last did something about it."""


def keys(event: TaskEvent) -> tuple[UUID, ...]:
    return (event.task_id,)


def evolve(task: Task | None, recorded: Recorded[TaskEvent], key: UUID) -> Task | None:  # noqa: PLR0911 - a table read from top to bottom
    at = recorded.occurred_at
    match task, recorded.event:
        case None, TaskAssigned() as assigned:
            return begun(assigned, recorded, key)
        case Task(), TaskDone(result=result, to_accept=to_accept):
            changes = {"status": "done", "to_do": False, "to_accept": to_accept, "overdue_called": False}
            return replace(task, **changes, result=result, done_at=at, touched_at=at)
        case Task(), TaskAccepted():
            return replace(task, status="accepted", to_accept=False, judged_at=at, touched_at=at)
        case Task(), TaskReturned(reason=reason, due=due):
            changes = {"status": "returned", "to_do": True, "to_accept": False, "done_at": None}
            return replace(task, **changes, result=reason, due=due, judged_at=at, touched_at=at)
        case Task(), TaskRescheduled(due=due, times=times):
            return replace(task, due=due, times_moved=times, moved_at=at, touched_at=at, overdue_called=False)
        case Task(), TaskReassigned(to_responsible_id=responsible_id):
            return replace(task, responsible_id=responsible_id, touched_at=at)
        case Task(), TaskDueSet(due=due):
            return replace(task, due=due, overdue_called=False)
        case Task(), TaskOverdue():
            return replace(task, overdue_called=True)
        case Task(), TaskCancelled(reason=reason):
            changes = {"status": "cancelled", "to_do": False, "to_accept": False, "overdue_called": False}
            return replace(task, **changes, result=reason, touched_at=at)
        case _:
            raise Corrupt(task, recorded.event)


def begun(assigned: TaskAssigned, recorded: Recorded[TaskEvent], key: UUID) -> Task:
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
        client_id=assigned.client_id,
        about=assigned.about,
        subject_id=assigned.subject_id,
        kind=assigned.kind,
        urgent=assigned.urgent,
        entered_by_id=person(recorded.actor),
        touched_at=recorded.occurred_at,
        must_be_accepted=assigned.accepted,
    )


def person(actor: str) -> UUID | None:
    """Whoever wrote it down; policies, imports and the like are nobody."""
    try:
        return UUID(actor)
    except ValueError:
        return None
