"""When a task is done and something is to follow, the same person is given that to do (X-17)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.task import AssignTask, TaskDone
from crm_es.ids import derived


def react(event: TaskDone) -> Iterator[AssignTask]:
    if event.next:
        yield AssignTask(
            **dict(event.next),
            task_id=derived(event.task_id, "next", event.round),
            responsible_id=event.responsible_id,
            supervisor_id=event.supervisor_id,
            deal_id=event.deal_id,
            client_id=event.client_id,
            about=event.about,
            subject_id=event.subject_id,
        )
