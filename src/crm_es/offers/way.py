"""A way to go on with a record: a command, with what it would usually say and out of what the rest is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from uuid import UUID

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command

Values = Mapping[str, Any]
NOTHING: Final[Values] = MappingProxyType({})
Choices = Callable[["Look"], Iterable[Any]]


class Look(NamedTuple):
    """A record as somebody looks at it now."""

    stream: UUID
    """Whose state decides."""
    state: Any
    context: Context
    told: Values = NOTHING
    """What the row says of itself, as commands name it: which entry, which line."""


def nothing(_: Look) -> Values:
    return NOTHING


class Way(NamedTuple):
    """One command that people send about a record."""

    command: type[Command]
    known: Callable[[Look], Values | None] = nothing
    """What it would say as the next step; None where it is none. The person may say something else."""
    present: Callable[[Look], Values] = nothing
    """What is so now, for the person to change."""
    choices: Mapping[str, Choices] = MappingProxyType({})
    """By field, what may be said in it; of ids, with what they are called."""
    typed: Values = NOTHING
    """By field, what somebody could write in it where an ordinary word would not do; or how to find it."""
    menu: bool = False
    """It is rarely wanted, or ends something."""
    beside: bool = False
    """It is shown, but is no step on the way of the record: never the primary one."""


def untold(_: Values) -> Values:
    return NOTHING


class Kind(NamedTuple):
    """What the rows of one list are, and the ways to go on with them, as people use them."""

    name: str
    """The list."""
    decider: Decider[Any, Any, Any]
    ways: tuple[Way, ...]
    stream: Callable[[Values], UUID]
    """By the row, whose state decides."""
    told: Callable[[Values], Values] = untold
    """By the row, what is known of it, as commands name it."""


def own(key: str) -> Callable[[Values], UUID]:
    """The stream, where the row has its id."""

    def stream(row: Values) -> UUID:
        found: UUID = row[key]
        return found

    return stream


def naming(**columns: str) -> Callable[[Values], Values]:
    """What the columns of a row say, by the field of commands that says it."""
    return lambda row: {field: row[column] for field, column in columns.items()}


def kind(name: str, decider: Decider[Any, Any, Any], *ways: Way) -> Kind:
    """Of a list whose rows are the records themselves."""
    return Kind(name, decider, ways, own(decider.key))
