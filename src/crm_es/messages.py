"""The vocabulary every module shares: commands, events, refusals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from crm_es.field_texts import explained


class Message(BaseModel):
    """A frozen, closed value: what travels between the parts of the system."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return explained(cls, schema, handler)


class Command(Message):
    """A wish, named in the imperative. It may be refused."""

    ROLES: ClassVar[frozenset[str]] = frozenset()
    """Who may send it at all. The application, the API and the catalogue read it here."""
    OPENS: ClassVar[bool] = False
    """It starts a new stream: its id is made where the caller gives none."""

    IN_PERSON: ClassVar[bool] = False
    """It is somebody's own decision: nobody enters it in their name, but an import that tells what was decided."""
    REFERS: ClassVar[tuple[str, ...]] = ()
    """Fields with ids of other streams. What they name has to be there."""

    def __init_subclass__(
        cls, roles: Iterable[str] = (), *, opens: bool = False, in_person: bool = False, refers: Iterable[str] = ()
    ) -> None:
        cls.ROLES, cls.OPENS, cls.IN_PERSON, cls.REFERS = frozenset(roles), opens, in_person, tuple(refers)

    @property
    def references(self) -> dict[str, UUID]:
        """The ids of other streams that it names, by field."""
        return {name: value for name in self.REFERS if (value := getattr(self, name)) is not None}


class Event(Message):
    """A fact, named in the past tense. It is never changed and never refused."""

    NAMED: ClassVar[dict[str, type[Event]]] = {}
    """Every event by its stored name. The name survives moving the class."""

    def __init_subclass__(cls) -> None:
        if cls.NAMED.setdefault(cls.__name__, cls) is not cls:
            raise TypeError(f"Two events are called {cls.__name__}.")


class Remedy(Message):
    """Something that one may do about a refusal: a command, filled in as far as it is known."""

    command: str
    """Its name."""
    sentence: str
    """What it does, for the person."""
    fields: Mapping[str, Any] = {}
    """What it would say, as JSON has it."""


class Refused(Exception):
    """A business rule said no. The message is meant for the person who asked.

    `rule` names the rule shortly and without particulars, so that refusals can be counted by it.
    `remedies` are what the person may do about it.
    """

    def __init__(self, sentence: str, rule: str = "", remedies: Iterable[Remedy] = ()) -> None:
        super().__init__(sentence)
        self.rule = rule or sentence
        self.remedies = tuple(remedies)


class Stale(Refused):
    """Somebody else changed the record since the asker saw it."""

    RULE: ClassVar[str] = "the record was seen as it is"

    def __init__(self, sentence: str, rule: str = RULE) -> None:
        super().__init__(sentence, rule)


class Corrupt(Exception):
    """History holds an event that cannot follow what came before it. A bug."""

    def __init__(self, state: object, event: object) -> None:
        super().__init__(f"{event!r} cannot follow {state!r}.")


def quoted(names: Iterable[str]) -> str:
    """Names as a sentence tells them."""
    return ", ".join(map(repr, names))
