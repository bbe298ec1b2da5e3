"""What happens to a deal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from crm_es.messages import Event, Message
from crm_es.money import Money
from crm_es.playbook import Deadline
from crm_es.stored_file import StoredFile


class StageTaskDue(Message):
    """A task that a stage brings: everything needed to assign it."""

    task_id: UUID
    what: str
    responsible_id: UUID
    supervisor_id: UUID
    due: datetime
    accepted: bool = False
    """It counts as done only once the supervisor has accepted the result."""


class TaskDue(Message):
    """A task's new deadline."""

    task_id: UUID
    due: datetime


class Arrival(Message):
    """What a stage brings to a deal that is in it."""

    tasks: tuple[StageTaskDue, ...] = ()
    entered_at: datetime | None = None
    """When it came into the stage; unknown of what was recorded before this was told."""
    rots_at: datetime | None = None
    """From then on it is in the stage for longer than the norm; None where there is no norm."""
    to_sign: tuple[str, ...] = ()
    """What has to be signed before it goes on, and is not."""


class DealOpened(Arrival, Event):
    """A manager started to pursue an opportunity."""

    deal_id: UUID
    title: str
    client_id: UUID | None
    owner_id: UUID
    pipeline: str
    playbook_version: int
    stage: str
    value: Money | None = None
    product: str | None = None
    dates: dict[str, date] = Field(default_factory=dict)
    details: dict[str, str] = Field(default_factory=dict)
    """What the company knows of its deals besides, by name."""
    entered_by: UUID | None = None
    """Who entered it, where it was not the owner (S0-46)."""


class DealMoved(Arrival, Event):
    """The deal changed stage."""

    deal_id: UUID
    owner_id: UUID
    pipeline: str
    from_stage: str
    to_stage: str
    direction: Literal["forward", "skip", "back"]
    reason: str | None = None
    """Why it went back, or past a stage."""
    stay: int
    """Which stay in a stage this is, counted from 1 at opening."""
    client_id: UUID | None = None
    left_behind: tuple[UUID, ...] = ()
    """Tasks of the stage it left that nobody finished."""


class DealDated(Event):
    """A date of the deal, such as its shipment, was set; deadlines that count back from it follow."""

    deal_id: UUID
    name: str
    on: date
    dues: tuple[TaskDue, ...] = ()


class DealMilestoneReached(Event):
    """Something that deadlines wait for happened to the deal (S2-11)."""

    deal_id: UUID
    name: str
    at: datetime
    """When: deadlines of later stages count from it too."""
    dues: tuple[TaskDue, ...] = ()


class DealDeadlineAgreed(Event):
    """For this deal another rule tells when a stage task is due (S2-12)."""

    deal_id: UUID
    stage: str
    what: str
    deadline: Deadline | None
    """None where the playbook's own rule holds again."""
    dues: tuple[TaskDue, ...] = ()


class DealDescribed(Event):
    """More became known of the deal, or something else."""

    deal_id: UUID
    from_details: dict[str, str]
    to_details: dict[str, str]
    """All of them."""
    client_id: UUID | None
    product: str | None


class DealRevalued(Event):
    """The deal is worth another amount."""

    deal_id: UUID
    from_value: Money | None
    to_value: Money


class DealSignedOff(Event):
    """Somebody signed what the deal needs, such as a specification or an act (S0-43)."""

    deal_id: UUID
    what: str
    by: str
    """Who signed."""
    on: date
    file: StoredFile | None = None
    entered_by: UUID | None = None
    """Who wrote it down, where it was not the owner."""
    to_sign: tuple[str, ...] = ()
    """What of the present stage is still to be signed."""


class DealHandedOver(Event):
    """Somebody else looks after the deal from now on."""

    deal_id: UUID
    from_owner_id: UUID
    to_owner_id: UUID
    pipeline: str
    stage: str
    stay: int
    reason: str | None = None
    tasks: tuple[UUID, ...] = ()
    """Open tasks of the stage that are the owner's."""


class DealMovedToPlaybook(Arrival, Event):
    """The deal goes on by another version of the playbook, in the same stage (X-22)."""

    deal_id: UUID
    owner_id: UUID
    pipeline: str
    stage: str
    stay: int
    client_id: UUID | None
    from_version: int
    to_version: int
    kept: tuple[UUID, ...] = ()
    """Tasks that this version asks for too: they stay as they are. What it asks for besides is in `tasks`."""
    left_behind: tuple[UUID, ...] = ()
    """Open tasks that it does not ask for."""


class StageTaskCompleted(Event):
    """A task of the present stage is done."""

    deal_id: UUID
    task_id: UUID


class StageTaskReopened(Event):
    """A task of the present stage turned out not to be done."""

    deal_id: UUID
    task_id: UUID


class DealWon(Event):
    """The client signed."""

    deal_id: UUID
    owner_id: UUID
    client_id: UUID | None
    pipeline: str
    stage: str
    stay: int
    """Which stay in a stage ended with it."""
    value: Money | None
    reason: str | None = None
    """Why stages were passed over."""
    left_behind: tuple[UUID, ...] = ()


class DealLost(Event):
    """The client declined, or we gave up."""

    deal_id: UUID
    owner_id: UUID
    client_id: UUID | None
    pipeline: str
    stage: str
    stay: int
    """Which stay in a stage ended with it."""
    reason: str
    """One of the pipeline's loss reasons."""
    note: str | None = None
    left_behind: tuple[UUID, ...] = ()


class DealDiscarded(Event):
    """It should never have been entered: it is in no list any more."""

    deal_id: UUID
    owner_id: UUID
    reason: str
    left_behind: tuple[UUID, ...] = ()


DealEvent = (
    DealOpened
    | DealMoved
    | DealDated
    | DealMilestoneReached
    | DealDeadlineAgreed
    | DealDescribed
    | DealRevalued
    | DealSignedOff
    | DealHandedOver
    | DealMovedToPlaybook
    | StageTaskCompleted
    | StageTaskReopened
    | DealWon
    | DealLost
    | DealDiscarded
)
