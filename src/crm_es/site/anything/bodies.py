"""What somebody typed into the form of a command, as JSON: numbers with commas, local times, rows of lines.

Names of fields are paths: f.form.amount.currency, f.lines.0.product. What a form has is told by the API.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any, Final
from uuid import uuid4

from starlette.datastructures import FormData

PART: Final = "f"
"""What names of fields begin with."""
SPACES: Final = re.compile(r"[\s\u00a0\u202f]")
WHOLE: Final = re.compile(r"-?\d{1,18}")
Field = Mapping[str, Any]


def body_of(fields: Iterable[Field], form: FormData, zone: tzinfo, under: str = PART) -> dict[str, Any]:
    """The fields that say something; an empty one is left out, so that the command's default holds."""
    told = {one["name"]: value_of(one, form, zone, f"{under}.{one['name']}") for one in fields}
    return {name: value for name, value in told.items() if value is not None}


def value_of(field: Field, form: FormData, zone: tzinfo, name: str) -> Any:
    """One field; None where nothing is said."""
    if shape := SHAPES.get(field["kind"]):
        return shape(field, form, zone, name)
    if field.get("several"):
        return [typed(field["kind"], text, zone) for text in several(form.getlist(name))] or None
    text = form.get(name)
    return typed(field["kind"], text, zone) if isinstance(text, str) and text.strip() else None


def rows(field: Field, form: FormData, zone: tzinfo, name: str) -> Any:
    told = [body_of(field["fields"], form, zone, f"{name}.{n}") for n in indexes(form, name)]
    return [row for row in told if row] or None


def part(field: Field, form: FormData, zone: tzinfo, name: str) -> Any:
    return body_of(field["fields"], form, zone, name) or None


def one_of(field: Field, form: FormData, zone: tzinfo, name: str) -> Any:
    options = {one["title"]: one["fields"] for one in field["options"]}
    chosen = options.get(str(form.get(f"{name}.which")))
    return None if chosen is None else body_of(chosen, form, zone, name)


def named_values(field: Field, form: FormData, zone: tzinfo, name: str) -> Any:
    told = ((form.get(f"{name}.{n}.name"), form.get(f"{name}.{n}.value")) for n in indexes(form, name))
    return {str(key).strip(): typed(field["values"], str(text), zone) for key, text in told if key and text} or None


def money(_: Field, form: FormData, __: tzinfo, name: str) -> Any:
    amount = number(str(form.get(f"{name}.amount") or ""))
    return {"amount": amount, "currency": form.get(f"{name}.currency") or "RUB"} if amount else None


def yes_or_no(_: Field, form: FormData, __: tzinfo, name: str) -> Any:
    return form.get(name) == "true" if f"{name}.there" in form else None


def new_id(field: Field, form: FormData, _: tzinfo, name: str) -> Any:
    return str(form.get(name) or uuid4()) if field["required"] else None


SHAPES: Final[Mapping[str, Callable[[Field, FormData, tzinfo, str], Any]]] = {
    "rows": rows,
    "part": part,
    "one of": one_of,
    "named values": named_values,
    "money": money,
    "yes or no": yes_or_no,
    "new id": new_id,
}


def typed(kind: str, text: str, zone: tzinfo) -> Any:
    """A text as JSON has such a value; what cannot be read goes as it is, and is refused beside its field."""
    match kind:
        case "integer":
            return int(number(text)) if WHOLE.fullmatch(number(text)) else text
        case "decimal":
            return number(text)
        case "moment":
            return moment(text, zone)
        case "long text":
            return text.replace("\r\n", "\n").strip()
        case "file":
            return json.loads(text)
        case _:
            return text.strip()


def number(text: str) -> str:
    """A number as people write it: 1 250,50 is 1250.50."""
    return SPACES.sub("", text).replace(",", ".")


def moment(text: str, zone: tzinfo) -> str:
    """A time of the company's clock."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (at if at.tzinfo else at.replace(tzinfo=zone)).isoformat()


def several(texts: Iterable[Any]) -> list[str]:
    """Chosen values, or lines of a text."""
    return [line.strip() for text in texts for line in str(text).splitlines() if line.strip()]


def indexes(form: FormData, name: str) -> list[int]:
    """Which rows there are, in order."""
    found = (re.match(rf"{re.escape(name)}\.(\d{{1,4}})\.", key) for key in form)
    return sorted({int(one[1]) for one in found if one})


def shown_again(form: FormData) -> dict[str, list[str]]:
    """What was typed, by the field's name, to be shown again."""
    return {name: [text for text in form.getlist(name) if isinstance(text, str)] for name in form}
