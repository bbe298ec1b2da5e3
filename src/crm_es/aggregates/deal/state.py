"""What decisions about a deal rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from crm_es.aggregates.deal.events import (
    DealDated,
    DealDeadlineAgreed,
    DealDescribed,
    DealDiscarded,
    DealEvent,
    DealHandedOver,
    DealLost,
    DealMilestoneReached,
    DealMoved,
    DealMovedToPlaybook,
    DealOpened,
    DealRevalued,
    DealSignedOff,
    DealWon,
    StageTaskCompleted,
    StageTaskDue,
    StageTaskReopened,
)
from crm_es.messages import Corrupt
from crm_es.money import Money
from crm_es.playbook import Deadline
from crm_es.stored_file import StoredFile


@dataclass(frozen=True)
class StayTask:
    """A task of the present stay."""

    task_id: UUID
    what: str
    done: bool = False


class Signature(NamedTuple):
    by: str
    on: date
    file: StoredFile | None


@dataclass(frozen=True)
class Deal:
    deal_id: UUID
    client_id: UUID | None
    owner_id: UUID
    pipeline: str
    playbook_version: int
    stage: str
    value: Money | None
    dates: dict[str, date]
    tasks: tuple[StayTask, ...]
    product: str | None = None
    details: dict[str, str] = field(default_factory=dict)
    milestones: dict[str, datetime] = field(default_factory=dict)
    deadlines: dict[tuple[str, str], Deadline] = field(default_factory=dict)
    """What was agreed for this deal, by stage and task."""
    signed: dict[str, Signature] = field(default_factory=dict)
    entered_at: datetime | None = None
    """When it came into its stage."""
    stay: int = 1
    closed: bool = False
    discarded: bool = False

    @property
    def open_tasks(self) -> tuple[StayTask, ...]:
        return tuple(task for task in self.tasks if not task.done)

    @property
    def left_behind(self) -> tuple[UUID, ...]:
        return tuple(task.task_id for task in self.open_tasks)


def evolve(deal: Deal | None, event: DealEvent) -> Deal:
    match deal, event:
        case None, DealOpened():
            return Deal(
                deal_id=event.deal_id,
                client_id=event.client_id,
                owner_id=event.owner_id,
                pipeline=event.pipeline,
                playbook_version=event.playbook_version,
                stage=event.stage,
                value=event.value,
                dates=event.dates,
                tasks=stay(event.tasks),
                product=event.product,
                details=event.details,
                entered_at=event.entered_at,
            )
        case Deal(), DealMoved():
            arrived = replace(deal, stage=event.to_stage, stay=event.stay, entered_at=event.entered_at)
            return replace(arrived, tasks=stay(event.tasks))
        case Deal(), DealDated():
            return replace(deal, dates={**deal.dates, event.name: event.on})
        case Deal(), DealMilestoneReached():
            return replace(deal, milestones={**deal.milestones, event.name: event.at})
        case Deal(), DealDeadlineAgreed():
            kept = {place: rule for place, rule in deal.deadlines.items() if place != (event.stage, event.what)}
            agreed = {(event.stage, event.what): event.deadline} if event.deadline else {}
            return replace(deal, deadlines=kept | agreed)
        case Deal(), DealDescribed():
            return replace(deal, details=event.to_details, client_id=event.client_id, product=event.product)
        case Deal(), DealRevalued():
            return replace(deal, value=event.to_value)
        case Deal(), DealSignedOff():
            signature = Signature(event.by, event.on, event.file)
            return replace(deal, signed={**deal.signed, event.what: signature})
        case Deal(), DealHandedOver():
            return replace(deal, owner_id=event.to_owner_id)
        case Deal(), DealMovedToPlaybook():
            going_on = tuple(task for task in deal.tasks if task.task_id in event.kept)
            return replace(deal, playbook_version=event.to_version, tasks=going_on + stay(event.tasks))
        case Deal(), StageTaskCompleted() | StageTaskReopened():
            done = isinstance(event, StageTaskCompleted)
            tasks = (replace(t, done=done) if t.task_id == event.task_id else t for t in deal.tasks)
            return replace(deal, tasks=tuple(tasks))
        case Deal(), DealWon() | DealLost():
            return replace(deal, closed=True)
        case Deal(), DealDiscarded():
            return replace(deal, closed=True, discarded=True)
        case _:
            raise Corrupt(deal, event)


def stay(tasks: Iterable[StageTaskDue]) -> tuple[StayTask, ...]:
    return tuple(StayTask(task.task_id, task.what) for task in tasks)
