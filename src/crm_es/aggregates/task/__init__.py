"""A task: something that one person must do by a certain time, and another answers for.

A task always has a responsible person, a supervisor and a due time (S2-07, S2-13).
It is assigned once, done, and then accepted or returned. Moving its due time takes a reason and is counted (S2-19);
giving it to somebody else takes a reason and a supervisor.
Being overdue is a fact that the clock records once for each due time.
"""

from typing import get_args

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
from crm_es.aggregates.task.decisions import decide
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
from crm_es.aggregates.task.next_task import NextTask
from crm_es.aggregates.task.state import Task, evolve
from crm_es.decider import Decider

__all__ = [
    "AcceptTask",
    "AssignTask",
    "CallTaskOverdue",
    "CancelTask",
    "FinishTask",
    "NextTask",
    "ReassignTask",
    "RescheduleTask",
    "ReturnTask",
    "SetTaskDue",
    "Task",
    "TaskAccepted",
    "TaskAssigned",
    "TaskCancelled",
    "TaskCommand",
    "TaskDone",
    "TaskDueSet",
    "TaskEvent",
    "TaskOverdue",
    "TaskReassigned",
    "TaskRescheduled",
    "TaskReturned",
    "decider",
]

decider = Decider("task", "tasks", get_args(TaskCommand), decide, evolve)
