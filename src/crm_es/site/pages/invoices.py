"""An invoice that was issued: its lines, its paper to print, and whether it still counts (X-23, X-24)."""

from __future__ import annotations

import asyncio
from uuid import UUID

from fastapi import APIRouter, Response

from crm_es.site.anything import values
from crm_es.site.anything.lists import of
from crm_es.site.anything.records import legal
from crm_es.site.visitor import Seen

routes = APIRouter()
MOST = 500
"""Lines of one invoice."""


@routes.get("/invoices/{invoice_id}")
async def invoice(visitor: Seen, invoice_id: UUID) -> Response:
    """All of it, with a code by which banks pay it on the paper."""
    row, lines, actions = await asyncio.gather(
        visitor.get(f"/invoices/{invoice_id}"),
        visitor.get("/invoice-lines", invoice_id=invoice_id, sort="n", limit=MOST),
        legal(visitor, "invoices", invoice_id),
    )
    return visitor.page(
        "desk/issued.html",
        shown=of("invoices"),
        row=row,
        lines=lines["rows"],
        title_of=row["number"] or row["what_for"],
        actions=actions,
        past=[],
        newest=None,
        values=values,
        back="/invoices",
    )
