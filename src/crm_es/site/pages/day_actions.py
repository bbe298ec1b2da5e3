"""What is done in place on My day: entries are opened, closed and put off, tasks ticked and added by one line."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from crm_es.site import day_sections
from crm_es.site.anything.bodies import typed
from crm_es.site.inner import Problem
from crm_es.site.rendering import link
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
MOVED: Final = 303
Whose = Annotated[UUID | None, Query(alias="for")]
Text = Annotated[str, Form(max_length=2000)]
Day = dict[str, Any]


@routes.get("/day/entries/{entry_id}")
@routes.post("/day/entries/{entry_id}")
async def entry(visitor: Seen, entry_id: UUID, whose: Whose = None) -> Response:
    """An entry with all that is known of it. Whoever opens their own has seen it (S0-40)."""
    found = await entry_of(visitor, entry_id, whose)
    own = whose in (None, visitor.me.id)
    seeing = visitor.request.method == "POST" and own and found["seen_at"] is None
    if seeing:
        await visitor.post(f"/notebooks/{visitor.me.notebook_id}/see-entry", {"entry_id": entry_id})
    page = visitor.page("my_day/entry.html", entry=found, whose=whose, choices=choices(visitor))
    if seeing:
        page.headers["HX-Trigger"] = json.dumps({"news": {"target": "body"}})
    return page


@routes.get("/day/entries/{entry_id}/close")
async def closing(visitor: Seen, entry_id: UUID, whose: Whose = None) -> Response:
    """Asks what came of it."""
    found = await entry_of(visitor, entry_id, whose)
    return visitor.page("my_day/close.html", entry=found, whose=whose, problem=None, result="", key=uuid4())


@routes.post("/day/entries/{entry_id}/close")
async def close(
    visitor: Seen, entry_id: UUID, key: Annotated[UUID, Form()], result: Text = "", whose: Whose = None
) -> Response:
    """It is dealt with, and this came of it."""
    found = await entry_of(visitor, entry_id, whose)
    try:
        await visitor.post(f"{book_of(found)}/close-entry", {"entry_id": entry_id, "result": result}, key=key)
    except Problem as problem:
        return visitor.page(
            "my_day/close.html", problem.status, entry=found, whose=whose, problem=problem, result=result, key=key
        )
    return done(visitor, visitor.speech.text("Dealt with."), whose)


@routes.get("/day/entries/{entry_id}/put-off")
async def asked_until(visitor: Seen, entry_id: UUID, whose: Whose = None) -> Response:
    """Asks until when."""
    found = await entry_of(visitor, entry_id, whose)
    return visitor.page(
        "my_day/put_off.html", entry=found, whose=whose, problem=None, until="", choices=choices(visitor)
    )


@routes.post("/day/entries/{entry_id}/put-off")
async def put_off(visitor: Seen, entry_id: UUID, until: Text = "", whose: Whose = None) -> Response:
    """It comes back then. What it closes stays closed."""
    found = await entry_of(visitor, entry_id, whose)
    told = {"entry_id": entry_id, "until": typed("moment", until, visitor.zone)}
    try:
        await visitor.post(f"{book_of(found)}/put-off-entry", told)
    except Problem as problem:
        return visitor.page(
            "my_day/put_off.html",
            problem.status,
            entry=found,
            whose=whose,
            problem=problem,
            until=until,
            choices=choices(visitor),
        )
    back = visitor.speech.moment(str(told["until"]), visitor.zone)
    return done(visitor, visitor.speech.text("Put off until {moment}.", moment=back), whose)


@routes.get("/day/tasks/{task_id}/finish")
async def finishing(visitor: Seen, task_id: UUID) -> Response:
    """Asks for the result, and what is next."""
    task = await visitor.get(f"/tasks/{task_id}")
    return visitor.page("my_day/finish.html", task=task, problem=None, held={}, key=uuid4())


@routes.post("/day/tasks/{task_id}/finish")
async def finish(
    visitor: Seen, task_id: UUID, *, key: Annotated[UUID, Form()], result: Text = "", what: Text = "", due: Text = ""
) -> Response:
    """It is done; what is to be done next is a task of its own (X-17)."""
    told = {"what": what, "due": typed("moment", due, visitor.zone)}
    try:
        body = {"result": result} | ({"next": told} if what or due else {})
        await visitor.post(f"/tasks/{task_id}/finish", body, key=key)
    except Problem as problem:
        task, held = await visitor.get(f"/tasks/{task_id}"), {"result": result, "what": what, "due": due}
        return visitor.page("my_day/finish.html", problem.status, task=task, problem=problem, held=held, key=key)
    return done(visitor, visitor.speech.text("Task done."), None)


@routes.post("/day/capture")
async def capture(visitor: Seen, line: Text = "", dry: Annotated[bool, Query()] = False) -> Response:
    """One line becomes a task; tried out, it is only told what would be understood (S0-47)."""
    if not line.strip():
        return Response(status_code=204) if dry else visitor.page("my_day/captured.html", told=None)
    try:
        if dry:
            return visitor.page(
                "my_day/captured.html", told=await visitor.inner.post("/capture", {"line": line}, query="dry=true")
            )
        found = await visitor.post("/capture", {"line": line})
    except Problem as problem:
        return visitor.page("note.html", problem.status, sentence=visitor.speech.refusal(problem.detail))
    due = visitor.speech.moment(found["due"], visitor.zone)
    return done(visitor, visitor.speech.text("To do: {what}, {due}", what=found["what"], due=due), None)


async def entry_of(visitor: Visitor, entry_id: UUID, whose: UUID | None) -> Day:
    """An entry that is open in one's notebook, or in that of whom one stands in for."""
    day = await visitor.get("/notebook/today", person_id=whose)
    entries = [*(entry for heading in day["headings"] for entry in heading["entries"]), *day["later"]]
    found: Day | None = next((entry for entry in entries if entry["entry_id"] == str(entry_id)), None)
    if found is None:
        raise HTTPException(404)
    return found


def book_of(found: Day) -> str:
    """The address of the notebook that holds it."""
    address = next(action["address"] for action in found["actions"] if action["command"] == "PutOffEntry")
    return str(address).rpartition("/")[0]


def choices(visitor: Visitor) -> list[tuple[str, datetime]]:
    return day_sections.put_off(datetime.now(visitor.zone))


def done(visitor: Visitor, note: str, whose: UUID | None) -> Response:
    """Back to the day, which shows what is left."""
    if not visitor.is_partial:
        return RedirectResponse(link("/", for_=whose), MOVED)
    return Response(status_code=204, headers={"HX-Trigger": json.dumps({"done": {"note": note}})})
