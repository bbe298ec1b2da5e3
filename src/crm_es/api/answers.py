"""What the audit answers, as the description of the API tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel


class Happened(BaseModel):
    """One event with its envelope."""

    position: int
    stream: UUID
    version: int
    event: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    who: str | None
    on_behalf_of: UUID | None
    on_behalf_of_whom: str | None
    command_id: UUID | None
    command: str | None
    correlation_id: UUID | None
    causation_id: int | None
    cause: str | None
    playbook_version: int
    facts: dict[str, Any]
    sentence: str
    """What happened, for people."""


class Difference(BaseModel):
    """One field before and after."""

    field: str
    before: Any
    after: Any


class Step(Happened):
    """One event of a record."""

    changes: list[Difference] | None = None
    """What it changed, field by field; where that is asked for."""


class Named(BaseModel):
    """Of which record something is."""

    about: str | None
    """The kind of the record, such as deal."""
    name: str | None
    """What the record is called."""
    link: str | None
    """Where it is shown."""


class Heard(Happened, Named):
    """One event of any record."""


class Attempt(Named):
    """A command that was refused."""

    command_id: UUID
    command: str
    stream: UUID
    asked_at: datetime
    actor: str
    who: str | None
    on_behalf_of: UUID | None
    on_behalf_of_whom: str | None
    roles: str
    rule: str | None
    refusal: str | None
    correlation_id: UUID
    causation_id: int | None
    cause: str | None
    wish: dict[str, Any]


class Found(BaseModel):
    """Events, newest first."""

    rows: list[Heard]
    next_before: int | None
    """Where the next page begins; none at the end."""


class Attempts(BaseModel):
    """Refused attempts, newest first, and how often each rule said no."""

    rows: list[Attempt]
    next_before: UUID | None
    rules: dict[str, int]
    last_said: dict[str, str]
    """What each rule said last."""


class Caused(Attempt):
    """A command with its events, each with the commands that policies answered it with."""

    events: list[dict[str, Any]]
