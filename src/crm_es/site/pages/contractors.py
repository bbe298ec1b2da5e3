"""A contractor's folder: bank details in force and before, what is open, requests and files (S1-38)."""

from __future__ import annotations

import asyncio
from itertools import groupby, pairwise
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Response

from crm_es.site.anything.records import Version, looked_at
from crm_es.site.visitor import Seen
from crm_es.stored_file import PICTURES

routes = APIRouter()
REGISTRY: Final = "contractors"
OPEN: Final = ("draft", "submitted", "rework", "approved")
SHOWN: Final = 100


@routes.get("/contractors/{contractor_id:uuid}")
async def contractor(visitor: Seen, contractor_id: UUID, version: Version = None) -> Response:
    """All about whom we pay, as far as it is for this person."""
    facts, requests, files = await asyncio.gather(
        looked_at(visitor, REGISTRY, contractor_id, version),
        visitor.get("/payment-requests", contractor_id=contractor_id, sort="-drafted_at", limit=SHOWN),
        visitor.get("/contractor-files", contractor_id=contractor_id, sort="-attached_at", limit=SHOWN),
    )
    return visitor.page(
        "payments/contractor.html",
        **facts,
        open_requests=[one for one in requests["rows"] if one["status"] in OPEN],
        ended=[one for one in requests["rows"] if one["status"] not in OPEN],
        has_more=requests["next_cursor"] is not None,
        months=months(files["rows"]),
        pictures=PICTURES,
        before=details_before(facts["past"][::-1]),
    )


def months(files: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Files by the month of their invoice, the newest first: as they would lie in a folder."""
    ordered = sorted(files, key=lambda one: one["period"] or "", reverse=True)
    return [(month, list(found)) for month, found in groupby(ordered, lambda one: one["period"] or "")]


def details_before(past: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Bank details that were in force before the last ones, the newest first, with who recorded them."""
    recorded = [one for one in past if one["event"] == "BankDetailsRecorded"]
    return [
        {
            "details": one["facts"]["details"],
            "since": one["occurred_at"],
            "until": until["occurred_at"],
            "who": one["who"],
        }
        for one, until in reversed(list(pairwise(recorded)))
    ]
