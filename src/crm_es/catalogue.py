"""Writes docs/catalogue.md: everything that may be asked for, happens, reacts and answers, from the code itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import cleandoc
from pathlib import Path
from types import ModuleType
from typing import Any, Final, get_args, get_type_hints

from crm_es import effects, policies, projections
from crm_es.aggregates import DECIDERS, module_of
from crm_es.decider import Decider
from crm_es.messages import Command, Event
from crm_es.registries import REGISTRIES, Registry
from crm_es.runners import modules_of, topics

FILE: Final = Path(__file__).parents[2] / "docs" / "catalogue.md"
POLICIES: Final = dict(modules_of(policies))
EFFECTS: Final = dict(modules_of(effects))
PROJECTIONS: Final = dict(modules_of(projections))


def catalogue() -> str:
    """The whole file."""
    return "\n".join(lines()) + "\n"


def lines() -> Iterator[str]:
    yield "# Catalogue"
    yield ""
    yield "Written by `python -m crm_es.catalogue` from docstrings and types; a test keeps it current."
    for decider in DECIDERS:
        yield from aggregate(decider)
    yield from part("Policies", (policy(name, module) for name, module in POLICIES.items()))
    yield from part("Effects", (effect(name, module) for name, module in EFFECTS.items()))
    yield from part("Projections", (projection(name, module) for name, module in PROJECTIONS.items()))
    yield from part("Lists", map(shown, REGISTRIES))


def aggregate(decider: Decider[Any, Any, Any]) -> Iterator[str]:
    yield from ("", f"## {decider.name.replace('_', ' ').capitalize()}", "", explained(module_of(decider)))
    yield from ("", "| command | what for | who may send it |", "|---|---|---|")
    for command in decider.commands:
        yield f"| `{command.__name__}`({fields(command)}) | {explained(command)} | {', '.join(sorted(command.ROLES))} |"
    yield from ("", "| event | what happened | who reacts | who reads |", "|---|---|---|---|")
    for event in decider.events:
        reacts = listeners(POLICIES | EFFECTS, "react", event)
        reads = listeners(PROJECTIONS, "keys", event)
        yield f"| `{event.__name__}`({fields(event)}) | {explained(event)} | {reacts} | {reads} |"


def part(title: str, entries: Iterator[str]) -> Iterator[str]:
    yield from ("", f"## {title}", "", *entries)


def policy(name: str, module: ModuleType) -> str:
    (asked,) = get_args(get_type_hints(module.react)["return"])
    commands = ", ".join(f"`{command.__name__}`" for command in get_args(asked) or (asked,))
    return f"- `{name}`: {explained(module)} Hears {heard(module.react)}. Asks {commands}."


def effect(name: str, module: ModuleType) -> str:
    return f"- `{name}`: {explained(module)} Hears {heard(module.react)}."


def projection(name: str, module: ModuleType) -> str:
    return f"- `{name}`: {explained(module)} Reads {heard(module.keys)}."


def shown(registry: Registry) -> str:
    return f"- `{registry.name}`: {registry.title}. Columns: {', '.join(registry.columns)}."


def explained(thing: ModuleType | type) -> str:
    """Its docstring on one line, fit for a table."""
    return " ".join(cleandoc(thing.__doc__ or "").split()).replace("|", "\\|")


def fields(message: type[Command | Event]) -> str:
    return ", ".join(name if field.is_required() else f"{name}?" for name, field in message.model_fields.items())


def listeners(modules: dict[str, ModuleType], function: str, event: type[Event]) -> str:
    return ", ".join(name for name, module in modules.items() if event.__name__ in topics(getattr(module, function)))


def heard(listener: Callable[..., Any]) -> str:
    return ", ".join(f"`{topic}`" for topic in topics(listener))


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(catalogue(), encoding="utf-8")
