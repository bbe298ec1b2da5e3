"""The board of deals, and how a deal is moved there: by dragging, or out of a menu (X-02)."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse

from crm_es.site.anything import values
from crm_es.site.inner import Problem
from crm_es.site.rendering import link
from crm_es.site.speech import phrase
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
PIPELINE: Final = "crm_pipeline"
WAY: Final = "crm_deals"
"""Cookies with the pipeline that one looked at last, and whether one likes the board or the list."""
A_YEAR: Final = 365 * 24 * 3600
MOVED: Final = 303
STEP: Final = 50
"""Cards of a column that are shown at first, and how many more one asks for."""
MOST: Final = 500
MOVING: Final = frozenset({"manager", "head_of_sales", "operator"})
CLEARS: Final = {"FinishTask": phrase("Finish: {what}"), "SignOff": phrase("Enter who signed: {what}")}
"""By command what it does about an obstacle; every other one enters something."""
NAMED: Final = re.compile(r"['\"](.*)['\"]")
Text = Annotated[str, Query(max_length=200)]
Limit = Annotated[int, Query(ge=1, le=MOST)]


@routes.get("/deals/board")
async def board(
    visitor: Seen,
    *,
    pipeline: Text = "",
    owner_id: Text = "",
    client_id: Text = "",
    tasks: Text = "",
    q: Text = "",
    limit: Limit = STEP,
) -> Response:
    """The open deals of a pipeline, stage by stage. Whoever likes the list better is led there."""
    if not visitor.request.query_params and visitor.request.cookies.get(WAY) == "list":
        return RedirectResponse("/deals", MOVED)
    asked = {"owner_id": owner_id, "client_id": client_id, "tasks": tasks, "q": q.strip()}
    asked = {name: text for name, text in asked.items() if text}
    remembered = visitor.request.cookies.get(PIPELINE)
    found, people = await asyncio.gather(
        looked(visitor, pipeline or remembered, asked, limit), visitor.get("/staff-members", limit=500, sort="name")
    )
    page = visitor.page(
        "deals/board.html",
        board=found,
        asked={**asked, "pipeline": found["pipeline"]},
        people=[
            one for one in people["rows"] if not one["left_at"] and not MOVING.isdisjoint(one["roles"].split(", "))
        ],
        client=await name_of(visitor, client_id),
        moving=not MOVING.isdisjoint(visitor.roles),
        more=min(limit + STEP, MOST),
        values=values,
    )
    page.set_cookie(PIPELINE, found["pipeline"].encode("ascii", "backslashreplace").decode(), A_YEAR, samesite="lax")
    return page


async def looked(visitor: Visitor, pipeline: str | None, asked: dict[str, str], limit: int) -> dict[str, Any]:
    """The pipeline that is named, if there still is one of that name; else the first."""
    mine = {name: str(visitor.me.id) if text == "me" else text for name, text in asked.items()}
    wanted = pipeline.encode().decode("unicode_escape") if pipeline and "\\" in pipeline else pipeline
    try:
        found: dict[str, Any] = await visitor.get("/deals/board", pipeline=wanted, **mine, limit=limit)
    except Problem as problem:
        if problem.rule != "no such pipeline":
            raise
        found = await visitor.get("/deals/board", **mine, limit=limit)
    return found


async def name_of(visitor: Visitor, client_id: str) -> str | None:
    return str((await visitor.get(f"/clients/{client_id}"))["name"]) if client_id else None


@routes.get("/deals/as/{way}")
async def chosen(visitor: Seen, way: Literal["board", "list"]) -> Response:
    """The board or the list, with the same filters; from now on that comes first."""
    asked = {name: text for name, text in visitor.request.query_params.items() if text}
    if way == "list":
        known = {"pipeline", "owner_id", "client_id", "q"}
        address = link("/deals", outcome="open", **{name: text for name, text in asked.items() if name in known})
    else:
        address = link("/deals/board", **asked)
    answer = RedirectResponse(address, MOVED)
    answer.set_cookie(WAY, way, A_YEAR, samesite="lax")
    return answer


@routes.get("/deals/{deal_id}/moving")
async def moving(visitor: Seen, deal_id: UUID) -> Response:
    """Where the deal may go, to choose from; and what keeps it from the rest."""
    return await dialog(visitor, deal_id)


@routes.post("/deals/{deal_id}/move")
async def move(
    visitor: Seen,
    deal_id: UUID,
    stage: Annotated[str, Form(max_length=200)],
    version: Annotated[int | None, Form()] = None,
) -> Response:
    """To another stage; what is refused is said, and what can be done about it."""
    try:
        await visitor.post(f"/deals/{deal_id}/move", {"stage": stage}, expected=version)
    except Problem as problem:
        return await dialog(visitor, deal_id, problem)
    if not visitor.is_partial:
        return RedirectResponse(f"/deals/{deal_id}", MOVED)
    note = visitor.speech.text("Moved on: {stage}", stage=stage)
    return Response(status_code=204, headers={"HX-Trigger": json.dumps({"done": {"note": note}})})


async def dialog(visitor: Visitor, deal_id: UUID, problem: Problem | None = None) -> Response:
    row, way, past = await asyncio.gather(
        visitor.get(f"/deals/{deal_id}"), visitor.get(f"/deals/{deal_id}/way"), visitor.get(f"/deals/{deal_id}/history")
    )
    status = problem.status if problem else 200
    return visitor.page(
        "deals/moving.html",
        status,
        row=row,
        way=way,
        problem=problem,
        version=past[-1]["version"],
        clears=lambda remedy: clears(visitor, remedy),
    )


def clears(visitor: Visitor, remedy: dict[str, Any]) -> str:
    """What a remedy does, shortly, with the company's own name for what is missing."""
    named = NAMED.search(remedy["sentence"])
    said = CLEARS.get(remedy["command"], phrase("Enter: {what}"))
    return visitor.speech.text(said, what=named[1]) if named else visitor.speech.refusal(remedy["sentence"])
