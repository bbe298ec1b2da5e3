"""A campaign on one page: its aim, whom it brought, who became regular, and what each has cost (S0-10, S0-11)."""

from __future__ import annotations

import asyncio
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Response

from crm_es.site.anything.records import Version, looked_at
from crm_es.site.visitor import Seen

routes = APIRouter()
REGISTRY: Final = "campaigns"
MOST: Final = 50


@routes.get(f"/{REGISTRY}/{{campaign_id:uuid}}")
async def campaign(visitor: Seen, campaign_id: UUID, version: Version = None) -> Response:
    """The campaign, now or as it was at a version."""
    facts, report, clients = await asyncio.gather(
        looked_at(visitor, REGISTRY, campaign_id, version),
        visitor.get("/reports/campaigns"),
        visitor.get("/clients", campaign_id=campaign_id, sort="-purchases", limit=MOST),
    )
    return visitor.page(
        "reservoir/campaign.html",
        **facts,
        brought=next((one for one in report["rows"] if one["campaign_id"] == str(campaign_id)), None),
        clients=clients["rows"],
    )
