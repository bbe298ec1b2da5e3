"""The words of the code for what may be chosen, for states, and for roles."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any, Final, Literal, get_args, get_origin

import yaml
from pydantic import BaseModel

from crm_es.site.code_phrases import Phrase, kinds, models, spoken_commands
from crm_es.site.sentences_in_code import SOURCE
from crm_es.site.speech import humanised
from crm_es.trial.rollout import State

KINDS: Final = ("status", "outcome", "state", "kind", "direction", "left_by", "source", "type", "ended", "late")
"""Columns whose values are words of the code."""


ROLES: Final = ("analyst", "auditor", "compliance")
"""What people may be besides, whom no command and no playbook names."""
STATES: Final = ("made", "ERP", *get_args(State))
"""Words of rows that are said without the name of their column."""
WORD: Final = re.compile(r"[a-z]+(?: [a-z]+){0,3}")


def values() -> Iterator[Phrase]:
    """Words that the code has for what may be chosen, for states, and for roles."""
    for model in models():
        yield from values_in(model, set())
    held = {role for command in spoken_commands() for role in command.ROLES} | set(ROLES) | set(playbook_roles())
    yield from (Phrase(humanised(role), "roles") for role in sorted(held))
    yield from (Phrase(humanised(state), "projections") for state in STATES)
    for path in sorted((SOURCE / "projections").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            yield from (Phrase(humanised(word), f"projections/{path.name}") for word in states_in(node))


def states_in(node: ast.AST) -> Iterator[str]:
    """The words that a column of a kind or state is given."""
    match node:
        case ast.keyword(arg=str(name), value=value) if name in KINDS:
            yield from words_in(value)
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in KINDS:
            yield from words_in(value)
        case ast.Return(value=ast.IfExp() as value):
            yield from words_in(value)
        case _:
            return


def words_in(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(word)) if WORD.fullmatch(word):
            yield word
        case ast.IfExp(body=body, orelse=orelse):
            yield from words_in(body)
            yield from words_in(orelse)
        case _:
            return


def playbook_roles() -> Iterator[str]:
    """The roles that the playbooks name which come with the product."""
    for playbook in sorted((SOURCE / "playbooks").glob("*.yaml")):
        yield from roles_in(yaml.safe_load(playbook.read_text(encoding="utf-8")))


def roles_in(part: Any, name: str = "") -> Iterator[str]:
    match part:
        case dict():
            for key, inner in part.items():
                yield from roles_in(inner, str(key))
        case list():
            for inner in part:
                yield from roles_in(inner, name)
        case str() if name == "responsible" or name.endswith(("role", "roles")):
            yield part
        case _:
            return


def values_in(model: type[BaseModel], seen: set[type]) -> Iterator[Phrase]:
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        for kind in kinds(field.annotation):
            where = f"{model.__name__}.{name}"
            if get_origin(kind) is Literal:
                yield from (Phrase(humanised(word), where) for word in get_args(kind) if isinstance(word, str))
            elif isinstance(kind, type) and issubclass(kind, Enum):
                yield from (Phrase(humanised(str(one.value)), where) for one in kind)
            elif isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from values_in(kind, seen)
