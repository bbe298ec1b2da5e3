"""Due times of tasks are moved, of one or of many at once, for one reason; each row has a result of its own (S2-19)."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse

from crm_es.site.anything.bodies import typed
from crm_es.site.inner import Problem
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
MOVED = 303
Text = Annotated[str, Form(max_length=500)]


@routes.get("/tasks/move")
async def asked(
    visitor: Seen,
    ids: Annotated[list[UUID], Query(min_length=1, max_length=500)],
    due: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Asks until when, and why."""
    days = "" if due else "1"
    return await dialog(visitor, ids, {"due": due, "working_days": days, "reason": ""}, uuid4())


@routes.post("/tasks/move")
async def move(
    visitor: Seen,
    *,
    ids: Annotated[list[UUID], Form(min_length=1, max_length=500)],
    key: Annotated[UUID, Form()],
    due: Text = "",
    working_days: Text = "",
    reason: Text = "",
) -> Response:
    """All are moved that may be; of the others it is told why not."""
    later = (
        {"due": typed("moment", due, visitor.zone)}
        if due
        else {"working_days": typed("integer", working_days, visitor.zone)}
    )
    body = {"rows": [{"task_id": one} for one in dict.fromkeys(ids)], "reason": reason} | later
    try:
        found = await visitor.post("/tasks/reschedule", body, key=key)
    except Problem as problem:
        held = {"due": due, "working_days": working_days, "reason": reason}
        return await dialog(visitor, ids, held, key, problem)
    refused = [row for row in found["rows"] if not row["recorded"]]
    if refused:
        whats = await asyncio.gather(*(what(visitor, row["task_id"]) for row in refused))
        return visitor.page("tasks/moved.html", moved=found["moved"], refused=list(zip(whats, refused, strict=True)))
    if not visitor.is_partial:
        return RedirectResponse("/tasks/mine", MOVED)
    note = visitor.speech.plural("{n} task moved.", "{n} tasks moved.", found["moved"])
    return Response(status_code=204, headers={"HX-Trigger": json.dumps({"done": {"note": note}})})


async def dialog(
    visitor: Visitor, ids: list[UUID], held: dict[str, str], key: UUID, problem: Problem | None = None
) -> Response:
    only = await what(visitor, ids[0]) if len(ids) == 1 else None
    status = problem.status if problem else 200
    return visitor.page("tasks/move.html", status, ids=ids, only=only, held=held, key=key, problem=problem)


async def what(visitor: Visitor, task_id: Any) -> str:
    """What is to be done; nothing of a task that is not for this person."""
    try:
        return str((await visitor.get(f"/tasks/{task_id}"))["what"])
    except Problem:
        return ""
