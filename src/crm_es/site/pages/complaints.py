"""A complaint on one page: who seeks the answer until when, its way, and what the client is told (S0-15..S0-19)."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response

from crm_es.site.anything import values
from crm_es.site.anything.lists import of
from crm_es.site.anything.records import as_it_was, history, legal
from crm_es.site.visitor import Seen

routes = APIRouter()
REGISTRY: Final = "complaints"
WAYS: Final = {"ComplaintFiled", "ComplaintPassedOn", "ComplaintHandedOver", "ComplaintReopened"}
"""Events by which it comes to somebody."""


@routes.get(f"/{REGISTRY}/{{complaint_id:uuid}}")
async def complaint(
    visitor: Seen, complaint_id: UUID, version: Annotated[int | None, Query(ge=1, le=2**31)] = None
) -> Response:
    """The complaint, now or as it was at a version."""
    row, past, actions = await asyncio.gather(
        visitor.get(f"/{REGISTRY}/{complaint_id}"),
        history(visitor, REGISTRY, complaint_id),
        legal(visitor, REGISTRY, complaint_id),
    )
    newest = past[-1]["version"] if past else None
    return visitor.page(
        "complaints/complaint.html",
        shown=of(REGISTRY),
        row=row,
        record_id=str(complaint_id),
        title_of=row["text"],
        actions=actions,
        way=[one for one in past if one["event"] in WAYS],
        tasks=await corrective(visitor, row),
        past=list(reversed(past)),
        newest=newest,
        then=await as_it_was(visitor, REGISTRY, complaint_id, version) if version and version != newest else None,
        values=values,
        back=f"/{REGISTRY}",
    )


async def corrective(visitor: Seen, row: dict[str, Any]) -> list[dict[str, Any]]:
    """The changes that were planned, as far as one may see the tasks."""
    if not row["actions"]:
        return []
    found = await visitor.get("/tasks", about="complaint", subject_id=row["complaint_id"], limit=50)
    tasks: list[dict[str, Any]] = found["rows"]
    return tasks
