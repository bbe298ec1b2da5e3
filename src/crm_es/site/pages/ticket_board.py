"""The board of the service: new tickets far left, done ones far right; dragged on, or given away (S3-03..S3-05)."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse

from crm_es.site.anything import values
from crm_es.site.anything.records import legal
from crm_es.site.inner import Problem
from crm_es.site.visitor import Seen, Visitor
from crm_es.site.working.own import book

routes = APIRouter()
MOVED: Final = 303
MOST: Final = 500
STEP: Final = 30
"""Cards of a column that are shown at first, and how many more one asks for."""
Text = Annotated[str, Query(max_length=200)]
Row = dict[str, Any]


@routes.get("/tickets/board")
async def board(
    visitor: Seen,
    responsible_id: Text = "",
    client_id: Text = "",
    cards: Annotated[int, Query(ge=1, le=MOST)] = STEP,
) -> Response:
    """Tickets by stage, what is late first; with their labour, amber near what is agreed and red above it."""
    asked = {"responsible_id": responsible_id, "client_id": client_id}
    asked = {name: text for name, text in asked.items() if text}
    query = asked | ({"responsible_id": str(visitor.me.id)} if responsible_id == "me" else {})
    found, people = await asyncio.gather(
        visitor.get("/tickets/board", **query, cards=cards), visitor.get("/staff-members", limit=500, sort="name")
    )
    columns = found["rows"]
    service = book(visitor).service
    return visitor.page(
        "tickets/board.html",
        columns=columns,
        asked=asked,
        cards=cards,
        step=STEP,
        most=MOST,
        people=[one for one in people["rows"] if serves(one, service.role, service.head_role) and not one["left_at"]],
        client=await name_of(visitor, client_id),
        movable=await movable(visitor, [card for column in columns for card in column["cards"]]),
        urgency=lambda card: values.urgency(visitor, datetime.fromisoformat(card["next_due"])),
    )


@routes.post("/tickets/{ticket_id}/move")
async def move(visitor: Seen, ticket_id: UUID, stage: Annotated[str, Form(max_length=200)]) -> Response:
    """To another stage."""
    return await sent(
        visitor, ticket_id, "move", {"stage": stage}, visitor.speech.text("It is in {stage} now.", stage=stage)
    )


@routes.post("/tickets/{ticket_id}/assign")
async def assign(visitor: Seen, ticket_id: UUID, person_id: Annotated[UUID, Form()]) -> Response:
    """To somebody else."""
    note = visitor.speech.text("It is given to somebody else.")
    return await sent(visitor, ticket_id, "assign", {"responsible_id": person_id}, note)


async def sent(visitor: Visitor, ticket_id: UUID, verb: str, body: Row, note: str) -> Response:
    try:
        await visitor.post(f"/tickets/{ticket_id}/{verb}", body)
    except Problem as problem:
        if not visitor.is_partial:
            raise
        return visitor.page("note.html", problem.status, sentence=visitor.speech.refusal(problem.detail))
    if not visitor.is_partial:
        return RedirectResponse(f"/tickets/{ticket_id}", MOVED)
    return Response(status_code=204, headers={"HX-Trigger": json.dumps({"done": {"note": note}})})


async def movable(visitor: Visitor, cards: list[Row]) -> frozenset[str]:
    """Which tickets this person may move: all of those of one who serves them, if one of them."""
    first = {card["responsible_id"]: card["ticket_id"] for card in cards}
    found = await asyncio.gather(*(legal(visitor, "tickets", one) for one in first.values()))
    theirs = {
        responsible
        for responsible, actions in zip(first, found, strict=True)
        if any(action["command"] == "AssignTicket" for action in actions)
    }
    return frozenset(card["ticket_id"] for card in cards if card["responsible_id"] in theirs)


def serves(person: Row, *roles: str) -> bool:
    return not set(roles).isdisjoint(person["roles"].split(", "))


async def name_of(visitor: Visitor, client_id: str) -> str | None:
    return str((await visitor.get(f"/clients/{client_id}"))["name"]) if client_id else None
