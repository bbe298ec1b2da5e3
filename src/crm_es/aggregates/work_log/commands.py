"""What may be wished of a work log."""

from __future__ import annotations

from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from crm_es.messages import Command, Message
from crm_es.playbook import Name
from crm_es.work import Minutes, Moment, Note, Said, Subject, WorkingDay

Reason = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
REFERS: Final = ("ticket_id", "project_id", "task_id", "deal_id", "client_id")


class AboutPeriod(Message):
    """Which time of whose log is decided about."""

    work_log_id: UUID
    person_id: UUID | None = None
    """Follows from the log."""
    day: WorkingDay
    """Any of the period."""


class AboutWorkLog(Message):
    """Whose log it is."""

    work_log_id: UUID
    """Follows from the person: work_log_id in /me."""
    person_id: UUID


class StartTimer(AboutWorkLog, Subject, Command, roles={"employee"}, refers=REFERS):
    """Begin to work on something. What runs already is stopped and recorded."""

    work_id: UUID
    kind: Name | None = None
    """What is usual for what it is on, where nothing is said."""
    billable: bool | None = None
    """Clients pay for it; as is usual for the kind, where nothing is said."""
    note: Note = ""
    starts: Moment | None = None
    """Now, where nothing is said; somewhat earlier for whoever forgot to start it."""


class ContinueTimer(AboutWorkLog, Command, roles={"employee"}):
    """Go on with what a timer was last stopped of."""

    work_id: UUID


class StopTimer(AboutWorkLog, Command, roles={"employee"}):
    """Stop what runs, and record it."""

    ends: Moment | None = None
    """Now, where nothing is said; earlier for whoever was idle since."""
    break_minutes: Minutes = 0
    note: Note | None = None
    """In place of what was noted at the start."""


class DropTimer(AboutWorkLog, Command, roles={"employee"}):
    """Stop what runs by mistake, and record nothing of it."""


class StopForgottenTimer(Command, roles={"clock"}):
    """Stop a timer that ran for longer than anybody works."""

    work_log_id: UUID


class Told(Subject):
    """What somebody tells of work: from when until when, or how much of it on which day.

    Files may tell all of it, and minutes that differ from the time between.
    """

    kind: Name | None = None
    starts: Moment | None = None
    ends: Moment | None = None
    day: WorkingDay | None = None
    minutes: Minutes | None = None
    break_minutes: Minutes = 0
    billable: bool | None = None
    """Clients pay for it; as is usual for the kind, where nothing is said."""
    note: Note | None = None

    @property
    def timed(self) -> bool:
        """Whether it says when or how long it was."""
        return any((self.starts, self.ends, self.day, self.minutes is not None, self.break_minutes))

    def must_tell_when(self) -> None:
        """Raises ValueError where it does not tell the time as a whole."""
        hours = self.starts is not None and self.ends is not None
        if not hours and (self.day is None or not self.minutes):
            raise ValueError("Say from when until when, or on which day and how many minutes.")
        if (self.starts is None) != (self.ends is None):
            raise ValueError("Say both when it began and when it ended.")


class RecordWork(AboutWorkLog, Told, Command, roles={"employee", "import", "policy"}, refers=REFERS):
    """Tell of work that was done: from when until when, or how much of it on which day."""

    work_id: UUID
    kind: Name
    note: Note = ""
    source: Said = "manual"

    @model_validator(mode="after")
    def _when(self) -> Self:
        self.must_tell_when()
        return self


class CorrectWork(AboutWorkLog, Told, Command, roles={"employee", "import"}, refers=REFERS):
    """Say what was otherwise, and why: what is not said stays. What was recorded before stays in the history."""

    work_id: UUID
    without_subject: bool = False
    """It was on nothing in particular: only the kind of work counts."""
    reason: Reason

    @model_validator(mode="after")
    def _clear(self) -> Self:
        if self.timed:
            self.must_tell_when()
        if self.without_subject and self.what:
            raise ValueError("Say what it was on, or that it was on nothing: not both.")
        return self


class RemoveWork(AboutWorkLog, Command, roles={"employee", "import"}):
    """Take back an entry, and say why. It stays in the history."""

    work_id: UUID
    reason: Reason


class MarkBilled(AboutWorkLog, Command, roles={"policy"}):
    """Lock what a client is billed for; free it, where no act is named."""

    work_ids: Annotated[tuple[UUID, ...], Field(min_length=1)]
    act_id: UUID | None = None


class SubmitPeriod(AboutWorkLog, Command, roles={"employee"}):
    """Say that all of a period is recorded: the supervisor is asked to approve it."""

    day: WorkingDay
    """Any of the period."""


class ApprovePeriod(AboutPeriod, Command, roles={"employee"}, in_person=True):
    """Approve the time of somebody below: nothing of it changes any more."""


class ReturnPeriod(AboutPeriod, Command, roles={"employee"}, in_person=True):
    """Return a submitted period to the person, and say what has to be put right."""

    reason: Reason


class ReopenPeriod(AboutPeriod, Command, roles={"employee"}, in_person=True):
    """Open a period again: one's own while nobody approved it, afterwards that of somebody below."""

    reason: Reason


WorkLogCommand = (
    StartTimer
    | ContinueTimer
    | StopTimer
    | DropTimer
    | StopForgottenTimer
    | RecordWork
    | CorrectWork
    | RemoveWork
    | MarkBilled
    | SubmitPeriod
    | ApprovePeriod
    | ReturnPeriod
    | ReopenPeriod
)
