"""What one playbook says otherwise than another: a list by the place in the file, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from crm_es.exchange.playbook_yaml import NAMES, plain
from crm_es.messages import Message
from crm_es.playbook import Playbook

How = Literal["added", "removed", "changed"]


class Change(NamedTuple):
    """One place that is not the same."""

    how: How
    path: str
    """Such as `pipelines 'wholesale' > stages 'offer' > norm_days`."""
    before: Any
    """As the file would have it."""
    after: Any


def changes(before: Playbook, after: Playbook) -> list[Change]:
    """What is added, removed and changed on the way from the one to the other."""
    return list(_changes((), before, after))


def _changes(path: tuple[str, ...], before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, Message) and type(before) is type(after):
        for name in type(after).model_fields:
            yield from _changes((*path, name), getattr(before, name), getattr(after, name))
    elif isinstance(before, tuple) and isinstance(after, tuple):
        yield from _in_list(path, before, after)
    else:
        how: How = "added" if before is None else "removed" if after is None else "changed"
        yield _change(how, path, before, after)


def _in_list(path: tuple[str, ...], before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    """Items are the same where they are called the same, wherever in the list they stand."""
    old, new = _called(before), _called(after)
    for name, item in old.items():
        if name not in new:
            yield _change("removed", _at(path, name), item, None)
    for name, item in new.items():
        if name in old:
            yield from _changes(_at(path, name), old[name], item)
        else:
            yield _change("added", _at(path, name), None, item)
    kept = [name for name in old if name in new]
    moved = [name for name in new if name in old]
    if kept != moved:
        yield Change("changed", " > ".join((*path, "order")), kept, moved)


def _called(items: Sequence[Any]) -> dict[str, Any]:
    """Items by what they are called; by their number where two are called the same."""
    names = [_name(item, n) for n, item in enumerate(items, 1)]
    if len(set(names)) < len(names):
        names = [str(n) for n, _ in enumerate(items, 1)]
    return dict(zip(names, items, strict=True))


def _name(item: Any, number: int) -> str:
    if not isinstance(item, Message):
        return repr(item) if isinstance(item, str) else str(plain(item))
    called = (getattr(item, name, None) for name in NAMES)
    return next((repr(name) for name in called if isinstance(name, str)), str(number))


def _at(path: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The place of an item: its list and what it is called."""
    return (*path[:-1], f"{path[-1]} {name}")


def _change(how: How, path: tuple[str, ...], before: Any, after: Any) -> Change:
    return Change(how, " > ".join(path), plain(before), plain(after))
