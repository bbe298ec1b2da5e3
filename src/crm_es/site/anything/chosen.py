"""Chosen rows of a list: only what all of them allow, done for each, with a result of its own (X-03)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Form, Response

from crm_es.site.inner import Problem
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
MOST: Final = 500
"""Rows that one action is for."""
AT_ONCE: Final = 20
"""Rows that are asked for side by side: the log writes them together."""
NOT_FOUND: Final = 404
Ids = Annotated[list[UUID], Form(max_length=10 * MOST)]
Result = tuple[str, str | None]
"""A row, and why not."""


@routes.post("/{registry}/-/chosen")
async def chosen(visitor: Seen, registry: str, ids: Ids) -> Response:
    """The buttons for what was chosen."""
    return visitor.page("anything/chosen.html", shown_name=registry, **await offers(visitor, registry, ids))


async def offers(visitor: Visitor, registry: str, ids: list[UUID]) -> dict[str, Any]:
    """What all of the rows allow; nothing where the list offers nothing, or where they are too many."""
    if len(ids) > MOST:
        return {"actions": [], "too_many": True, "most": MOST}
    return {"actions": await common(visitor, registry, ids), "too_many": False, "most": MOST}


async def common(visitor: Visitor, registry: str, ids: Iterable[UUID | str]) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = await visitor.inner.post(f"/{registry}/actions", {"ids": [*map(str, ids)]})
    except Problem as problem:
        if problem.status == NOT_FOUND:
            return []
        raise
    return found


async def places(visitor: Visitor, registry: str, command: str, ids: list[str]) -> dict[str, Mapping[str, Any]]:
    """By row, where the command is sent for it, and what it says already; only where all of the rows allow it."""
    found = await common(visitor, registry, ids)
    return {each["id"]: each for action in found if action["command"] == command for each in action["each"]}


async def done_for(
    visitor: Visitor,
    place: str,
    ids: list[str],
    body: Mapping[str, Any],
    *,
    told: Mapping[str, Mapping[str, Any]],
    key: str,
) -> list[Result]:
    """The same for each row; what one is refused harms no other. Sent again with its key, nothing happens twice.

    The first is sent alone: where the form itself is wrong, it is told once, as a Problem.
    """
    gate = asyncio.Semaphore(AT_ONCE)

    async def send(row_id: str) -> Result:
        known = told.get(row_id, {})
        address = known.get("address") or place.replace("{id}", row_id)
        try:
            async with gate:
                await visitor.inner.post(address, {**known.get("values", {}), **body}, key=key_of(key, row_id))
        except Problem as problem:
            if problem.errors and row_id == ids[0]:
                raise
            return row_id, visitor.speech.refusal(problem.detail)
        return row_id, None

    first = await send(ids[0])
    others = await asyncio.gather(*map(send, ids[1:]))
    await visitor.settled()
    return [first, *others]


def key_of(key: str, row_id: str) -> UUID:
    """Of one row: the same whenever the same form is sent."""
    return UUID(bytes=sha256(f"{key} {row_id}".encode()).digest()[:16], version=4)
