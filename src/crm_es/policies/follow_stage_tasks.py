"""When a task of a stage is done for good, or turns out not to be, its deal counts it so."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.deal import CompleteStageTask, ReopenStageTask
from crm_es.aggregates.task import TaskAccepted, TaskDone, TaskReturned


def react(event: TaskDone | TaskAccepted | TaskReturned) -> Iterator[CompleteStageTask | ReopenStageTask]:
    if event.deal_id is None or event.stage is None:
        return
    match event:
        case TaskReturned():
            yield ReopenStageTask(deal_id=event.deal_id, task_id=event.task_id)
        case TaskDone(to_accept=False) | TaskAccepted(counts=True):
            yield CompleteStageTask(deal_id=event.deal_id, task_id=event.task_id)
        case TaskDone() | TaskAccepted():
            return
