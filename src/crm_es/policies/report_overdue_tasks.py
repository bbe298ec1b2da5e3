"""When a task is overdue, the supervisor is told, until it is done, moved or cancelled, or does it instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.task import (
    TaskCancelled,
    TaskDone,
    TaskDueSet,
    TaskOverdue,
    TaskReassigned,
    TaskRescheduled,
)
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

KIND: EntryKind = "overdue of a subordinate"
Ended = TaskDone | TaskRescheduled | TaskDueSet | TaskCancelled


def react(event: TaskOverdue | Ended | TaskReassigned) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case TaskReassigned(was_overdue=True, supervisor_id=person_id) if person_id == event.to_responsible_id:
            yield closed(event, event.due, "It is your own task now.")
        case TaskReassigned(was_overdue=True, supervisor_id=person_id) if person_id == event.from_responsible_id:
            yield added(event)
        case TaskReassigned():
            return
        case _ if event.supervisor_id == event.responsible_id:
            return
        case TaskOverdue():
            yield added(event)
        case TaskDone(due=due, was_overdue=True):
            yield closed(event, due, "The task is done.")
        case TaskRescheduled(from_due=due, was_overdue=True) | TaskDueSet(from_due=due, was_overdue=True):
            yield closed(event, due, f"The task is due on {event.due:%d.%m.%Y} now.")
        case TaskCancelled(due=due, was_overdue=True):
            yield closed(event, due, "The task is cancelled.")
        case TaskDone() | TaskRescheduled() | TaskDueSet() | TaskCancelled():
            return


def added(event: TaskOverdue | TaskReassigned) -> AddEntry:
    return AddEntry(
        notebook_id=notebook_of(event.supervisor_id),
        person_id=event.supervisor_id,
        entry_id=entry(event.task_id, event.due),
        kind=KIND,
        about="task",
        subject_id=event.task_id,
        text=f"Overdue since {event.due:%d.%m.%Y}: {event.what}",
    )


def closed(event: Ended | TaskReassigned, due: datetime, result: str) -> CloseEntry:
    return CloseEntry(notebook_id=notebook_of(event.supervisor_id), entry_id=entry(event.task_id, due), result=result)


def entry(task_id: UUID, due: datetime) -> UUID:
    return derived(task_id, KIND, due.timestamp())
