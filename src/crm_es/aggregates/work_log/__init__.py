"""A work log: the working time of one person, by timer, by their own word, or by what others recorded (S3-01, X-34).

One timer runs at a time, and nobody does two things at once. What was recorded wrongly is corrected or removed with a
reason, and stays in the history. A period that is approved, and what a client is billed for, changes no more.
"""

from typing import get_args

from crm_es.aggregates.work_log.commands import (
    ApprovePeriod,
    ContinueTimer,
    CorrectWork,
    DropTimer,
    MarkBilled,
    RecordWork,
    RemoveWork,
    ReopenPeriod,
    ReturnPeriod,
    StartTimer,
    StopForgottenTimer,
    StopTimer,
    SubmitPeriod,
    WorkLogCommand,
)
from crm_es.aggregates.work_log.decisions import decide
from crm_es.aggregates.work_log.events import (
    PeriodApproved,
    PeriodReopened,
    PeriodReturned,
    PeriodSubmitted,
    TimerDropped,
    TimerStarted,
    TimerStopped,
    WorkBillingMarked,
    WorkCorrected,
    WorkLogEvent,
    WorkRecorded,
    WorkRemoved,
)
from crm_es.aggregates.work_log.periods import bounds
from crm_es.aggregates.work_log.state import WorkLog, evolve
from crm_es.decider import Decider

__all__ = [
    "ApprovePeriod",
    "ContinueTimer",
    "CorrectWork",
    "DropTimer",
    "MarkBilled",
    "PeriodApproved",
    "PeriodReopened",
    "PeriodReturned",
    "PeriodSubmitted",
    "RecordWork",
    "RemoveWork",
    "ReopenPeriod",
    "ReturnPeriod",
    "StartTimer",
    "StopForgottenTimer",
    "StopTimer",
    "SubmitPeriod",
    "TimerDropped",
    "TimerStarted",
    "TimerStopped",
    "WorkBillingMarked",
    "WorkCorrected",
    "WorkLog",
    "WorkLogCommand",
    "WorkLogEvent",
    "WorkRecorded",
    "WorkRemoved",
    "bounds",
    "decider",
]

decider = Decider("work_log", "work logs", get_args(WorkLogCommand), decide, evolve)
