"""Who answers for what clients complain of (S0-15..S0-18)."""

from __future__ import annotations

from pydantic import field_validator

from crm_es.messages import Message
from crm_es.playbook.names import Name, twice, typed_alike
from crm_es.playbook.routes import Hours


class ComplaintCause(Message):
    """A cause of complaints, and the department at fault."""

    cause: Name
    """In the words of the leak reasons, so that both are counted together (S0-21)."""
    department: Name
    role: Name
    """Whoever has it answers: the holder nearest to the client's owner."""
    hours: Hours = 48
    """Until when there is to be an answer."""
    supplier: bool = False
    """The department passes it on to the supplier (S0-17)."""


class Complaints(Message):
    """How complaints find who answers for them. The first cause is for what fits no other."""

    causes: tuple[ComplaintCause, ...] = ()

    def cause(self, name: str) -> ComplaintCause | None:
        return next((cause for cause in self.causes if typed_alike(cause.cause) == typed_alike(name)), None)

    @field_validator("causes")
    @classmethod
    def _once(cls, causes: tuple[ComplaintCause, ...]) -> tuple[ComplaintCause, ...]:
        for cause in twice(typed_alike(cause.cause) for cause in causes):
            raise ValueError(f"Complaint cause {cause!r} is there twice: keep one.")
        return causes
