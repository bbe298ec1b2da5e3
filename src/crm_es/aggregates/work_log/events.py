"""What happens in the work log of a person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from crm_es.messages import Event, Message
from crm_es.playbook import Day
from crm_es.work import Subject, Work


class OfWorkLog(Message):
    """Whose it is."""

    work_log_id: UUID
    person_id: UUID


class TimerStarted(OfWorkLog, Subject, Event):
    """The person began to work on something."""

    work_id: UUID
    kind: str
    billable: bool | None = None
    """What whoever started it said; None for what is usual for the kind."""
    note: str = ""
    starts: datetime
    stop_at: datetime
    """When the clock stops it, if nobody does."""


class TimerStopped(OfWorkLog, Subject, Event):
    """The person no longer works on it. What is recorded of it follows."""

    work_id: UUID
    kind: str
    billable: bool | None = None
    note: str = ""
    starts: datetime
    ends: datetime
    by_clock: bool = False
    """Nobody stopped it: it was forgotten."""


class TimerDropped(OfWorkLog, Subject, Event):
    """The timer ran by mistake: nothing is recorded of it."""

    work_id: UUID
    kind: str
    starts: datetime


class WorkRecorded(OfWorkLog, Event):
    """Somebody worked."""

    work: Work


class WorkCorrected(OfWorkLog, Event):
    """It was otherwise than recorded."""

    work_id: UUID
    was: Work
    work: Work
    reason: str
    corrected_by: UUID | None = None
    """Who did it, where it was not the person."""


class WorkRemoved(OfWorkLog, Event):
    """It was no work, or not this person's."""

    work: Work
    reason: str
    removed_by: UUID | None = None
    """Who did it, where it was not the person."""


class WorkBillingMarked(OfWorkLog, Event):
    """Clients are billed for these, or not any more."""

    work_ids: tuple[UUID, ...]
    act_id: UUID | None


class OfPeriod(OfWorkLog):
    """What every event tells of a period."""

    first: Day
    last: Day
    minutes: int
    """Recorded in it, without breaks."""
    supervisor_id: UUID


class PeriodSubmitted(OfPeriod, Event):
    """The person says that all of the period is recorded."""

    person: str
    """Their name."""


class PeriodApproved(OfPeriod, Event):
    """The time is as it should be: nothing of it changes any more."""

    approved_by: UUID | None = None
    """None where nobody is above the person."""


class PeriodReturned(OfPeriod, Event):
    """Something has to be put right first."""

    reason: str
    returned_by: UUID | None = None


class PeriodReopened(OfPeriod, Event):
    """The time may be changed again."""

    reason: str
    was_approved: bool
    reopened_by: UUID | None = None


WorkLogEvent = (
    TimerStarted
    | TimerStopped
    | TimerDropped
    | WorkRecorded
    | WorkCorrected
    | WorkRemoved
    | WorkBillingMarked
    | PeriodSubmitted
    | PeriodApproved
    | PeriodReturned
    | PeriodReopened
)
