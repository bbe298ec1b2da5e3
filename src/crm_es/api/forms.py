"""The form of a command: what is filled in, of which kind, within which limits; made from its fields."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from crm_es.aggregates import DECIDER_OF
from crm_es.api.commands import body_of
from crm_es.api.form_answers import Choice, FormField, Option
from crm_es.api.named_records import named
from crm_es.messages import Command

Schema = dict[str, Any]
KINDS: Final = {"integer": "integer", "number": "decimal", "boolean": "yes or no"}
FORMATS: Final = {"date": "date", "date-time": "moment", "time": "time"}
LIMITS: Final = {
    "maxLength": "max_length",
    "minLength": "min_length",
    "pattern": "pattern",
    "minimum": "min",
    "maximum": "max",
    "exclusiveMinimum": "more_than",
    "exclusiveMaximum": "less_than",
    "maxItems": "most",
    "minItems": "least",
}
LONG: Final = 500
"""So many letters do not fit into a line."""
WHOLE: Final = {"Money": "money", "StoredFile": "file"}
"""Parts that a page has one control for."""


@cache
def form(command: type[Command]) -> tuple[FormField, ...]:
    """What is filled in to send it."""
    schema = body_of(DECIDER_OF[command], command).model_json_schema()
    return fields(command.__name__, schema, schema.get("$defs", {}))


def fields(command: str, schema: Schema, parts: dict[str, Schema]) -> tuple[FormField, ...]:
    required = schema.get("required", ())
    return tuple(
        FormField(
            name=name,
            required=name in required,
            default=told.get("default"),
            description=told.get("description"),
            **shape(command, name, told, parts),
        )
        for name, told in schema.get("properties", {}).items()
    )


def shape(command: str, name: str, told: Schema, parts: dict[str, Schema]) -> dict[str, Any]:
    """The kind of a field, and what goes with it."""
    if "$ref" in told:
        return part(command, parts[told["$ref"].rpartition("/")[2]], parts)
    if several := told.get("oneOf") or told.get("anyOf"):
        return among(command, name, told, [one for one in several if one.get("type") != "null"], parts) | (
            {"empty": True} if {"type": "null"} in several else {}
        )
    example = {"example": told["examples"][0]} if told.get("examples") else {}
    return example | limits(told) | plain(command, name, told, parts)


def among(command: str, name: str, told: Schema, several: list[Schema], parts: dict[str, Schema]) -> dict[str, Any]:
    """Of several shapes: an amount is a number, however it is written; parts are chosen from."""
    example = {"example": told["examples"][0]} if told.get("examples") else {}
    if not several:
        return {"kind": "nothing"}
    if len(several) == 1:
        return example | shape(command, name, several[0], parts)
    if constants := [value for one in several for value in one.get("enum", [one.get("const")]) if value is not None]:
        rest = [one for one in several if "const" not in one and "enum" not in one]
        return among(command, name, told, rest, parts) | {"choices": shown(constants), "free": True}
    if number := next((one for one in several if one.get("type") == "number"), None):
        return example | limits(number) | {"kind": "decimal"}
    found = [parts[one["$ref"].rpartition("/")[2]] for one in several if "$ref" in one]
    options = [Option(title=one["title"], fields=list(fields(command, one, parts))) for one in found]
    return example | {"kind": "one of", "options": options}


def part(command: str, told: Schema, parts: dict[str, Schema]) -> dict[str, Any]:
    if "properties" not in told:
        return shape(command, "", told, parts)
    title = told["title"]
    if title in WHOLE:
        return {"kind": WHOLE[title]}
    return {"kind": "part", "fields": list(fields(command, told, parts))}


def plain(command: str, name: str, told: Schema, parts: dict[str, Schema]) -> dict[str, Any]:
    if choices := [told["const"]] if "const" in told else told.get("enum"):
        return {"kind": "choice", "choices": shown(choices)}
    match told:
        case {"type": "array"}:
            one = shape(command, name, told.get("items") or told["prefixItems"][0], parts)
            return {**one, "several": True, **limits(told)} | ({"kind": "rows"} if one["kind"] == "part" else {})
        case {"type": "object"}:
            return {"kind": "named values", "values": shape(command, name, told["additionalProperties"], parts)["kind"]}
        case {"format": "uuid"}:
            return named(command, name)._asdict()
        case {"type": "string"}:
            usual = "long text" if told.get("maxLength", 0) >= LONG else "text"
            return {"kind": FORMATS.get(told.get("format", ""), usual)}
        case _:
            return {"kind": KINDS[told["type"]]}


def shown(values: Iterable[Any]) -> list[Choice]:
    """Values as they are chosen from, each with what it is called."""
    called = values if isinstance(values, Mapping) else {}
    return [Choice(value=value, title=str(called.get(value, value))) for value in values]


def limits(told: Schema) -> dict[str, Any]:
    return {ours: told[theirs] for theirs, ours in LIMITS.items() if theirs in told}
