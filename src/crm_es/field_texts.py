"""What the docstrings below the fields of a class say: read from its source only where somebody asks for it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from inspect import cleandoc, getsource
from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema


def explained(kind: type, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
    """A JSON schema in which each field says what this class says of it."""
    described = handler(schema)
    fields = handler.resolve_ref_schema(described).get("properties", {})
    for name, text in field_texts(kind).items():
        if name in fields:
            fields[name].setdefault("description", text)
    return described


@cache
def field_texts(kind: type) -> dict[str, str]:
    """By field; what the parents say of theirs included."""
    told: dict[str, str] = {}
    for one in reversed(kind.__mro__):
        told |= _texts_in(one.__module__).get(one.__name__, {})
    return told


@cache
def _texts_in(module: str) -> dict[str, dict[str, str]]:
    """By class and field. Of other people's modules nothing is told."""
    if not module.startswith("crm_es."):
        return {}
    tree = ast.parse(getsource(sys.modules[module]))
    return {one.name: dict(_texts_of(one)) for one in tree.body if isinstance(one, ast.ClassDef)}


def _texts_of(kind: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, below in zip(kind.body, kind.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            text = below.value
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield field.target.id, cleandoc(text.value)
