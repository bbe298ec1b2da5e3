"""A task: something that one person must do by a certain time, and another answers for.

A task always has a responsible person, a supervisor and a due time (S2-07, S2-13).
It is assigned once, done, and then accepted or returned. Moving its due time takes a reason and is counted (S2-19).
Being overdue is a fact that the clock records once for each due time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from pydantic import AwareDatetime, Field

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Refused
from crm_es.playbook import Name

# ── Events ──────────────────────────────────────────────────────────────────


class TaskAssigned(Event):
    """Somebody has something to do."""

    task_id: UUID
    what: str
    responsible_id: UUID
    supervisor_id: UUID
    due: datetime
    deal_id: UUID | None = None
    pipeline: str | None = None
    stage: str | None = None
    """The deal's stage that brought it; None for a task of its own."""
    accepted: bool = False
    """The result must be accepted by the supervisor."""


class TaskDone(Event):
    """The responsible person says that it is done."""

    task_id: UUID
    responsible_id: UUID
    supervisor_id: UUID
    deal_id: UUID | None
    stage: str | None
    result: str
    due: datetime
    late: bool
    was_overdue: bool
    """The clock had found it overdue since its last due time."""
    to_accept: bool
    """It does not count yet: the supervisor has to accept it."""


class TaskReturned(Event):
    """The supervisor sent the result back."""

    task_id: UUID
    responsible_id: UUID
    supervisor_id: UUID
    deal_id: UUID | None
    stage: str | None
    reason: str
    from_due: datetime
    due: datetime


class TaskAccepted(Event):
    """The supervisor found the result right."""

    task_id: UUID
    responsible_id: UUID
    supervisor_id: UUID
    deal_id: UUID | None
    stage: str | None
    counts: bool
    """It counts as done from now on, and did not before."""


class TaskRescheduled(Event):
    """The task was put off or brought forward, for a reason."""

    task_id: UUID
    responsible_id: UUID
    supervisor_id: UUID
    from_due: datetime
    due: datetime
    reason: str
    times: int
    """How often it has been moved, this time included."""
    was_overdue: bool


class TaskDueSet(Event):
    """The due time followed a date or milestone of the deal."""

    task_id: UUID
    responsible_id: UUID
    supervisor_id: UUID
    from_due: datetime
    due: datetime
    was_overdue: bool


class TaskOverdue(Event):
    """The due time passed and the task was not done."""

    task_id: UUID
    what: str
    responsible_id: UUID
    supervisor_id: UUID
    deal_id: UUID | None
    due: datetime


class TaskCancelled(Event):
    """Nobody needs it any more."""

    task_id: UUID
    responsible_id: UUID
    supervisor_id: UUID
    due: datetime
    reason: str
    was_overdue: bool


TaskEvent = (
    TaskAssigned | TaskDone | TaskReturned | TaskAccepted | TaskRescheduled | TaskDueSet | TaskOverdue | TaskCancelled
)

# ── Commands ────────────────────────────────────────────────────────────────

Reason = Annotated[str, Field(min_length=1, max_length=500)]
Due = Annotated[AwareDatetime, Field(ge=datetime(1990, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))]


class AssignTask(Command, roles={"employee", "policy", "import"}, opens=True):
    """Give somebody something to do. The supervisor is the one in the directory where none is given."""

    task_id: UUID
    what: Name
    responsible_id: UUID
    supervisor_id: UUID | None = None
    due: Due
    deal_id: UUID | None = None
    pipeline: Name | None = None
    stage: Name | None = None
    accepted: bool = False


class FinishTask(Command, roles={"employee", "import"}):
    """Say that it is done, and with what result."""

    task_id: UUID
    result: Reason


class ReturnTask(Command, roles={"employee"}, in_person=True):
    """Send the result back, with a reason and a new due time."""

    task_id: UUID
    reason: Reason
    due: Due


class AcceptTask(Command, roles={"employee"}, in_person=True):
    """Find the result right."""

    task_id: UUID


class RescheduleTask(Command, roles={"employee"}):
    """Move the due time, with a reason."""

    task_id: UUID
    due: Due
    reason: Reason


class SetTaskDue(Command, roles={"policy"}):
    """Let the due time follow the deal."""

    task_id: UUID
    due: Due


class CallTaskOverdue(Command, roles={"clock"}):
    """Record that the due time has passed."""

    task_id: UUID


class CancelTask(Command, roles={"employee", "policy"}):
    """Drop the task, with a reason."""

    task_id: UUID
    reason: Reason


TaskCommand = (
    AssignTask | FinishTask | ReturnTask | AcceptTask | RescheduleTask | SetTaskDue | CallTaskOverdue | CancelTask
)

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Task:
    task_id: UUID
    what: str
    responsible_id: UUID
    supervisor_id: UUID
    due: datetime
    deal_id: UUID | None
    stage: str | None
    to_accept: bool
    status: Literal["open", "done", "accepted", "cancelled"] = "open"
    times: int = 0
    overdue: bool = False
    """The clock has called it overdue for this due time."""

    @property
    def whose(self) -> dict[str, Any]:
        return {"task_id": self.task_id, "responsible_id": self.responsible_id, "supervisor_id": self.supervisor_id}

    @property
    def stage_of_deal(self) -> dict[str, Any]:
        return {"deal_id": self.deal_id, "stage": self.stage}


def evolve(task: Task | None, event: TaskEvent) -> Task:
    match task, event:
        case None, TaskAssigned():
            return Task(
                task_id=event.task_id,
                what=event.what,
                responsible_id=event.responsible_id,
                supervisor_id=event.supervisor_id,
                due=event.due,
                deal_id=event.deal_id,
                stage=event.stage,
                to_accept=event.accepted,
            )
        case Task(), TaskDone():
            return replace(task, status="done")
        case Task(), TaskAccepted():
            return replace(task, status="accepted")
        case Task(), TaskReturned():
            return replace(task, status="open", due=event.due, overdue=False)
        case Task(), TaskRescheduled():
            return replace(task, due=event.due, times=event.times, overdue=False)
        case Task(), TaskDueSet():
            return replace(task, due=event.due, overdue=False)
        case Task(), TaskOverdue():
            return replace(task, overdue=True)
        case Task(), TaskCancelled():
            return replace(task, status="cancelled")
        case _:
            raise Corrupt(task, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(task: Task | None, command: TaskCommand, context: Context) -> Iterator[TaskEvent]:
    match command, task:
        case AssignTask(), None:
            yield _assigned(command, context)
        case AssignTask(), _:
            return  # asked before: nothing new to record
        case _, None:
            raise Refused("There is no such task: assign it first.")
        case CallTaskOverdue(), Task():
            if task.status == "open" and not task.overdue and context.at > task.due:
                yield TaskOverdue(**task.whose, what=task.what, deal_id=task.deal_id, due=task.due)
        case SetTaskDue(), Task():
            if task.status == "open" and command.due != task.due:
                yield TaskDueSet(**task.whose, from_due=task.due, due=command.due, was_overdue=task.overdue)
        case CancelTask(), Task():
            if _is_dropped(task, context):
                yield TaskCancelled(**task.whose, due=task.due, reason=command.reason, was_overdue=task.overdue)
        case _, Task(status="cancelled"):
            raise Refused("This task is cancelled: assign a new one.")
        case FinishTask(), Task():
            if task.status == "open":
                yield _done(task, command, context)
        case RescheduleTask(), Task():
            if command.due != task.due:
                yield _rescheduled(task, command, context)
        case AcceptTask(), Task():
            if task.status != "accepted":
                _may_judge(task, context)
                yield TaskAccepted(**task.whose, **task.stage_of_deal, counts=task.to_accept)
        case ReturnTask(), Task():
            _may_judge(task, context)
            _lies_ahead(command.due, context)
            yield TaskReturned(
                **task.whose, **task.stage_of_deal, reason=command.reason, from_due=task.due, due=command.due
            )


def _assigned(command: AssignTask, context: Context) -> TaskAssigned:
    if context.directory.person(command.responsible_id) is None:
        raise Refused("Who is responsible for a task must work here: name somebody who does.")
    if context.roles.isdisjoint({"policy", "import"}):
        _lies_ahead(command.due, context)
    supervisor_id = command.supervisor_id or context.directory.supervisor(command.responsible_id)
    return TaskAssigned(**dict(command) | {"supervisor_id": supervisor_id})


def _done(task: Task, command: FinishTask, context: Context) -> TaskDone:
    # Once the responsible person has left, whoever answered for them may finish it.
    orphaned = context.directory.person(task.responsible_id) is None and context.answers_for(task.responsible_id)
    theirs = orphaned or context.is_or_stands_in_for(task.responsible_id)
    if not theirs and context.roles.isdisjoint({"operator", "import"}):
        who = context.directory.name(task.responsible_id)
        raise Refused(f"This task is for {who}: let {who} or a deputy finish it.", "somebody else's task")
    return TaskDone(
        **task.whose,
        **task.stage_of_deal,
        result=command.result,
        due=task.due,
        late=context.at > task.due,
        was_overdue=task.overdue,
        to_accept=task.to_accept,
    )


def _rescheduled(task: Task, command: RescheduleTask, context: Context) -> TaskRescheduled:
    if task.status != "open":
        raise Refused("This task is done: there is no due time to move.")
    if not any(map(context.answers_for, (task.responsible_id, task.supervisor_id))):
        raise Refused("Only the responsible person and supervisors move a due time: ask one of them.")
    _lies_ahead(command.due, context)
    return TaskRescheduled(
        **task.whose,
        from_due=task.due,
        due=command.due,
        reason=command.reason,
        times=task.times + 1,
        was_overdue=task.overdue,
    )


def _is_dropped(task: Task, context: Context) -> bool:
    """Whether it is cancelled now: what is done stays done, and what a stage asks for is not talked away."""
    if task.status == "cancelled" or "policy" in context.roles:
        return task.status == "open"
    if task.status != "open":
        raise Refused("This task is done: there is nothing to cancel.")
    if task.deal_id is not None and task.stage is not None:
        raise Refused("A stage of a deal asks for this task: finish it, or move the deal past it with a reason.")
    if not context.answers_for(task.supervisor_id):
        raise Refused("Only a supervisor cancels a task: ask the one who answers for it.")
    return True


def _may_judge(task: Task, context: Context) -> None:
    """The result is there, and the asker answers for it (S2-13)."""
    if not context.answers_for(task.supervisor_id):
        who = context.directory.name(task.supervisor_id)
        raise Refused(f"{who} answers for this task: ask {who}, or somebody above.", "only supervisors judge results")
    if context.person == task.responsible_id != task.supervisor_id:
        raise Refused("Nobody judges a result of their own: ask the supervisor.")
    if task.status == "open":
        raise Refused("This task is not done yet: wait for its result.")
    if task.status == "accepted":
        raise Refused("The result is accepted already: assign a new task for what is missing.")


def _lies_ahead(due: datetime, context: Context) -> None:
    if due <= context.at:
        raise Refused("This due time has passed already: give a later one.")


decider = Decider("task", "tasks", get_args(TaskCommand), decide, evolve)
