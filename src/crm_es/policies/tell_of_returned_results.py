"""When a result is returned, the responsible person is told why, until it is done again, dropped or somebody else's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.task import TaskCancelled, TaskDone, TaskReassigned, TaskReturned
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

KIND: Final[EntryKind] = "task returned"


def react(event: TaskReturned | TaskDone | TaskCancelled | TaskReassigned) -> Iterator[AddEntry | CloseEntry]:
    match event:
        case TaskReturned(responsible_id=person_id):
            if person_id != event.supervisor_id:
                yield AddEntry(
                    notebook_id=notebook_of(person_id),
                    person_id=person_id,
                    entry_id=entry(event.task_id, event.round + 1, person_id),
                    kind=KIND,
                    about="task",
                    subject_id=event.task_id,
                    text=f"{event.what or 'Returned'}: {event.reason}",
                )
        case TaskDone(responsible_id=person_id):
            yield from closed(event, person_id, "Done again.")
        case TaskCancelled(responsible_id=person_id):
            yield from closed(event, person_id, "The task is cancelled.")
        case TaskReassigned(from_responsible_id=person_id):
            yield from closed(event, person_id, "Somebody else does it now.")


def closed(event: TaskDone | TaskCancelled | TaskReassigned, person_id: UUID, result: str) -> Iterator[CloseEntry]:
    if event.round > 1:
        entry_id = entry(event.task_id, event.round, person_id)
        yield CloseEntry(notebook_id=notebook_of(person_id), entry_id=entry_id, result=result)


def entry(task_id: UUID, try_: int, person_id: UUID) -> UUID:
    return derived(task_id, KIND, try_, person_id)
