"""An example of each command's body, made from what its fields say of themselves."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from pydantic import BaseModel

FORMATS: Final = {
    "uuid": "5f0c3a52-7f4e-4e0c-9a3e-2b1d6c8f9a10",
    "date": "2026-03-31",
    "date-time": "2026-03-31T09:00:00Z",
}
WORDS: Final = {
    "role": "manager",
    "pipeline": "wholesale",
    "stage": "offer",
    "product": "flour",
    "reason": "They asked for it.",
    "what": "Call the client",
    "what_for": "Rent",
    "title": "Flour for March",
}
KINDS: Final[dict[str, Any]] = {"integer": 1, "number": 1, "boolean": True, "null": None}


@cache
def sample(model: type[BaseModel]) -> dict[str, Any]:
    """A body that the model takes.

    Raises ValidationError where the fields do not say enough of themselves: give the field an example.
    """
    made = guess(model)
    model.model_validate(made)
    return dict(made)


@cache
def guess(model: type[BaseModel], *, optional: bool = False) -> dict[str, Any]:
    """What could stand in each field that is required; and in those that are `optional`, where that is wanted."""
    schema = model.model_json_schema()
    told = schema if not optional else {**schema, "required": list(schema.get("properties", {}))}
    return dict(value("", told, schema.get("$defs", {})))


def value(name: str, schema: dict[str, Any], parts: dict[str, Any]) -> Any:  # noqa: PLR0911 - a table read from top to bottom
    """What could stand in a field."""
    if "$ref" in schema:
        return value(name, parts[schema["$ref"].rpartition("/")[2]], parts)
    if "examples" in schema:
        return schema["examples"][0]
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return value(name, schema[several][0], parts)
    match schema:
        case {"const": only}:
            return only
        case {"enum": [first, *_]}:
            return first
        case {"type": "object"}:
            required = schema.get("required", ())
            parts_of_it = schema.get("properties", {}).items()
            told = {n: part for n, part in parts_of_it if n in required or "const" in part}  # a constant tells the kind
            return {n: value(n, part, parts) for n, part in told.items()}
        case {"type": "array"}:
            return [value(name.removesuffix("s"), schema["items"], parts)]
        case {"type": "string"}:
            return FORMATS.get(schema.get("format", ""), WORDS.get(name, name.replace("_", " ").capitalize()))
        case _:
            return KINDS.get(schema.get("type", ""))
