"""What can happen to a task that a stage brought to Ann, due on Wednesday."""

from typing import Any

from examples import ANN, BOB, DEAL, FRIDAY, HEAD, ID, THURSDAY, WEDNESDAY

from crm_es.aggregates.task import (
    TaskAccepted,
    TaskAssigned,
    TaskCancelled,
    TaskDone,
    TaskDueSet,
    TaskOverdue,
    TaskReassigned,
    TaskRescheduled,
    TaskReturned,
)

whose: dict[str, Any] = {"task_id": ID, "what": "Call the client", "responsible_id": ANN, "supervisor_id": HEAD}
staged = whose | {"deal_id": DEAL, "stage": "lead"}

assigned = TaskAssigned(**staged, due=WEDNESDAY, pipeline="wholesale")
done = TaskDone(**staged, result="They want flour.", due=WEDNESDAY, late=False, was_overdue=False, to_accept=True)
done_late = done.model_copy(update={"late": True, "was_overdue": True})
accepted = TaskAccepted(**staged, counts=True)
returned = TaskReturned(**staged, reason="How much flour?", from_due=WEDNESDAY, due=FRIDAY)
rescheduled = TaskRescheduled(
    **whose, from_due=WEDNESDAY, due=THURSDAY, reason="They are away.", times=1, was_overdue=False
)
due_set = TaskDueSet(**whose, from_due=WEDNESDAY, due=FRIDAY, was_overdue=False)
overdue = TaskOverdue(**whose, deal_id=DEAL, due=WEDNESDAY)
cancelled = TaskCancelled(**whose, due=WEDNESDAY, reason="The deal is lost.", was_overdue=False)
reassigned = TaskReassigned(
    task_id=ID,
    what="Call the client",
    from_responsible_id=ANN,
    to_responsible_id=BOB,
    supervisor_id=HEAD,
    deal_id=DEAL,
    stage="lead",
    due=WEDNESDAY,
    reason="Ann is ill.",
    was_overdue=False,
    round=1,
)
