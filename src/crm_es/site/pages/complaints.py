"""A complaint on one page: who seeks the answer until when, its way, and what the client is told (S0-15..S0-19)."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Response

from crm_es.site.anything.records import Version, looked_at
from crm_es.site.visitor import Seen

routes = APIRouter()
REGISTRY: Final = "complaints"
WAYS: Final = {"ComplaintFiled", "ComplaintPassedOn", "ComplaintHandedOver", "ComplaintReopened"}
"""Events by which it comes to somebody."""


@routes.get(f"/{REGISTRY}/{{complaint_id:uuid}}")
async def complaint(visitor: Seen, complaint_id: UUID, version: Version = None) -> Response:
    """The complaint, now or as it was at a version."""
    facts = await looked_at(visitor, REGISTRY, complaint_id, version)
    return visitor.page(
        "complaints/complaint.html",
        **facts,
        way=[one for one in reversed(facts["past"]) if one["event"] in WAYS],
        tasks=await corrective(visitor, facts["row"]),
    )


async def corrective(visitor: Seen, row: dict[str, Any]) -> list[dict[str, Any]]:
    """The changes that were planned, as far as one may see the tasks."""
    if not row["actions"]:
        return []
    found = await visitor.get("/tasks", about="complaint", subject_id=row["complaint_id"], limit=50)
    tasks: list[dict[str, Any]] = found["rows"]
    return tasks
