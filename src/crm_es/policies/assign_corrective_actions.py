"""When a complaint leads to a change, whoever brings it about has a task (S0-19)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.complaint import CorrectiveActionPlanned
from crm_es.aggregates.task import AssignTask
from crm_es.ids import derived


def react(event: CorrectiveActionPlanned) -> Iterator[AssignTask]:
    yield AssignTask(
        task_id=derived(event.complaint_id, "corrective action", event.action_id),
        what=event.what,
        responsible_id=event.responsible_id,
        supervisor_id=event.supervisor_id,
        due=event.due,
        client_id=event.client_id,
        about="complaint",
        subject_id=event.complaint_id,
    )
