"""What may be done with a task: finish it, judge its result, move it, give it to somebody else."""

from __future__ import annotations

from crm_es.aggregates.task import (
    AcceptTask,
    CancelTask,
    FinishTask,
    ReassignTask,
    RescheduleTask,
    ReturnTask,
    decider,
)
from crm_es.offers.way import Way, kind

KIND = kind(
    "tasks",
    decider,
    Way(FinishTask),
    Way(AcceptTask),
    Way(ReturnTask, beside=True),
    Way(RescheduleTask, beside=True),
    Way(ReassignTask, beside=True),
    Way(CancelTask, menu=True),
)
