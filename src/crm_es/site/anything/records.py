"""Every record as a page: what it is, what may be done with it, all that happened to it, and how it was before."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response

from crm_es.site.anything import values
from crm_es.site.anything.lists import address, of
from crm_es.site.inner import Problem
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
Version = Annotated[int | None, Query(ge=1, le=2**31)]
TITLES: Final = (
    *("title", "name", "what", "subject", "what_for", "number", "reference", "product", "registry", "label"),
    *("text", "note"),
)
"""Columns that say shortly what a record is, the best first."""
NOT_FOUND: Final = 404


@routes.get("/{registry}/{record_id}")
async def record(visitor: Seen, registry: str, record_id: UUID | str, version: Version = None) -> Response:
    """One record, now or as it was at a version."""
    return visitor.page("anything/record.html", **await looked_at(visitor, registry, record_id, version))


async def looked_at(
    visitor: Visitor, registry: str, record_id: UUID | str, version: int | None = None
) -> dict[str, Any]:
    """What every page of a record shows: its row, what may be done, what happened, newest first, and how it was.

    Raises Problem where there is no such record for this person.
    """
    shown = of(registry)
    row, past, actions = await asyncio.gather(
        visitor.get(f"/{registry}/{record_id}"),
        history(visitor, registry, record_id),
        legal(visitor, registry, record_id),
    )
    newest = past[-1]["version"] if past else None
    return {
        "shown": shown,
        "row": row,
        "record_id": str(record_id),
        "title_of": title(row),
        "actions": actions,
        "past": past[::-1],
        "newest": newest,
        "then": await as_it_was(visitor, registry, record_id, version) if version and version != newest else None,
        "values": values,
        "back": address(registry, {}),
    }


@routes.get("/{registry}/{record_id}/then")
async def then(
    visitor: Seen, registry: str, record_id: UUID, version: Version = None, on: date | None = None
) -> Response:
    """The record as it was at a version, or on the evening of a day, and what that version changed."""
    past = [] if version else await history(visitor, registry, record_id)
    wanted = version or version_on(visitor, past, on)
    if wanted is None:
        return visitor.page("note.html", sentence=visitor.speech.text("On that day it was not there yet."))
    return visitor.page("anything/then.html", then=await as_it_was(visitor, registry, record_id, wanted), values=values)


def version_on(visitor: Visitor, past: list[dict[str, Any]], on: date | None) -> int | None:
    """The last version of a day, where the company is; of all, where no day is named."""
    until = [
        one["version"]
        for one in past
        if on is None or datetime.fromisoformat(one["occurred_at"]).astimezone(visitor.zone).date() <= on
    ]
    return max(until, default=None)


async def as_it_was(visitor: Visitor, registry: str, record_id: UUID | str, version: int) -> dict[str, Any]:
    was, changed, past = await asyncio.gather(
        visitor.get(f"/{registry}/{record_id}", version=version),
        visitor.get(f"/{registry}/{record_id}/differences", from_=version - 1, to=version),
        visitor.get(f"/{registry}/{record_id}/history", version=version),
    )
    return {"version": version, "facts": was, "changed": changed, "event": past[-1], "shown": of(registry)}


async def history(visitor: Visitor, registry: str, record_id: UUID | str) -> list[dict[str, Any]]:
    """All that happened to it, the oldest first; nothing where that is not for this person."""
    try:
        found: list[dict[str, Any]] = await visitor.get(f"/{registry}/{record_id}/history")
    except Problem as problem:
        if problem.status == NOT_FOUND:
            return []
        raise
    return found


async def legal(visitor: Visitor, registry: str, record_id: UUID | str) -> list[dict[str, Any]]:
    """What this person may do with it now, the next step first."""
    try:
        found: list[dict[str, Any]] = await visitor.get(f"/{registry}/{record_id}/actions")
    except Problem as problem:
        if problem.status == NOT_FOUND:
            return []
        raise
    return found


async def nothing() -> list[dict[str, Any]]:
    return []


def title(row: dict[str, Any]) -> str:
    """What a record is called."""
    return str(next((row[name] for name in TITLES if row.get(name)), ""))
