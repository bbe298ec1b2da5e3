"""When a deal enters a stage, its tasks are assigned; they follow the deal, and are cancelled when left behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from crm_es.aggregates.deal import (
    DealDated,
    DealDeadlineAgreed,
    DealDiscarded,
    DealHandedOver,
    DealLost,
    DealMilestoneReached,
    DealMoved,
    DealMovedToPlaybook,
    DealOpened,
    DealWon,
)
from crm_es.aggregates.task import AssignTask, CancelTask, ReassignTask, SetTaskDue

Arrived = DealOpened | DealMoved | DealMovedToPlaybook
Postponed = DealDated | DealMilestoneReached | DealDeadlineAgreed
Wish = AssignTask | SetTaskDue | ReassignTask | CancelTask
Ended = DealWon | DealLost | DealDiscarded
WHY: Final[dict[type[Ended], str]] = {
    DealWon: "The deal is won.",
    DealLost: "The deal is lost.",
    DealDiscarded: "The deal was entered by mistake.",
}


def react(event: Arrived | Postponed | DealHandedOver | Ended) -> Iterator[Wish]:
    match event:
        case DealOpened():
            yield from assigned(event, event.stage)
        case DealMoved():
            yield from cancelled(event.left_behind, f"The deal went to {event.to_stage}.")
            yield from assigned(event, event.to_stage)
        case DealMovedToPlaybook():
            yield from cancelled(event.left_behind, f"Version {event.to_version} of the playbook does not ask for it.")
            yield from assigned(event, event.stage)
        case DealDated() | DealMilestoneReached() | DealDeadlineAgreed():
            yield from (SetTaskDue(task_id=task.task_id, due=task.due) for task in event.dues)
        case DealHandedOver(to_owner_id=person_id):
            reason = event.reason or "The deal was handed over."
            yield from (ReassignTask(task_id=t, responsible_id=person_id, reason=reason) for t in event.tasks)
        case DealWon() | DealLost() | DealDiscarded():
            yield from cancelled(event.left_behind, WHY[type(event)])


def assigned(event: Arrived, stage: str) -> Iterator[AssignTask]:
    for task in event.tasks:
        facts = dict(task) | {"pipeline": event.pipeline, "client_id": event.client_id}
        yield AssignTask(**facts, deal_id=event.deal_id, stage=stage)


def cancelled(tasks: Iterable[UUID], reason: str) -> Iterator[CancelTask]:
    for task_id in tasks:
        yield CancelTask(task_id=task_id, reason=reason)
