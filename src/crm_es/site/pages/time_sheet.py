"""Working time: the week as a table that is filled in place, the month, and a week on its way to approval (X-34)."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response

from crm_es.aggregates.work_log import bounds
from crm_es.site.anything.records import legal
from crm_es.site.visitor import Seen, Visitor
from crm_es.site.working.grid import grid, week_of
from crm_es.site.working.own import book, done, say
from crm_es.site.working.subjects import key_of, place_of

routes = APIRouter()
Row = dict[str, Any]
Day = Annotated[date | None, Query()]
Whose = Annotated[UUID | None, Query(alias="for")]
MOST: Final = 1000
RECENT: Final = 6
"""Lines that are offered besides: what was worked on last."""
LOCKED: Final = frozenset({"submitted", "approved"})


@routes.get("/time")
async def week(
    visitor: Seen, day: Day = None, whose: Whose = None, row: Annotated[list[str] | None, Query()] = None
) -> Response:
    """A week of one's own, to be filled in; or of somebody below, to be looked at."""
    is_own = whose in (None, visitor.me.id)
    person_id = whose or visitor.me.id
    days = week_of(day or visitor.today)
    worked, state, suggested, things = await asyncio.gather(
        worked_in(visitor, person_id, days[0], days[-1]),
        period_of(visitor, person_id, days),
        suggestions(visitor) if is_own else nothing(),
        trackable(visitor) if is_own else nothing(),
    )
    wanted = row or []
    further = [one for one in things if place_of(one) in wanted]
    known = {key_of(one) for one in worked}
    if is_own and not is_locked(state):
        recent = [one for one in things if one["last_at"] and one["what"] != "kind" and key_of(one) not in known]
        further += [one for one in recent[:RECENT] if one not in further]
    return visitor.page(
        "time/week.html",
        table=grid(days, worked, further),
        rows=wanted,
        things=[one | {"place": place_of(one)} for one in things],
        state=state,
        locked=not is_own or is_locked(state),
        whose=None if is_own else await name_of(visitor, person_id, worked),
        person_id=None if is_own else person_id,
        suggested=suggested,
        working=visitor.crm.reference.calendar.is_working,
        before=days[0] - timedelta(7),
        after=days[0] + timedelta(7),
        has_team=visitor.me.team > 1,
    )


@routes.get("/time/month")
async def month(visitor: Seen, day: Day = None, whose: Whose = None) -> Response:
    """A month at a glance: each day leads to its week."""
    first = (day or visitor.today).replace(day=1)
    last = (first + timedelta(31)).replace(day=1) - timedelta(1)
    person_id = whose or visitor.me.id
    worked = await worked_in(visitor, person_id, first, last)
    sums: dict[str, int] = {}
    for one in worked:
        if not one["rest"]:
            sums[one["day"]] = sums.get(one["day"], 0) + one["minutes"]
    monday = week_of(first)[0]
    weeks = [week_of(monday + timedelta(7 * n)) for n in range(6) if monday + timedelta(7 * n) <= last]
    return visitor.page(
        "time/month.html",
        first=first,
        weeks=weeks,
        sums=sums,
        whose=await name_of(visitor, person_id, worked) if whose and whose != visitor.me.id else None,
        person_id=whose,
        working=visitor.crm.reference.calendar.is_working,
        before=first - timedelta(1),
        after=last + timedelta(1),
        has_team=visitor.me.team > 1,
    )


@routes.post("/time/submit")
async def submit(visitor: Seen, day: Annotated[date, Form()]) -> Response:
    """All of the week or month is recorded: whoever is above is asked to approve it."""
    await say(visitor, "submit-period", {"day": day})
    return done(visitor, visitor.speech.text("The time is submitted."), f"/time?day={day}")


@routes.post("/time/suggestions/{suggestion_id}/{answer}")
async def answered(visitor: Seen, suggestion_id: UUID, answer: str) -> Response:
    """It was work, or it was not (X-42)."""
    found = await visitor.get(f"/work-suggestions/{suggestion_id}")
    verb = "confirm-suggestion" if answer == "confirm" else "dismiss-suggestion"
    told = {"person_id": visitor.me.id, "suggestion_id": suggestion_id}
    await visitor.post(f"/activities/{found['activity_id']}/{verb}", told)
    text = visitor.speech.text
    return done(visitor, text("It is recorded.") if answer == "confirm" else text("It is not suggested again."))


async def worked_in(visitor: Visitor, person_id: UUID, first: date, last: date) -> list[Row]:
    """What counts on these days."""
    found: list[Row] = (await visitor.get("/work-days", person_id=person_id, day_from=first, day_to=last, limit=MOST))[
        "rows"
    ]
    return found


async def period_of(visitor: Visitor, person_id: UUID, days: tuple[date, ...]) -> Row:
    """How the week or month of these days stands, and what may be done about it."""
    first, last = bounds(book(visitor).labour, days[0])
    rows = (
        await visitor.get(
            "/work-periods",
            person_id=person_id,
            first_day_to=days[-1],
            last_day_from=days[0],
            limit=10,
            sort="first_day",
        )
    )["rows"]
    found: Row = next((row for row in rows if row["first_day"] <= days[0].isoformat()), {})
    if not found:
        return {
            "status": "open",
            "first_day": first,
            "last_day": last,
            "reason": None,
            "actions": [],
            "may_approve": False,
        }
    actions = await legal(visitor, "work-periods", found["work_period_id"])
    offered = [one for one in actions if one["command"] not in ("SubmitPeriod", "ApprovePeriod")]
    return found | {"actions": offered, "may_approve": any(one["command"] == "ApprovePeriod" for one in actions)}


def is_locked(state: Row) -> bool:
    return state["status"] in LOCKED


async def suggestions(visitor: Visitor) -> list[Row]:
    """What programs saw of one's work, and nobody said anything to yet."""
    found: list[Row] = (await visitor.get("/work-suggestions", status="open", sort="starts", limit=50))["rows"]
    return found


async def trackable(visitor: Visitor) -> list[Row]:
    found: list[Row] = (await visitor.get("/time/trackable"))["rows"]
    return found


async def name_of(visitor: Visitor, person_id: UUID, worked: list[Row]) -> str:
    if worked:
        return str(worked[0]["person"])
    return str((await visitor.get(f"/staff-members/{person_id}"))["name"])


async def nothing() -> list[Row]:
    return []
