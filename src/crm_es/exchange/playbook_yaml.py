"""The playbook as YAML: what people write, review and send to each other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from crm_es.exchange.stage_library import take_stages
from crm_es.exchange.yaml_text import read
from crm_es.messages import Message, Refused
from crm_es.playbook import AfterEntry, AfterEvent, BeforeDate, FixedDate, Playbook

RULE = "the playbook file is not right"
SHORT = 60
NAMES = ("name", "what", "product", "kind")
"""What an item of a list is called by, where it has one of these."""
RULES = ", ".join(repr(kind.model_fields["rule"].default) for kind in (AfterEntry, BeforeDate, FixedDate, AfterEvent))
SAID = {
    "model_type": "should have names and values of its own",
    "model_attributes_type": "should have names and values of its own",
    "tuple_type": "should be a list",
    "frozen_set_type": "should be a list",
    "too_short": "should list at least one",
    "string_type": "should be text",
    "bool_type": "should be true or false",
    "bool_parsing": "should be true or false",
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "should be a whole number"),
    **dict.fromkeys(("decimal_type", "decimal_parsing"), "should be a number"),
    **dict.fromkeys(("uuid_type", "uuid_parsing"), "should be an id"),
    **dict.fromkeys(("date_type", "date_from_datetime_parsing"), "should be a day such as 2026-12-25"),
    **dict.fromkeys(("time_type", "time_parsing"), "should be a time such as 08:30"),
}
"""What pydantic says in the words of Python."""
EXACT = Decimal(10) ** 15
"""Below this a number of whole units is written out."""


Path = tuple[int | str, ...]
"""The way to a place in the file, as pydantic tells it."""


class Problem(NamedTuple):
    """One thing that is wrong with a file."""

    path: Path
    where: str
    """The same way in words."""
    sentence: str


class NotRight(Refused):
    """The file is YAML, and no playbook."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple({problem.sentence: problem for problem in problems}.values())
        super().__init__("\n".join(problem.sentence for problem in self.problems), RULE)


def load(text: str) -> Playbook:
    """The playbook of this text. What is wrong is refused, one sentence for each problem."""
    data = read(text, RULE)
    if not isinstance(data, dict):
        raise Refused("A playbook begins with names and values such as `name: Trade`: write them.", RULE)
    take_stages(data, RULE)
    try:
        return Playbook.model_validate(data)
    except ValidationError as invalid:
        raise NotRight(_problem(data, error) for error in invalid.errors()) from None


def dump(playbook: Playbook) -> str:
    """The playbook as text that `load` takes. What is as usual is left out."""
    return yaml.dump(plain(playbook), Dumper=_Writer, allow_unicode=True, sort_keys=False, width=110)


# ── What is wrong, in words ─────────────────────────────────────────────────


def _problem(data: Any, error: ErrorDetails) -> Problem:
    kind, path, found, context = error["type"], error["loc"], error["input"], error.get("ctx", {})
    where = _where(data, path[:-1] if kind == "invalid_key" else path)
    match kind:
        case "value_error":
            told = str(context["error"])
        case "invalid_key":
            told = f"{where or 'The playbook'} has {found} for a name: put it in quotes."
        case "missing":
            told = f"{where} is missing: add it."
        case "extra_forbidden":
            told = f"{where} means nothing here: correct its spelling, or take it out."
        case "union_tag_invalid" | "union_tag_not_found":
            told = f"{where} needs a rule: one of {context.get('expected_tags', RULES)}."
        case "string_type" if isinstance(found, bool | int | float | date):
            told = f"{where} must be text, and YAML reads {found} otherwise: put it in quotes."
        case _:
            said = SAID.get(kind, error["msg"].removeprefix("Input "))
            shown = "" if isinstance(found, dict | list) else f", and is {str(found)[:SHORT]!r}"
            told = f"{where} {said}{shown}: correct it."
    return Problem(path, where, told)


def _where(data: Any, path: Path) -> str:
    """The way to a place, as `pipelines 'wholesale' > stages 'offer' > tasks 2 > deadline`."""
    words: list[str] = []
    for step in path:
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) else None
            words[-1] += f" {_called(data) or step + 1}"
        elif isinstance(data, dict) and data.get("rule") != step:
            data = data.get(step)
            words.append(step)
    return " > ".join(words)


def _called(item: Any) -> str | None:
    names = (item.get(name) for name in NAMES) if isinstance(item, dict) else ()
    return next((repr(name) for name in names if isinstance(name, str)), None)


# ── Writing ─────────────────────────────────────────────────────────────────


class _Writer(yaml.SafeDumper):
    """Writes rare line breaks as escapes: in plain text they would come back as others."""


def _text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=None if text.isprintable() else '"')


def _hour(writer: yaml.SafeDumper, at: time) -> yaml.ScalarNode:
    return _text(writer, at.isoformat("auto" if at.second or at.microsecond else "minutes"))


_Writer.add_representer(str, _text)
_Writer.add_representer(time, _hour)


def plain(value: Any) -> Any:
    """A value of the playbook as the file has it."""
    match value:
        case Message():
            fields = type(value).model_fields.items()
            told = {name: getattr(value, name) for name, field in fields if _is_told(value, name, field.default)}
            return {name: plain(part) for name, part in told.items()}
        case tuple():
            return [plain(item) for item in value]
        case frozenset():
            return sorted(value)
        case Decimal():
            return _number(value)
        case UUID():
            return str(value)
        case _:
            return value


def _is_told(message: Message, name: str, usual: Any) -> bool:
    return name == "rule" or getattr(message, name) != usual


def _number(value: Decimal) -> int | float | str:
    """As people write it; as text where YAML would round it."""
    if abs(value) < EXACT and value == int(value):
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else str(value)
