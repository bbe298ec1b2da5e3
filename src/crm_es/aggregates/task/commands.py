"""What may be wished of a task."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from crm_es.aggregates.task.next_task import Due, NextTask
from crm_es.messages import Command
from crm_es.playbook import Name

Reason = Annotated[str, Field(min_length=1, max_length=500)]


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
    client_id: UUID | None = None
    urgent: bool = False
    kind: Name | None = None
    """What it takes, such as a call."""
    about: Name | None = None
    """Which kind of record it is about besides, such as complaint."""
    subject_id: UUID | None = None
    """Which one."""


class FinishTask(Command, roles={"employee", "import"}):
    """Say that it is done, and with what result; and what is to be done next, if anything."""

    task_id: UUID
    result: Reason
    next: NextTask | None = None


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


class ReassignTask(Command, roles={"employee", "policy"}):
    """Let somebody else do it, for a reason."""

    task_id: UUID
    responsible_id: UUID
    reason: Reason


class SetTaskDue(Command, roles={"policy"}):
    """Let the due time follow the deal."""

    task_id: UUID
    due: Due


class CallTaskOverdue(Command, roles={"clock"}):
    """Record that the due time has passed."""

    task_id: UUID


class CancelTask(Command, roles={"employee", "policy", "import"}):
    """Drop the task, with a reason."""

    task_id: UUID
    reason: Reason


TaskCommand = (
    AssignTask
    | FinishTask
    | ReturnTask
    | AcceptTask
    | RescheduleTask
    | ReassignTask
    | SetTaskDue
    | CallTaskOverdue
    | CancelTask
)
