"""A decider: the one shape every aggregate has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast, get_args, get_type_hints
from uuid import UUID

from crm_es.context import Context
from crm_es.messages import Command, Event

S = TypeVar("S")
C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Decider(Generic[S, C, E]):
    """One consistency boundary: what may happen next, and what then is true."""

    name: str
    """In the singular, as in the field `<name>_id` that names the stream: `payment_request`."""
    plural: str
    """As people and addresses say it: `payment requests`."""
    commands: tuple[type[C], ...]
    decide: Callable[[S | None, C, Context], Iterable[E]]
    evolve: Callable[[S | None, E], S]
    key: str = field(init=False)
    """The field of its commands and events that names the stream. There is no other routing rule."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"{self.name}_id")

    def fold(self, history: Iterable[E], state: S | None = None) -> S | None:
        for event in history:
            state = self.evolve(state, event)
        return state

    def stream(self, message: C | E) -> UUID:
        """The stream a command or event is about."""
        return cast(UUID, getattr(message, self.key))

    @property
    def events(self) -> tuple[type[E], ...]:
        """Every event it may decide, as its `decide` says."""
        (event,) = get_args(get_type_hints(self.decide)["return"])
        return get_args(event) or (event,)
