"""Whose time waits to be approved, and who has not submitted theirs: for whoever is above somebody (X-34)."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from crm_es.aggregates.work_log import bounds
from crm_es.site.visitor import Seen, Visitor
from crm_es.site.working.own import book, done

routes = APIRouter()
Row = dict[str, Any]


@routes.get("/time/approvals")
async def approvals(visitor: Seen, day: Annotated[date | None, Query()] = None) -> Response:
    """A week or month of everybody below: last week, where no day is told; and what waits from before."""
    first, last = bounds(book(visitor).labour, day or visitor.today - timedelta(7))
    report, periods, waiting = await asyncio.gather(
        visitor.get("/reports/labour", by="client", from_=first, to=last),
        visitor.get("/work-periods", first_day=first, limit=500),
        visitor.get("/work-periods", status="submitted", sort="first_day", limit=500),
    )
    by_person = {row["person_id"]: row for row in periods["rows"]}
    people = worked(report["rows"])
    for row in periods["rows"]:
        people.setdefault(row["person_id"], {"name": row["person"], "minutes": row["minutes"]})
    people.pop(str(visitor.me.id), None)
    earlier = [
        row for row in waiting["rows"] if row["person_id"] != str(visitor.me.id) and row["first_day"] != str(first)
    ]
    may = await approvable(visitor, [row["work_period_id"] for row in (*periods["rows"], *earlier)])
    return visitor.page(
        "time/approvals.html",
        first=first,
        last=last,
        before=first - timedelta(1),
        after=last + timedelta(1),
        people=sorted(people.items(), key=lambda one: one[1]["name"] or ""),
        periods=by_person,
        earlier=[row for row in earlier if "ApprovePeriod" in may[row["work_period_id"]]],
        may=may,
        has_team=True,
    )


@routes.post("/time/approvals/{work_period_id}")
async def approve(visitor: Seen, work_period_id: UUID) -> Response:
    """This time is right: nothing of it changes any more."""
    row = await visitor.get(f"/work-periods/{work_period_id}")
    await visitor.post(f"/work-logs/{row['work_log_id']}/approve-period", {"day": row["first_day"]})
    said = visitor.speech.text("The time of {person} is approved.", person=row["person"])
    return done(visitor, said, f"/time/approvals?day={row['first_day']}")


def worked(rows: list[Row]) -> dict[str, Row]:
    """How much each worked."""
    people: dict[str, Row] = {}
    for row in rows:
        person = people.setdefault(row["person_id"], {"name": row["person"], "minutes": 0})
        person["minutes"] += row["minutes"]
    return people


async def approvable(visitor: Visitor, ids: list[str]) -> dict[str, dict[str, Row]]:
    """By period, what one may do about it."""
    found = await asyncio.gather(*(visitor.get(f"/work-periods/{one}/actions") for one in ids))
    return {one: {action["command"]: action for action in actions} for one, actions in zip(ids, found, strict=True)}
