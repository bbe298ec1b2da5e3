"""A contractor's folder: bank details in force and before, what is open, requests and files (S1-38)."""

from __future__ import annotations

import asyncio
from itertools import groupby, pairwise
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response

from crm_es.site.anything import values
from crm_es.site.anything.lists import of
from crm_es.site.anything.records import as_it_was, history, legal
from crm_es.site.visitor import Seen
from crm_es.stored_file import PICTURES

routes = APIRouter()
REGISTRY: Final = "contractors"
OPEN: Final = ("draft", "submitted", "rework", "approved")
SHOWN: Final = 100


@routes.get("/contractors/{contractor_id:uuid}")
async def contractor(
    visitor: Seen, contractor_id: UUID, version: Annotated[int | None, Query(ge=1, le=2**31)] = None
) -> Response:
    """All about whom we pay, as far as it is for this person."""
    row, past, actions, requests, files = await asyncio.gather(
        visitor.get(f"/{REGISTRY}/{contractor_id}"),
        history(visitor, REGISTRY, contractor_id),
        legal(visitor, REGISTRY, contractor_id),
        visitor.get("/payment-requests", contractor_id=contractor_id, sort="-drafted_at", limit=SHOWN),
        visitor.get("/contractor-files", contractor_id=contractor_id, sort="-attached_at", limit=SHOWN),
    )
    newest = past[-1]["version"] if past else None
    return visitor.page(
        "payments/contractor.html",
        shown=of(REGISTRY),
        row=row,
        record_id=str(contractor_id),
        title_of=row["name"],
        actions=actions,
        open_requests=[one for one in requests["rows"] if one["status"] in OPEN],
        ended=[one for one in requests["rows"] if one["status"] not in OPEN],
        has_more=requests["next_cursor"] is not None,
        months=months(files["rows"]),
        pictures=PICTURES,
        before=details_before(past),
        past=list(reversed(past)),
        newest=newest,
        then=await as_it_was(visitor, REGISTRY, contractor_id, version) if version and version != newest else None,
        values=values,
        back=f"/{REGISTRY}",
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
