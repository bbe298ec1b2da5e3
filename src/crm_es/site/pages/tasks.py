"""My tasks by deadline, as columns or as a list, and what one gave to others (S2-05, S2-19)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Response

from crm_es.site.deadlines import columns
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
LOOK: Final = "crm_tasks"
"""The cookie with how one looks at tasks."""
A_YEAR: Final = 365 * 24 * 3600
MOST: Final = 500
Look = Literal["board", "list"]
Whose = Literal["mine", "given"]


@routes.get("/tasks/mine")
async def mine(
    visitor: Seen, look: Annotated[Look | None, Query(alias="as")] = None, whose: Whose = "mine"
) -> Response:
    """What there is to do; the way to look at it is remembered."""
    shown = look or ("list" if visitor.request.cookies.get(LOOK) == "list" else "board")
    tasks = await (own(visitor) if whose == "mine" else given(visitor))
    page = visitor.page(
        "tasks/mine.html",
        look=shown,
        whose=whose,
        columns=columns([one for one in tasks if one["to_do"]], datetime.now(visitor.zone)),
        to_accept=[one for one in tasks if one["to_accept"]],
        number=len(tasks),
    )
    if look:
        page.set_cookie(LOOK, look, max_age=A_YEAR, samesite="lax", httponly=True)
    return page


async def own(visitor: Visitor) -> list[dict[str, Any]]:
    found = await visitor.get("/tasks", responsible_id=visitor.me.id, to_do=True, sort="due", limit=MOST)
    tasks: list[dict[str, Any]] = found["rows"]
    return tasks


async def given(visitor: Visitor) -> list[dict[str, Any]]:
    """What others do and one looks after: what is to do, and results that wait to be accepted."""
    to_do = await visitor.get("/tasks", supervisor_id=visitor.me.id, to_do=True, sort="due", limit=MOST)
    done = await visitor.get("/tasks", supervisor_id=visitor.me.id, to_accept=True, sort="done_at", limit=MOST)
    return [one for one in (*to_do["rows"], *done["rows"]) if one["responsible_id"] != str(visitor.me.id)]
