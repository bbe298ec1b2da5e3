"""The phrases of the code that pages show: names of lists, columns, fields, commands and events, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from crm_es import api, effects, policies, projections
from crm_es.aggregates import DECIDERS
from crm_es.api.commands import MACHINES
from crm_es.api.form_answers import FormField
from crm_es.api.forms import form
from crm_es.audit.sentences import WORDS
from crm_es.messages import Command, Event
from crm_es.registries import REGISTRIES
from crm_es.runners import modules_of
from crm_es.site.sentences_in_code import plain
from crm_es.site.speech import humanised


class Phrase(NamedTuple):
    """One phrase, in the words of the code; with a second form where it counts."""

    msgid: str
    where: str
    plural: str | None = None


def columns() -> Iterator[Phrase]:
    """Lists with their columns, and the things that people deal with."""
    for shown in REGISTRIES:
        yield Phrase(shown.title, shown.name)
        yield from (Phrase(humanised(name), shown.name) for name in shown.columns)
    for decider in DECIDERS:
        yield Phrase(humanised(decider.name), decider.name)
        yield Phrase(humanised(decider.plural), decider.name)


def answers() -> Iterator[Phrase]:
    """What reports call their figures."""
    for module in iter_modules(api.__path__):
        if module.name.endswith("_answers"):
            for answer in vars(import_module(f"{api.__name__}.{module.name}")).values():
                if isinstance(answer, type) and issubclass(answer, BaseModel):
                    yield from fields(answer, set())


def spoken_commands() -> list[type[Command]]:
    """Those that people may send."""
    return [command for decider in DECIDERS for command in decider.commands if command.ROLES - MACHINES]


def models() -> list[type[Command | Event]]:
    return [*spoken_commands(), *(event for decider in DECIDERS for event in decider.events)]


def commands() -> Iterator[Phrase]:
    for command in spoken_commands():
        yield from explained(command)
        yield from fields(command, set())
        yield from hints(form(command), command.__name__)


def hints(shown: Iterable[FormField], where: str) -> Iterator[Phrase]:
    """What is said beside the fields of a form, and what its parts are called."""
    for field in shown:
        if field.description:
            yield Phrase(field.description, f"{where}.{field.name}")
        yield from hints(field.fields or (), where)
        for option in field.options or ():
            yield Phrase(humanised(option.title), where)
            yield from hints(option.fields, where)


def events() -> Iterator[Phrase]:
    for decider in DECIDERS:
        for event in decider.events:
            yield from explained(event)
            yield from fields(event, set())
    yield from (Phrase(plain(said), topic) for topic, said in WORDS.items())
    yield Phrase("It is on {now} now, after {before}.", "WorkCorrected")


def explained(message: type[Command | Event]) -> Iterator[Phrase]:
    yield Phrase(humanised(message.__name__), message.__name__)
    yield Phrase(str(message.__doc__).splitlines()[0], message.__name__)


def fields(model: type[BaseModel], seen: set[type]) -> Iterator[Phrase]:
    """The names of a message's fields, and of those within them."""
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        yield Phrase(humanised(name), f"{model.__name__}.{name}")
        for kind in kinds(field.annotation):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from fields(kind, seen)


def kinds(annotation: Any) -> Iterator[Any]:
    """What an annotation is made of."""
    parts = () if get_origin(annotation) is Literal else get_args(annotation)
    if parts:
        for part in parts:
            yield from kinds(part)
    else:
        yield annotation


def readers() -> Iterator[Phrase]:
    """What policies, projections and effects say of themselves."""
    for package in (policies, projections, effects):
        for name, module in modules_of(package):
            yield Phrase(str(module.__doc__).splitlines()[0], name)
            yield Phrase(humanised(name), name)
