"""Every wish about a task, and what decides it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from crm_es.aggregates.task.commands import (
    AcceptTask,
    AssignTask,
    CallTaskOverdue,
    CancelTask,
    FinishTask,
    ReassignTask,
    RescheduleTask,
    ReturnTask,
    SetTaskDue,
    TaskCommand,
)
from crm_es.aggregates.task.events import (
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
from crm_es.aggregates.task.state import Task
from crm_es.context import Context
from crm_es.messages import Refused

MACHINES: Final = frozenset({"policy", "import"})


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
                yield TaskOverdue(**task.whose, deal_id=task.part_of.deal_id, due=task.due)
        case SetTaskDue(), Task():
            if task.status == "open" and command.due != task.due:
                yield TaskDueSet(**task.whose, from_due=task.due, due=command.due, was_overdue=task.overdue)
        case CancelTask(), Task():
            if _is_dropped(task, context):
                yield _cancelled(task, command)
        case ReassignTask(), Task():
            if command.responsible_id != task.responsible_id and _may_be_reassigned(task, context):
                yield _reassigned(task, command, context)
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
                yield TaskAccepted(**task.told, counts=task.to_accept)
        case ReturnTask(), Task():
            _may_judge(task, context)
            _lies_ahead(command.due, context)
            yield TaskReturned(**task.told, reason=command.reason, from_due=task.due, due=command.due)


def _assigned(command: AssignTask, context: Context) -> TaskAssigned:
    if context.directory.person(command.responsible_id) is None:
        raise Refused("Who is responsible for a task must work here: name somebody who does.")
    if context.roles.isdisjoint(MACHINES):
        _lies_ahead(command.due, context)
        _may_answer(command, context)
    supervisor_id = command.supervisor_id or context.directory.supervisor(command.responsible_id)
    return TaskAssigned(**dict(command) | {"supervisor_id": supervisor_id})


def _may_answer(command: AssignTask, context: Context) -> None:
    """The supervisor whom people name is the asker, or is above whoever is responsible, and works here."""
    directory, supervisor_id, who = context.directory, command.supervisor_id, command.responsible_id
    fit = {context.person, directory.supervisor(who), *directory.chain(who)}
    if supervisor_id and not (supervisor_id in fit and directory.person(supervisor_id)):
        raise Refused(
            f"You answer for this task, or somebody above {directory.name(who)} who works here: name one of them.",
            "a supervisor who answers for it",
        )


def _done(task: Task, command: FinishTask, context: Context) -> TaskDone:
    # Once the responsible person has left, whoever answered for them may finish it.
    orphaned = context.directory.person(task.responsible_id) is None and context.answers_for(task.responsible_id)
    theirs = orphaned or context.is_or_stands_in_for(task.responsible_id)
    if not theirs and context.roles.isdisjoint({"operator", "import"}):
        who = context.directory.name(task.responsible_id)
        raise Refused(f"This task is for {who}: let {who} or a deputy finish it.", "somebody else's task")
    if command.next:
        _lies_ahead(command.next.due, context)
    return TaskDone(
        **task.told,
        result=command.result,
        due=task.due,
        late=context.at > task.due,
        was_overdue=task.overdue,
        to_accept=task.to_accept,
        next=command.next,
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


def _reassigned(task: Task, command: ReassignTask, context: Context) -> TaskReassigned:
    if context.directory.person(command.responsible_id) is None:
        raise Refused("Who is responsible for a task must work here: name somebody who does.")
    return TaskReassigned(
        **dict(task.part_of),
        task_id=task.task_id,
        what=task.what,
        from_responsible_id=task.responsible_id,
        to_responsible_id=command.responsible_id,
        supervisor_id=task.supervisor_id,
        due=task.due,
        reason=command.reason,
        was_overdue=task.overdue,
        round=task.round,
    )


def _may_be_reassigned(task: Task, context: Context) -> bool:
    """Whether somebody else gets it now: people pass their work on through whoever answers for it."""
    if "policy" in context.roles:
        return task.status == "open"
    if task.status == "cancelled":
        raise Refused("This task is cancelled: assign a new one.")
    if task.status != "open":
        raise Refused("This task is done: assign a new one for what is missing.")
    if not context.answers_for(task.supervisor_id):
        who = context.directory.name(task.supervisor_id)
        raise Refused(f"Only supervisors give a task to somebody else: ask {who}.", "only supervisors reassign tasks")
    return True


def _cancelled(task: Task, command: CancelTask) -> TaskCancelled:
    was_done = task.status == "done"
    return TaskCancelled(
        **task.told,
        due=task.due,
        reason=command.reason,
        was_overdue=task.overdue and not was_done,
        was_done=was_done,
    )


def _is_dropped(task: Task, context: Context) -> bool:
    """Whether it is cancelled now: what is done stays done, and what a stage asks for is not talked away."""
    if task.status == "cancelled" or not context.roles.isdisjoint(MACHINES):
        return task.status == "open" or (task.status == "done" and task.to_accept)
    if task.status != "open":
        raise Refused("This task is done: there is nothing to cancel.")
    if task.part_of.deal_id is not None and task.part_of.stage is not None:
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
