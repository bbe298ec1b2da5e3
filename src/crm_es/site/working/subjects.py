"""What one works on: a ticket, a stage, a task, a deal, a client, or only a kind of work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from starlette.exceptions import HTTPException

from crm_es.site.visitor import Visitor

LISTS: Final = {
    "ticket": "tickets",
    "stage": "project-stages",
    "project": "projects",
    "task": "tasks",
    "deal": "deals",
    "client": "clients",
}
"""Where each is looked at; a stage before its project."""
KIND: Final = "kind"


def key_of(row: Mapping[str, Any]) -> str:
    """What a row of work is on and of which kind, as one word: ticket:871a40e1-…:service."""
    what = what_of(row)
    return f"{what}:{row.get(f'{what}_id') or ''}:{row['kind']}"


def place_of(row: Mapping[str, Any]) -> str:
    """What it is on, whatever the kind of work: ticket:871a40e1-…, or kind:administration."""
    what = what_of(row)
    return f"{what}:{row['kind'] if what == KIND else row[f'{what}_id']}"


def what_of(row: Mapping[str, Any]) -> str:
    return next((what for what in LISTS if row.get(f"{what}_id")), KIND)


def address_of(row: Mapping[str, Any]) -> str | None:
    """Where it is looked at."""
    what = what_of(row)
    return f"/{LISTS[what]}/{row[f'{what}_id']}" if what in LISTS else None


async def body_of(visitor: Visitor, key: str) -> dict[str, Any]:
    """What a command about work says of this: the ids, and the kind where it is named."""
    what, _, rest = key.partition(":")
    text, _, kind = rest.partition(":")
    if what == KIND:
        return {"kind": kind or text}
    told = {"kind": kind} if kind else {}
    if what not in LISTS:
        raise HTTPException(404)
    try:
        found = UUID(text)
    except ValueError:
        raise HTTPException(404) from None
    if what == "stage":
        told["project_id"] = (await visitor.get(f"/project-stages/{found}"))["project_id"]
    return {f"{what}_id": str(found), **told}
