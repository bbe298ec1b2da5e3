"""What can happen to a task that a stage brought to Ann, due on Wednesday."""

from typing import Any

from examples import ANN, DEAL, FRIDAY, HEAD, ID, THURSDAY, WEDNESDAY

from crm_es.aggregates.task import (
    TaskAccepted,
    TaskAssigned,
    TaskCancelled,
    TaskDone,
    TaskDueSet,
    TaskOverdue,
    TaskRescheduled,
    TaskReturned,
)

whose: dict[str, Any] = {"task_id": ID, "responsible_id": ANN, "supervisor_id": HEAD}
staged = whose | {"deal_id": DEAL, "stage": "lead"}

assigned = TaskAssigned(**staged, what="Call the client", due=WEDNESDAY, pipeline="wholesale")
done = TaskDone(**staged, result="They want flour.", due=WEDNESDAY, late=False, was_overdue=False, to_accept=True)
done_late = done.model_copy(update={"late": True, "was_overdue": True})
accepted = TaskAccepted(**staged, counts=True)
returned = TaskReturned(**staged, reason="How much flour?", from_due=WEDNESDAY, due=FRIDAY)
rescheduled = TaskRescheduled(
    **whose, from_due=WEDNESDAY, due=THURSDAY, reason="They are away.", times=1, was_overdue=False
)
due_set = TaskDueSet(**whose, from_due=WEDNESDAY, due=FRIDAY, was_overdue=False)
overdue = TaskOverdue(**whose, what="Call the client", deal_id=DEAL, due=WEDNESDAY)
cancelled = TaskCancelled(**whose, due=WEDNESDAY, reason="The deal is lost.", was_overdue=False)
