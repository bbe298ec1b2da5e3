"""A campaign on one page: its aim, whom it brought, who became regular, and what each has cost (S0-10, S0-11)."""

from __future__ import annotations

import asyncio
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response

from crm_es.site.anything import values
from crm_es.site.anything.lists import of
from crm_es.site.anything.records import as_it_was, history, legal
from crm_es.site.visitor import Seen

routes = APIRouter()
REGISTRY: Final = "campaigns"
MOST: Final = 50


@routes.get(f"/{REGISTRY}/{{campaign_id:uuid}}")
async def campaign(
    visitor: Seen, campaign_id: UUID, version: Annotated[int | None, Query(ge=1, le=2**31)] = None
) -> Response:
    """The campaign, now or as it was at a version."""
    row, past, actions, report, clients = await asyncio.gather(
        visitor.get(f"/{REGISTRY}/{campaign_id}"),
        history(visitor, REGISTRY, campaign_id),
        legal(visitor, REGISTRY, campaign_id),
        visitor.get("/reports/campaigns"),
        visitor.get("/clients", campaign_id=campaign_id, sort="-purchases", limit=MOST),
    )
    newest = past[-1]["version"] if past else None
    return visitor.page(
        "reservoir/campaign.html",
        shown=of(REGISTRY),
        row=row,
        record_id=str(campaign_id),
        title_of=row["name"],
        brought=next((one for one in report["rows"] if one["campaign_id"] == str(campaign_id)), None),
        clients=clients["rows"],
        actions=actions,
        past=list(reversed(past)),
        newest=newest,
        then=await as_it_was(visitor, REGISTRY, campaign_id, version) if version and version != newest else None,
        values=values,
        back=f"/{REGISTRY}",
    )
