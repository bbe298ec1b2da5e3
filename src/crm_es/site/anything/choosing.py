"""What a form chooses records from: the first rows of each list, and those that the form names already."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from starlette.datastructures import FormData

from crm_es.site.anything.lists import BY_NAME
from crm_es.site.anything.records import title
from crm_es.site.form_parts import many
from crm_es.site.inner import Problem
from crm_es.site.visitor import Visitor

FEW: Final = 200
"""Rows of a list that a form has at once; of a longer one the rest is found by typing."""
Choice = tuple[str, str]


async def lists_of(visitor: Visitor, fields: list[dict[str, Any]], form: FormData) -> dict[str, list[Choice]]:
    """By list, what can be chosen: ids, and what people call them."""
    wanted = sorted(wanted_lists(fields))
    found = dict(zip(wanted, await asyncio.gather(*(choices(visitor, one) for one in wanted)), strict=True))
    for registry, ids in sorted(named_ids(fields, form).items()):
        found[registry] += await names(visitor, registry, ids - {one for one, _ in found[registry]})
    return found


def wanted_lists(fields: list[dict[str, Any]]) -> set[str]:
    """The lists that a form chooses from."""
    own = {one["registry"] for one in fields if one.get("registry")}
    parts = [one.get("fields") or [] for one in fields]
    parts += [option["fields"] for one in fields for option in one.get("options") or ()]
    return own.union(*map(wanted_lists, parts))


def named_ids(fields: list[dict[str, Any]], form: FormData) -> dict[str, set[str]]:
    """By list, the records that the form names already."""
    found: dict[str, set[str]] = {}
    for one in fields:
        if one.get("registry"):
            held = [text for text in form.getlist(f"f.{one['name']}") if isinstance(text, str) and text]
            found.setdefault(one["registry"], set()).update(held or many(one))
    return found


async def choices(visitor: Visitor, registry: str) -> list[Choice]:
    rows = (await visitor.get(f"/{registry}", limit=FEW))["rows"]
    return [called(registry, row) for row in rows]


async def names(visitor: Visitor, registry: str, ids: set[str]) -> list[Choice]:
    """What these records are called; whatever cannot be seen is left out."""
    found = []
    for one in sorted(ids):
        try:
            found.append(called(registry, await visitor.get(f"/{registry}/{UUID(one)}")))
        except (Problem, ValueError):
            continue
    return found


def called(registry: str, row: Mapping[str, Any]) -> Choice:
    record_id = str(row[BY_NAME[registry].id_column])
    return record_id, title(dict(row)) or record_id
