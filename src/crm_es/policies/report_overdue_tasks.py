"""When a task is overdue, the supervisor is told, until it is done, moved or cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.task import TaskCancelled, TaskDone, TaskDueSet, TaskOverdue, TaskRescheduled
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

KIND: EntryKind = "overdue of a subordinate"


def react(
    event: TaskOverdue | TaskDone | TaskRescheduled | TaskDueSet | TaskCancelled,
) -> Iterator[AddEntry | CloseEntry]:
    person_id = event.supervisor_id
    if person_id == event.responsible_id:
        return
    match event:
        case TaskOverdue(task_id=task_id):
            yield AddEntry(
                notebook_id=notebook_of(person_id),
                person_id=person_id,
                entry_id=entry(task_id, event.due),
                kind=KIND,
                about="task",
                subject_id=task_id,
                text=f"Overdue since {event.due:%d.%m.%Y}: {event.what}",
            )
        case TaskDone(due=due, was_overdue=True):
            yield closed(event, due, "The task is done.")
        case TaskRescheduled(from_due=due, was_overdue=True) | TaskDueSet(from_due=due, was_overdue=True):
            yield closed(event, due, f"The task is due on {event.due:%d.%m.%Y} now.")
        case TaskCancelled(due=due, was_overdue=True):
            yield closed(event, due, "The task is cancelled.")
        case TaskDone() | TaskRescheduled() | TaskDueSet() | TaskCancelled():
            return


def closed(event: TaskDone | TaskRescheduled | TaskDueSet | TaskCancelled, due: datetime, result: str) -> CloseEntry:
    return CloseEntry(notebook_id=notebook_of(event.supervisor_id), entry_id=entry(event.task_id, due), result=result)


def entry(task_id: UUID, due: datetime) -> UUID:
    return derived(task_id, KIND, due.timestamp())
