"""What the log takes: facts to write, and commands with their answers to keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from pydantic import TypeAdapter

from crm_es.messages import Remedy

REMEDIES: Final = TypeAdapter(tuple[Remedy, ...])


class Fact(NamedTuple):
    """An event about to be written. The append gives it its position and its time of recording."""

    stream: UUID
    version: int
    topic: str
    state: str
    at: datetime | None = None
    actor: str = "nobody"
    on_behalf_of: UUID | None = None
    command_id: UUID | None = None
    correlation_id: UUID | None = None
    causation_id: int | None = None
    playbook_version: int = 0


class Answer(NamedTuple):
    """What a command led to: how far to read to see it, and why not, if it was refused."""

    position: int
    version: int
    """Of the command's stream, once it was answered."""
    fresh: bool = False
    """The position counts from the head that its batch finds, not from the beginning."""
    refusal: str | None = None
    rule: str | None = None
    remedies: str | None = None
    """What may be done about the refusal, as JSON; None where nothing was named."""


class Known(NamedTuple):
    """A command that was met before: who wished what, and the answer."""

    topic: str
    state: str | bytes
    actor: str
    on_behalf_of: UUID | None
    answer: Answer


class Reply(NamedTuple):
    """A command as it was asked, with its answer."""

    command_id: UUID
    topic: str
    stream: UUID
    state: str
    at: datetime
    actor: str
    on_behalf_of: UUID | None
    roles: str
    correlation_id: UUID
    causation_id: int | None
    playbook_version: int
    position: int
    fresh: bool
    version: int
    refusal: str | None
    rule: str | None
    remedies: str | None


def columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """Rows turned on their side, as `unnest` takes them."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]
