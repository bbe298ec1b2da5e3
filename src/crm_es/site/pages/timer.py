"""The timer in the header of every page: what runs, one click to start, to switch and to stop (S3-04, X-34)."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final
from uuid import uuid4

from fastapi import APIRouter, Form, Response

from crm_es.site.inner import Problem
from crm_es.site.visitor import Seen, Visitor
from crm_es.site.working.own import book, done, say
from crm_es.site.working.subjects import address_of, body_of, place_of

routes = APIRouter()
FULL: Final = 100
What = Annotated[str, Form(max_length=200)]
Next = Annotated[str, Form(alias="_next", max_length=2000)]
Row = dict[str, Any]


@routes.get("/timer")
async def timer(visitor: Seen) -> Response:
    """What runs now, for the header."""
    try:
        state = await visitor.get("/time/running")
    except Problem:
        return Response(status_code=204)
    runs = state["running"]
    thing = await running_thing(visitor, runs) if runs else None
    return visitor.page(
        "time/timer.html",
        state=state,
        place=place_of(runs) if runs else "",
        thing=thing,
        near=near(visitor, runs) if runs else FULL,
        address=address_of(runs) if runs else None,
    )


@routes.get("/timer/things")
async def things(visitor: Seen) -> Response:
    """What one may start with one click: what was last first."""
    state, found = await asyncio.gather(visitor.get("/time/running"), visitor.get("/time/trackable"))
    now = place_of(state["running"]) if state["running"] else ""
    rows = [row | {"place": place_of(row)} for row in found["rows"]]
    return visitor.page("time/things.html", state=state, rows=[row for row in rows if row["place"] != now])


@routes.post("/timer/start")
async def start(visitor: Seen, what: What, then: Next = "/time") -> Response:
    """Start this, or stop it where it runs already. What ran before is stopped and recorded."""
    state = await visitor.get("/time/running")
    if state["running"] and place_of(state["running"]) == what:
        await say(visitor, "stop-timer")
        return done(visitor, visitor.speech.text("The timer stands."), then)
    await say(visitor, "start-timer", {"work_id": uuid4(), **await body_of(visitor, what)})
    return done(visitor, visitor.speech.text("The timer runs."), then)


@routes.post("/timer/stop")
async def stop(visitor: Seen, note: Annotated[str, Form(max_length=500)] = "", then: Next = "/time") -> Response:
    """Stop what runs, and record it."""
    await say(visitor, "stop-timer", {"note": note.strip()} if note.strip() else {})
    return done(visitor, visitor.speech.text("The timer stands."), then)


@routes.post("/timer/drop")
async def drop(visitor: Seen, then: Next = "/time") -> Response:
    """Stop what runs by mistake: nothing of it is recorded."""
    await say(visitor, "drop-timer")
    return done(visitor, visitor.speech.text("Nothing was recorded."), then)


@routes.post("/timer/continue")
async def go_on(visitor: Seen, then: Next = "/time") -> Response:
    """Go on with what was last stopped."""
    await say(visitor, "continue-timer", {"work_id": uuid4()})
    return done(visitor, visitor.speech.text("The timer runs."), then)


async def running_thing(visitor: Visitor, runs: Row) -> Row | None:
    """What it runs for, with what is agreed or planned for it."""
    place = place_of(runs)
    rows = (await visitor.get("/time/trackable"))["rows"]
    return next((row for row in rows if place_of(row) == place and row["planned_minutes"]), None)


def near(visitor: Visitor, runs: Row) -> int:
    """From which percentage on the limit is near."""
    playbook = book(visitor)
    warned = playbook.service.warn_at if runs["ticket_id"] else playbook.projects.warn_at
    return next(iter(warned), FULL)
