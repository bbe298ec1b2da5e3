"""The notebook: what one has to do today, done in place (S0-22)."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from crm_es.site import day_sections
from crm_es.site.anything.commands import inside
from crm_es.site.rendering import link
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
MOVED = 303
LEADERS = frozenset({"head_of_sales", "head_of_service", "chief_accountant", "director", "project_lead"})
Desk = Annotated[Literal["invoice", "order"] | None, Query()]
Whose = Annotated[UUID | None, Query(alias="for")]


@routes.get("/")
async def my_day(
    visitor: Seen,
    desk: Desk = None,
    whose: Whose = None,
    then: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """Overdue, today, later. `desk` shows what keeps a desk closed; once it is open, one goes on to `then` (S0-29)."""
    day = await visitor.get("/notebook/today", person_id=whose)
    if desk and (wanted := inside(then)) and not closed(day, desk):
        return onward(visitor, wanted)
    drafts, team = await asyncio.gather(begun(visitor, day), counters(visitor))
    return visitor.page(
        "my_day/day.html",
        day=day,
        sections=day_sections.sections(day, visitor.zone, desk),
        desks=[one for one in day["desks"] if one["closed"]],
        desk=desk,
        then=inside(then),
        whose=whose,
        stands_in_for=await absent(visitor, day, whose),
        drafts=drafts,
        team=team,
        now=datetime.now(visitor.zone),
        lists=day_sections,
    )


@routes.get("/bell")
async def bell(visitor: Seen) -> Response:
    """How much there is to do now, for every page."""
    day = await visitor.get("/notebook/today")
    return visitor.page("my_day/bell.html", numbers=day["numbers"])


def closed(day: dict[str, Any], desk: str) -> bool:
    return any(one["closed"] for one in day["desks"] if one["desk"] == desk)


def onward(visitor: Visitor, wanted: str) -> Response:
    """To where one wanted to go before something came first."""
    if visitor.is_partial:
        return Response(status_code=204, headers={"HX-Redirect": wanted})
    return RedirectResponse(wanted, MOVED)


async def absent(visitor: Visitor, day: dict[str, Any], whose: UUID | None) -> list[dict[str, Any]]:
    """Everybody whose notebook one may clear too."""
    own = day if whose in (None, visitor.me.id) else await visitor.get("/notebook/today")
    found: list[dict[str, Any]] = own["stands_in_for"]
    return found


async def begun(visitor: Visitor, day: dict[str, Any]) -> list[dict[str, Any]]:
    """Invoices that wait to be finished (S0-29)."""
    if not any(one["drafts"] for one in day["desks"]) or day["person_id"] != str(visitor.me.id):
        return []
    found = await visitor.get("/invoice-drafts", manager_id=visitor.me.id, limit=20)
    return [row | {"address": link("/invoices/new", draft=row["invoice_id"])} for row in found["rows"]]


async def counters(visitor: Visitor) -> dict[str, int] | None:
    """How much the people below have to do; for whoever is over somebody."""
    if visitor.roles.isdisjoint(LEADERS) or visitor.me.team <= 1:
        return None
    rows = (await visitor.get("/workload", limit=500))["rows"]
    others = [row for row in rows if row["responsible_id"] != str(visitor.me.id)]
    return {name: sum(row[name] for row in others) for name in ("open", "overdue_open")} | {
        "people": sum(1 for row in others if row["open"])
    }
