"""When a deal enters a stage, its tasks are assigned; they follow its dates, and are cancelled when left behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from crm_es.aggregates.deal import (
    DealDated,
    DealLost,
    DealMilestoneReached,
    DealMoved,
    DealOpened,
    DealWon,
)
from crm_es.aggregates.task import AssignTask, CancelTask, SetTaskDue


def react(
    event: DealOpened | DealMoved | DealDated | DealMilestoneReached | DealWon | DealLost,
) -> Iterator[AssignTask | SetTaskDue | CancelTask]:
    match event:
        case DealOpened():
            yield from assigned(event, event.stage)
        case DealMoved():
            yield from cancelled(event.left_behind, f"The deal went to {event.to_stage}.")
            yield from assigned(event, event.to_stage)
        case DealDated() | DealMilestoneReached():
            for task in event.dues:
                yield SetTaskDue(task_id=task.task_id, due=task.due)
        case DealWon():
            yield from cancelled(event.left_behind, "The deal is won.")
        case DealLost():
            yield from cancelled(event.left_behind, "The deal is lost.")


def assigned(event: DealOpened | DealMoved, stage: str) -> Iterator[AssignTask]:
    for task in event.tasks:
        yield AssignTask(**dict(task), deal_id=event.deal_id, pipeline=event.pipeline, stage=stage)


def cancelled(tasks: Iterable[UUID], reason: str) -> Iterator[CancelTask]:
    for task_id in tasks:
        yield CancelTask(task_id=task_id, reason=reason)
