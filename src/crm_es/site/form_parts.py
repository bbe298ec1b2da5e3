"""What templates of forms ask: which error belongs to a field, which rows there are, what a field holds already."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Any, Final

Held = Mapping[str, list[str]]
Field = Mapping[str, Any]


def error_of(errors: Mapping[str, str], path: str) -> str | None:
    """What is wrong with the field of this name, or with a part of it that has no place of its own."""
    wanted = path.removeprefix("f.")
    parts = (said for name, said in errors.items() if name.startswith((f"{wanted}.amount", f"{wanted}.currency")))
    return errors.get(wanted) or next(parts, None)


def row_numbers(held: Held, path: str) -> list[int]:
    """Which rows of lines were typed, in order."""
    found = (re.match(rf"{re.escape(path)}\.(\d{{1,4}})\.", name) for name in held)
    return sorted({int(one[1]) for one in found if one})


def value_rows(field: Field) -> list[int]:
    """Which rows are known already."""
    return list(range(len(field.get("value") or field.get("default") or ())))


def with_values(field: Field, path: str, n: int, held: Held) -> Held:
    """What was typed in a row, or where nothing was, what is known of it already."""
    known: Any = field.get("value") or field.get("default") or ()
    if row_numbers(held, path) or n >= len(known):
        return held
    if isinstance(known, Mapping):
        told: Any = dict(zip(("name", "value"), list(known.items())[n], strict=True))
    else:
        told = known[n]
    return {f"{path}.{n}.{name}": texts for name, value in told.items() for name, texts in flat(name, value)}


def flat(name: str, value: Any) -> list[tuple[str, list[str]]]:
    """A known value, as a form would say it."""
    if isinstance(value, Mapping):
        return [inner for part, one in value.items() for inner in flat(f"{name}.{part}", one)]
    if isinstance(value, list | tuple):
        return [(name, [simple(one) for one in value])]
    return [(name, [simple(value)])]


def with_value(inner: Field, field: Field) -> Field:
    """A field of a part, with what the part's value says of it."""
    known = field.get("value")
    return {**inner, "value": known[inner["name"]]} if isinstance(known, Mapping) and inner["name"] in known else inner


def simple(value: Any) -> str:
    """A value as a field of a form holds it."""
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value) if isinstance(value, str | int | float) else ""


def many(field: Field) -> list[str]:
    """The values that a field has already."""
    known = field.get("value")
    known = field.get("default") if known is None else known
    return [simple(one) for one in known] if isinstance(known, list | tuple) else [simple(known)] if known else []


def local(field: Field, text: str, zone: tzinfo) -> str:
    """A time by the company's clock, as the browser's own field takes it."""
    if field["kind"] != "moment" or not text:
        return text
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{at.astimezone(zone) if at.tzinfo else at:%Y-%m-%dT%H:%M}"


def file_name(told: str) -> str:
    """Of a file that was kept already, as a form holds it."""
    return str(json.loads(told)["name"])


OF_FORMS: Final[Mapping[str, Callable[..., Any]]] = {
    one.__name__: one
    for one in (error_of, row_numbers, value_rows, with_values, with_value, simple, many, local, file_name)
}
