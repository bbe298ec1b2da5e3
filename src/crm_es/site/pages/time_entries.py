"""What a cell of the week holds: its entries, more of them, corrections with their reason (X-34)."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, Query, Response

from crm_es.site.anything.bodies import moment
from crm_es.site.anything.records import legal
from crm_es.site.inner import Problem
from crm_es.site.speech import phrase
from crm_es.site.visitor import Seen, Visitor
from crm_es.site.working.durations import minutes as minutes_of
from crm_es.site.working.own import book, done, say
from crm_es.site.working.subjects import body_of, key_of, place_of

routes = APIRouter()
Row = dict[str, Any]
Key = Annotated[str, Query(max_length=300)]
Typed = Annotated[str, Form(max_length=20)]
Text = Annotated[str, Form(max_length=500)]
UNREADABLE: Final = phrase("This is no time: type hours as 1:30 or 1,5, or minutes as 90 min.")
FEWER: Final = phrase("Several entries make up this time: correct the one that was shorter.")


@routes.get("/time/cell")
async def cell(
    visitor: Seen, day: date, key: Key, whose: Annotated[UUID | None, Query(alias="for")] = None
) -> Response:
    """The entries of a cell, each with what may be done about it."""
    return await entries_page(visitor, day, key, whose or visitor.me.id)


@routes.post("/time/cell")
async def typed(
    visitor: Seen,
    day: Annotated[date, Form()],
    key: Annotated[str, Form(max_length=300)],
    typed: Typed = "",
    was: Annotated[int, Form(ge=0)] = 0,
) -> Response:
    """A time was typed into a cell: what is more is recorded, what is less is a correction, which needs a reason."""
    wanted = minutes_of(typed)
    if wanted is None:
        return visitor.page("note.html", status=422, sentence=visitor.speech.text(UNREADABLE))
    if wanted > was:
        told = {"work_id": uuid4(), "day": day, "minutes": wanted - was, **await body_of(visitor, key)}
        await say(visitor, "record-work", told)
        return done(visitor, visitor.speech.text("It is recorded."), f"/time?day={day}")
    if wanted == was:
        return Response(status_code=204)
    entries = await entries_of(visitor, day, key, visitor.me.id)
    if len(entries) == 1:
        page = correction(visitor, entries[0], typed=visitor.speech.hours(wanted))
    else:
        page = await entries_page(visitor, day, key, visitor.me.id, said=FEWER)
    page.headers["HX-Retarget"] = "#dialog"
    return page


@routes.get("/time/entries/{work_id}")
async def asked(visitor: Seen, work_id: UUID) -> Response:
    """Asks what was otherwise, and why."""
    entry = await visitor.get(f"/work-entries/{work_id}")
    return correction(visitor, entry, typed=visitor.speech.hours(entry["minutes"]))


@routes.post("/time/entries/{work_id}")
async def corrected(
    *,
    visitor: Seen,
    work_id: UUID,
    day: Annotated[date, Form()],
    typed: Typed,
    note: Text = "",
    reason: Text = "",
    remove: Annotated[str, Form(max_length=5)] = "",
) -> Response:
    """It was otherwise. What was recorded before stays in the history."""
    entry = await visitor.get(f"/work-entries/{work_id}")
    wanted = minutes_of(typed)
    again: Row = {"typed": typed, "note": note, "reason": reason, "day": day.isoformat()}
    if wanted is None:
        return correction(visitor, entry, status=422, errors={"minutes": UNREADABLE}, **again)
    if not reason.strip():
        return correction(visitor, entry, status=422, errors={"reason": phrase("Say why, in a few words.")}, **again)
    told: Row = {"work_id": work_id, "reason": reason.strip()}
    is_otherwise = wanted != entry["minutes"] or day.isoformat() != entry["day"]
    if is_otherwise:
        told |= {"day": day, "minutes": wanted}
    if note.strip() != entry["note"]:
        told["note"] = note.strip()
    try:
        if remove or not wanted:
            await say(visitor, "remove-work", {"work_id": work_id, "reason": reason.strip()})
        else:
            await say(visitor, "correct-work", told)
    except Problem as problem:
        return correction(visitor, entry, status=problem.status, problem=problem, errors=problem.errors, **again)
    return done(visitor, visitor.speech.text("It is corrected."), f"/time?day={day}")


@routes.get("/time/new")
async def new(visitor: Seen, day: date | None = None, key: Key = "") -> Response:
    """Asks what was done, when and on what."""
    return await entry_form(visitor, {"day": (day or visitor.today).isoformat(), "what": key, "key": str(uuid4())})


@routes.post("/time/new")
async def record(
    *,
    visitor: Seen,
    day: Annotated[date, Form()],
    what: Annotated[str, Form(max_length=300)] = "",
    kind: Annotated[str, Form(max_length=80)] = "",
    typed: Typed = "",
    starts: Annotated[str, Form(max_length=5)] = "",
    ends: Annotated[str, Form(max_length=5)] = "",
    note: Text = "",
    key: Annotated[UUID | None, Form()] = None,
) -> Response:
    """Work that was done, told afterwards: from when until when, or how long."""
    held = {"day": day.isoformat(), "what": what, "kind": kind, "typed": typed, "starts": starts, "ends": ends}
    held |= {"note": note, "key": str(key or uuid4())}
    wanted = minutes_of(typed)
    if wanted is None:
        return await entry_form(visitor, held, status=422, errors={"minutes": UNREADABLE})
    told: Row = {"work_id": key or uuid4(), "note": note.strip(), **(await body_of(visitor, what) if what else {})}
    told |= {"kind": kind} if kind else {}
    if starts or ends:
        told |= {"starts": at(visitor, day, starts), "ends": at(visitor, day, ends)}
    else:
        told |= {"day": day, "minutes": wanted or None}
    try:
        await say(visitor, "record-work", {name: value for name, value in told.items() if value is not None}, key=key)
    except Problem as problem:
        return await entry_form(visitor, held, status=problem.status, problem=problem, errors=problem.errors)
    return done(visitor, visitor.speech.text("It is recorded."), f"/time?day={day}")


@routes.post("/time/private")
async def private(visitor: Seen) -> Response:
    """Nothing is seen from now on; what was suggested of it goes (X-42)."""
    mine = await visitor.get("/activity")
    await visitor.post(f"/activities/{mine['activity_id']}/go-private", {"person_id": visitor.me.id})
    return done(visitor, visitor.speech.text("Nothing is seen from now on."))


async def entries_of(visitor: Visitor, day: date, key: str, person_id: UUID) -> list[Row]:
    """The entries behind a cell, the earliest first."""
    days = (await visitor.get("/work-days", person_id=person_id, day=day, limit=200))["rows"]
    ids = [one["work_id"] for one in days if key_of(one) == key]
    found = await asyncio.gather(*(visitor.get(f"/work-entries/{one}") for one in ids))
    return sorted(found, key=lambda one: str(one["starts"] or one["recorded_at"]))


async def entries_page(visitor: Visitor, day: date, key: str, person_id: UUID, *, said: str = "") -> Response:
    entries = await entries_of(visitor, day, key, person_id)
    offered = await asyncio.gather(*(legal(visitor, "work-entries", one["work_id"]) for one in entries))
    may = [any(action["command"] == "CorrectWork" for action in actions) for actions in offered]
    return visitor.page(
        "time/entries.html",
        day=day,
        key=key,
        entries=list(zip(entries, may, strict=True)),
        said=said,
        own=person_id == visitor.me.id,
    )


def correction(visitor: Visitor, entry: Row, *, status: int = 200, **held: Any) -> Response:
    usual = {"note": entry["note"], "reason": "", "day": entry["day"], "errors": {}, "problem": None}
    return visitor.page("time/correct.html", status, entry=entry, **{**usual, **held})


async def entry_form(
    visitor: Visitor,
    held: Row,
    *,
    status: int = 200,
    problem: Problem | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    things = (await visitor.get("/time/trackable"))["rows"]
    return visitor.page(
        "time/new.html",
        status,
        held=held,
        things=[(key_of(one) if one["what"] != "kind" else place_of(one), one) for one in things],
        kinds=[kind.name for kind in book(visitor).labour.kinds],
        problem=problem,
        errors=errors or {},
    )


def at(visitor: Visitor, day: date, clock: str) -> str | None:
    """A time of day, by the company's clock."""
    try:
        return moment(datetime.combine(day, datetime.strptime(clock, "%H:%M").time()).isoformat(), visitor.zone)  # noqa: DTZ007 - a time of day has no zone
    except ValueError:
        return clock or None
