"""A deal on one page: where it stands, what is to be done, what is agreed, and what happened (S2-14 to S2-18)."""

from __future__ import annotations

import asyncio
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response

from crm_es.site.anything.records import Version, legal, looked_at
from crm_es.site.belongings import belongings
from crm_es.site.past import past_of
from crm_es.site.visitor import Seen

routes = APIRouter()
PAPERS: Final = ("price-approvals", "invoices", "orders", "documents", "projects")
"""Lists with what belongs to a deal."""
TASKS_AT_ONCE: Final = 8
"""Open tasks that are done in place; more are seen in their list."""


@routes.get("/deals/{deal_id:uuid}")
async def deal(visitor: Seen, deal_id: UUID, version: Version = None) -> Response:
    """The deal, now or as it was at a version."""
    facts, way, tasks, stays, what_happened, papers = await asyncio.gather(
        looked_at(visitor, "deals", deal_id, version),
        visitor.get(f"/deals/{deal_id}/way"),
        visitor.get("/tasks", deal_id=deal_id, sort="due", limit=100),
        visitor.get("/deal-stages", deal_id=deal_id, sort="entered_at", limit=100),
        past_of(visitor, "deals", deal_id),
        belongings(visitor, {listed: {"deal_id": deal_id} for listed in PAPERS}),
    )
    open_tasks = [one for one in tasks["rows"] if one["to_do"] or one["to_accept"]]
    doings = await asyncio.gather(*(legal(visitor, "tasks", one["task_id"]) for one in open_tasks[:TASKS_AT_ONCE]))
    return visitor.page(
        "deals/deal.html",
        **facts | {"back": "/deals/board"},
        way=way,
        can={one["command"] for one in facts["actions"]},
        open_tasks=list(zip(open_tasks[:TASKS_AT_ONCE], doings, strict=True)),
        more_tasks=len(open_tasks) - TASKS_AT_ONCE,
        done_tasks=[one for one in tasks["rows"] if one not in open_tasks],
        stays=stays["rows"],
        papers=papers,
        what_happened=what_happened,
    )


@routes.get("/deals/{record_id:uuid}/past")
@routes.get("/clients/{record_id:uuid}/past")
async def more_past(
    visitor: Seen, record_id: UUID, before: Annotated[int | None, Query(ge=0, le=2**63 - 1)] = None
) -> Response:
    """What happened before."""
    registry = visitor.request.url.path.split("/")[1]
    return visitor.page("anything/past_page.html", what_happened=await past_of(visitor, registry, record_id, before))
