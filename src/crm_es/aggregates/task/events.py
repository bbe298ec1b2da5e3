"""What happens to a task."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from crm_es.aggregates.task.next_task import NextTask
from crm_es.messages import Event, Message


class Whose(Message):
    """What every event tells of the task."""

    task_id: UUID
    what: str = ""
    responsible_id: UUID
    supervisor_id: UUID
    round: int = 1
    """Which try at a result it is: one more each time that the result was returned."""


class PartOf(Message):
    """What the task belongs to."""

    deal_id: UUID | None = None
    stage: str | None = None
    """The deal's stage that brought it; None for a task of its own."""
    client_id: UUID | None = None
    about: str | None = None
    """Which kind of record it is about besides, such as complaint."""
    subject_id: UUID | None = None
    """Which one."""


class TaskAssigned(PartOf, Whose, Event):
    """Somebody has something to do."""

    due: datetime
    pipeline: str | None = None
    accepted: bool = False
    """The result must be accepted by the supervisor."""
    urgent: bool = False
    kind: str | None = None
    """What it takes, such as a call."""


class TaskDone(PartOf, Whose, Event):
    """The responsible person says that it is done."""

    result: str
    due: datetime
    late: bool
    was_overdue: bool
    """The clock had found it overdue since its last due time."""
    to_accept: bool
    """It does not count yet: the supervisor has to accept it."""
    next: NextTask | None = None
    """What the responsible person is to do after it (X-17)."""


class TaskReturned(PartOf, Whose, Event):
    """The supervisor sent the result back."""

    reason: str
    from_due: datetime
    due: datetime


class TaskAccepted(PartOf, Whose, Event):
    """The supervisor found the result right."""

    counts: bool
    """It counts as done from now on, and did not before."""


class TaskRescheduled(Whose, Event):
    """The task was put off or brought forward, for a reason."""

    from_due: datetime
    due: datetime
    reason: str
    times: int
    """How often it has been moved, this time included."""
    was_overdue: bool


class TaskReassigned(PartOf, Event):
    """Somebody else does it from now on."""

    task_id: UUID
    what: str
    from_responsible_id: UUID
    to_responsible_id: UUID
    supervisor_id: UUID
    due: datetime
    reason: str
    was_overdue: bool
    round: int


class TaskDueSet(Whose, Event):
    """The due time followed a date or milestone of the deal."""

    from_due: datetime
    due: datetime
    was_overdue: bool


class TaskOverdue(Whose, Event):
    """The due time passed and the task was not done."""

    deal_id: UUID | None
    due: datetime


class TaskCancelled(PartOf, Whose, Event):
    """Nobody needs it any more."""

    due: datetime
    reason: str
    was_overdue: bool
    was_done: bool = False
    """There was a result already, which nobody had accepted yet."""


TaskEvent = (
    TaskAssigned
    | TaskDone
    | TaskReturned
    | TaskAccepted
    | TaskRescheduled
    | TaskReassigned
    | TaskDueSet
    | TaskOverdue
    | TaskCancelled
)
