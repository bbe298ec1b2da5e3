"""Who answers for what clients complain of (S0-15..S0-18)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from pydantic import field_validator

from crm_es.messages import Message
from crm_es.playbook.calendar import Calendar
from crm_es.playbook.names import Name, typed_alike, typed_twice
from crm_es.playbook.routes import Hours

USUAL_HOURS: Final = 48


class ComplaintCause(Message):
    """A cause of complaints, and the department at fault."""

    cause: Name
    """In the words of the leak reasons, so that both are counted together (S0-21)."""
    department: Name
    role: Name
    """Whoever has it answers: the holder nearest to the client's owner."""
    hours: Hours = USUAL_HOURS
    """Until when there is to be an answer, without days off."""
    supplier: bool = False
    """The department passes it on to the supplier (S0-17)."""


class Complaints(Message):
    """How complaints find who answers for them."""

    causes: tuple[ComplaintCause, ...] = ()
    """Where none is given, the head of sales answers for all."""
    tell_hours: Hours = 24
    """Until when the client is to be told an answer, without days off."""

    def cause(self, name: str) -> ComplaintCause | None:
        """The cause of this name, however it is typed."""
        if not self.causes:
            return ComplaintCause(cause=name, department="Sales", role="head_of_sales", supplier=True)
        return next((cause for cause in self.causes if typed_alike(cause.cause) == typed_alike(name)), None)

    def hours(self, name: str) -> int:
        """How long an answer to this cause may take, also once the playbook does not name it any more."""
        found = self.cause(name)
        return found.hours if found else USUAL_HOURS

    @field_validator("causes")
    @classmethod
    def _once(cls, causes: tuple[ComplaintCause, ...]) -> tuple[ComplaintCause, ...]:
        for cause in typed_twice(cause.cause for cause in causes):
            raise ValueError(f"Complaint cause {cause!r} is there twice: keep one.")
        return causes


def hours_later(at: datetime, hours: int, calendar: Calendar) -> datetime:
    """So many hours later. Days off do not count: what comes on Friday with 48 hours is due on Tuesday."""
    left, day = timedelta(hours=hours), calendar.day(at)
    while True:
        day += timedelta(1)
        midnight = calendar.moment(day, time.min)
        if calendar.is_working(day - timedelta(1)):
            if at + left <= midnight:
                return at + left
            left -= midnight - at
        at = midnight
