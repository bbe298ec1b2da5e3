"""How heads of departments follow the work of their people (S2-20)."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from pydantic import Field

from crm_es.messages import Message
from crm_es.playbook.names import Hour, Name


class Digest(Message):
    """A letter of what is overdue, due and done, at set hours of working days."""

    role: Name
    """Who gets it."""
    hours: Annotated[tuple[Hour, ...], Field(min_length=1, max_length=6)]
    """By the time of the company; the last of a day looks back, the others ahead."""


class Control(Message):
    """What supervisors are sent."""

    digests: tuple[Digest, ...] = ()

    def hours(self, roles: frozenset[str]) -> tuple[time, ...]:
        """When somebody with these roles is written to."""
        return tuple(sorted({hour for digest in self.digests if digest.role in roles for hour in digest.hours}))
