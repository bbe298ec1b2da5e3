"""When a result has to be accepted, the supervisor is asked to, until it is accepted, returned or dropped (S2-13)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.task import TaskAccepted, TaskCancelled, TaskDone, TaskReturned
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

KIND: Final[EntryKind] = "result to accept"
Settled = TaskAccepted | TaskReturned | TaskCancelled


def react(event: TaskDone | Settled) -> Iterator[AddEntry | CloseEntry]:
    if event.supervisor_id == event.responsible_id:
        return
    match event:
        case TaskDone(to_accept=True):
            yield AddEntry(
                notebook_id=notebook_of(event.supervisor_id),
                person_id=event.supervisor_id,
                entry_id=entry(event.task_id, event.round),
                kind=KIND,
                about="task",
                subject_id=event.task_id,
                text=f"{event.what or 'Done'}: {event.result}",
            )
        case TaskAccepted(counts=True):
            yield closed(event, "Accepted.")
        case TaskReturned():
            yield closed(event, f"Returned: {event.reason}"[:500])
        case TaskCancelled(was_done=True):
            yield closed(event, "Nobody needs it any more.")
        case TaskDone() | TaskAccepted() | TaskCancelled():
            return


def closed(event: Settled, result: str) -> CloseEntry:
    return CloseEntry(
        notebook_id=notebook_of(event.supervisor_id), entry_id=entry(event.task_id, event.round), result=result
    )


def entry(task_id: UUID, try_: int) -> UUID:
    return derived(task_id, KIND, try_)
