"""A price below the floor on one page: all that its approver needs, and the answer with one tap (S0-23..S0-26)."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from crm_es.site.anything.records import Version, looked_at
from crm_es.site.inner import Problem
from crm_es.site.visitor import Seen

routes = APIRouter()
REGISTRY: Final = "price-approvals"
PAGE: Final = f"/{REGISTRY}/{{approval_id:uuid}}"
MOVED: Final = 303
USUAL: Final = timedelta(14)
"""For how long a price is allowed where the approver says nothing else."""
EARLIER: Final = 6
DECISIONS: Final = {"grant": ("grant-price", "GrantPrice"), "refuse": ("refuse-price", "RefusePrice")}
Text = Annotated[str, Form(max_length=500)]


@routes.get(PAGE)
async def price_approval(visitor: Seen, approval_id: UUID, version: Version = None) -> Response:
    """The request, now or as it was at a version."""
    facts = await looked_at(visitor, REGISTRY, approval_id, version)
    row, actions = facts["row"], facts["actions"]
    of_both = {"client_id": row["client_id"], "product": row["product"]}
    costs, asked, sold, terms = await asyncio.gather(
        visitor.get("/price-costs", product=row["product"], limit=1),
        visitor.get(f"/{REGISTRY}", **of_both, limit=EARLIER + 1),
        visitor.get("/invoice-lines", **of_both, sort="-dated", limit=EARLIER),
        visitor.get("/client-terms", **of_both, limit=EARLIER),
    )
    commands = {one["command"] for one in actions}
    return visitor.page(
        "prices/approval.html",
        **facts | {"actions": [one for one in actions if one["command"] not in ("GrantPrice", "RefusePrice")]},
        figures=weighed(row, costs["rows"]),
        decides="GrantPrice" in commands,
        until=visitor.today + USUAL,
        asked=[one for one in asked["rows"] if one["price_approval_id"] != str(approval_id)],
        sold=sold["rows"],
        terms=terms["rows"],
    )


def weighed(row: dict[str, Any], costs: list[dict[str, Any]]) -> dict[str, Decimal | None]:
    """What the price comes to: how far below the floor and the list, the sum, and the margin where costs are known."""
    price, floor = Decimal(row["price"]), Decimal(row["floor"]) if row["floor"] else None
    listed = Decimal(row["list_price"]) if row["list_price"] else None
    cost = Decimal(costs[0]["cost"]) if costs and costs[0]["currency"] == row["currency"] else None
    quantity = Decimal(row["quantity"]) if row["quantity"] else None
    return {
        "below_floor": (floor - price) / floor if floor else None,
        "below_list": (listed - price) / listed if listed else None,
        "sum": price * quantity if quantity else None,
        "cost": cost,
        "margin": (price - cost) / price if cost is not None and price else None,
        "profit": (price - cost) * quantity if cost is not None and quantity else None,
    }


@routes.post(f"{PAGE}/decide")
async def decide(
    visitor: Seen,
    approval_id: UUID,
    *,
    decision: Annotated[str, Form(max_length=20)],
    valid_until: Text = "",
    comment: Text = "",
    version: Annotated[int | None, Form(alias="_version", ge=1, le=2**31)] = None,
    key: Annotated[UUID | None, Form(alias="_key")] = None,
) -> Response:
    """Yes until a day, or no with a reason; what is wrong is told beside the buttons."""
    if decision not in DECISIONS:
        raise HTTPException(404)
    way, command = DECISIONS[decision]
    said = comment.strip()
    granted = {"valid_until": valid_until} | ({"comment": said} if said else {})
    body = granted if decision == "grant" else {"reason": said}
    try:
        await visitor.post(f"/{REGISTRY}/{approval_id}/{way}", body, expected=version, key=key)
    except Problem as problem:
        if not visitor.is_partial:
            raise
        sentence = visitor.speech.refusal(next(iter(problem.errors.values()), problem.detail))
        return visitor.page("prices/refused.html", problem.status, problem=problem, sentence=sentence)
    if not visitor.is_partial:
        return RedirectResponse(f"/{REGISTRY}/{approval_id}", MOVED)
    note = visitor.speech.text("Done: {what}", what=visitor.speech.name(command))
    return Response(status_code=204, headers={"HX-Trigger": json.dumps({"done": {"note": note}})})
