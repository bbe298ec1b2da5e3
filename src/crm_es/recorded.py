"""An event with its envelope: who wrote it down, when, where, and because of what."""

from __future__ import annotations

from datetime import datetime
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

E = TypeVar("E")


class Recorded(NamedTuple, Generic[E]):
    """What projections fold and auditors read. The event itself repeats nothing of it."""

    position: int
    """Its place in the whole log: gapless, in commit order, from 1."""
    stream: UUID
    version: int
    """Its place in its stream, from 1."""
    event: E
    occurred_at: datetime
    """When it was asked, in UTC: what was true then."""
    recorded_at: datetime
    """When the database wrote it: what was known then."""
    actor: str
    """A person's id, or the name of a policy, clock or import."""
    on_behalf_of: UUID | None = None
    command_id: UUID | None = None
    correlation_id: UUID | None = None
    """The first command of the chain that led here."""
    causation_id: int | None = None
    """The position of the event that a policy answered."""
    playbook_version: int = 0
