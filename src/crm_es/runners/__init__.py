"""What runs beside the commands: policies and projections, found by being in their package, and the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, get_args, get_type_hints


def modules_of(package: ModuleType) -> Iterator[tuple[str, ModuleType]]:
    """Every module by its name, which is also the name of its position in the log."""
    for found in iter_modules(package.__path__):
        yield found.name, import_module(f"{package.__name__}.{found.name}")


def topics(listener: Callable[..., Any]) -> list[str]:
    """The events that a `react` or `keys` listens to: whatever its `event` may be."""
    return list(_heard(listener))


@cache
def _heard(listener: Callable[..., Any]) -> tuple[str, ...]:
    taken = get_type_hints(listener)["event"]
    return tuple(event.__name__ for event in get_args(taken) or (taken,))
