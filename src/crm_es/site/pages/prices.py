"""Prices: the list with margins, what waits to be allowed, terms of clients, and a calculator (S0-13, S0-25)."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from crm_es.site.anything.bodies import number
from crm_es.site.anything.lists import opening
from crm_es.site.inner import Problem
from crm_es.site.visitor import Seen

routes = APIRouter()
MOST: Final = 500
KEEPERS: Final = frozenset({"head_of_sales", "director", "administrator"})
"""Who publishes prices and agrees terms."""
Text = Annotated[str, Query(max_length=80)]


@routes.get("/prices/board")
async def board(visitor: Seen, q: Text = "") -> Response:
    """Everything about prices at one place."""
    prices, costs, terms, waiting, asked = await asyncio.gather(
        visitor.get("/prices", q=q or None, limit=MOST),
        visitor.get("/price-costs", limit=MOST),
        visitor.get("/client-terms", limit=100, q=q or None),
        visitor.get("/price-approvals", status="requested", asked=visitor.me.id, sort="requested_at", limit=100),
        visitor.get("/price-approvals", asker_id=visitor.me.id, limit=10),
    )
    return visitor.page(
        "prices/board.html",
        q=q,
        prices=prices["rows"],
        costs={row["product"]: row for row in costs["rows"]},
        terms=terms["rows"],
        waiting=waiting["rows"],
        asked=asked["rows"],
        may_ask=bool(opening("price-approvals", visitor)),
        keeps=not visitor.roles.isdisjoint(KEEPERS),
    )


@routes.get("/prices/calculated")
async def calculated(visitor: Seen, client_id: str = "", product: Text = "", quantity: Text = "1") -> Response:
    """What a product costs a client, and what follows from that."""
    if not client_id or not product.strip():
        return visitor.page("prices/calculated.html", quote=None, problem=None, quantity="", client_id="")
    found: dict[str, Any] | None = None
    refused: Problem | None = None
    amount = number(quantity or "1")
    try:
        found = await visitor.get("/prices/quote", client_id=client_id, product=product.strip(), quantity=amount)
    except Problem as problem:
        refused = problem
    return visitor.page("prices/calculated.html", quote=found, problem=refused, quantity=amount, client_id=client_id)
