"""Evidence of work: one's own first, by person, day and client; shared with clients by links that end (S3-10, X-42)."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response

from crm_es.site.anything.choosing import choices
from crm_es.site.anything.records import legal
from crm_es.site.inner import Problem
from crm_es.site.visitor import Seen, Visitor
from crm_es.site.working.own import done

routes = APIRouter()
Row = dict[str, Any]
SIZE: Final = 60
USUAL_DAYS: Final = 14
"""How long a link lives where nobody says otherwise."""
Text = Annotated[str, Query(max_length=60)]


@routes.get("/evidence")
async def evidence(
    *,
    visitor: Seen,
    person_id: Text = "",
    client_id: Text = "",
    day: date | None = None,
    work: UUID | None = None,
    ticket: UUID | None = None,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> Response:
    """Screenshots day by day: one's own where nothing is asked; those that wait for a yes or no above them."""
    narrowed = {"client_id": client_id or None, "work_id": work, "ticket_id": ticket}
    everybody = person_id == "all" or any(narrowed.values())
    whose = None if everybody and person_id in ("", "all") else (person_id or str(visitor.me.id))
    query = {**narrowed, "person_id": whose, **of_day(visitor, day)}
    found, offered, views, people, clients = await asyncio.gather(
        visitor.get("/evidence", **query, status="kept", limit=SIZE, cursor=cursor),
        visitor.get("/offered-screenshots", status="open", person_id=visitor.me.id, sort="starts", limit=50),
        visitor.get("/evidence-views", person_id=visitor.me.id, limit=10),
        visitor.get("/staff-members", limit=500, sort="name"),
        choices(visitor, "clients"),
    )
    return visitor.page(
        "evidence/grid.html",
        days=by_day(visitor, found["rows"]),
        offered=offered["rows"],
        views=views["rows"],
        people=[one for one in people["rows"] if not one["left_at"]],
        clients=clients,
        asked={"person_id": person_id, "client_id": client_id, "day": day, "work": work, "ticket": ticket},
        next_page=found["next_cursor"],
    )


@routes.get("/evidence/{evidence_id:uuid}")
async def picture(visitor: Seen, evidence_id: UUID) -> Response:
    """One screenshot in full, with the work it belongs to, and who looked at it."""
    row = await visitor.get(f"/evidence/{evidence_id}")
    views, actions, around = await asyncio.gather(
        visitor.get("/evidence-views", evidence_id=evidence_id, limit=50),
        legal(visitor, "evidence", evidence_id),
        visitor.get(
            "/evidence",
            person_id=row["person_id"],
            status="kept",
            starts_from=moved(row["starts"], -1),
            starts_to=moved(row["starts"], 1),
            sort="starts",
            limit=200,
        ),
    )
    ids = [one["evidence_id"] for one in around["rows"]]
    here = ids.index(str(evidence_id)) if str(evidence_id) in ids else None
    return visitor.page(
        "evidence/picture.html",
        row=row,
        views=views["rows"],
        actions=actions,
        before=ids[here - 1] if here else None,
        after=ids[here + 1] if here is not None and here + 1 < len(ids) else None,
    )


@routes.post("/evidence/offered/{evidence_id}/{answer}")
async def answered(visitor: Seen, evidence_id: UUID, answer: str) -> Response:
    """A picture that an agent made is kept, or dropped, and then nobody else ever sees it."""
    row = await visitor.get(f"/offered-screenshots/{evidence_id}")
    verb = "keep-screenshot" if answer == "keep" else "drop-screenshot"
    told = {"person_id": visitor.me.id, "evidence_id": evidence_id}
    await visitor.post(f"/activities/{row['activity_id']}/{verb}", told)
    text = visitor.speech.text
    return done(visitor, text("It is kept.") if answer == "keep" else text("It is dropped."), "/evidence")


@routes.post("/evidence/share")
async def chosen(visitor: Seen, ids: Annotated[list[UUID] | None, Form()] = None) -> Response:
    """Asks for whom the chosen pictures are, and until when."""
    return await share_page(visitor, [str(one) for one in ids or ()], {})


@routes.post("/evidence/share/send")
async def shared(
    visitor: Seen,
    until: Annotated[str, Form(max_length=10)] = "",
    client_id: Annotated[str, Form(max_length=60)] = "",
    for_whom: Annotated[str, Form(max_length=80)] = "",
    ids: Annotated[list[UUID] | None, Form()] = None,
) -> Response:
    """A link for the client, shown to be sent."""
    held = {"until": until, "client_id": client_id, "for_whom": for_whom}
    chosen_ids = [str(one) for one in ids or ()]
    body: Row = {"evidence_ids": chosen_ids, "client_id": client_id, "until": end_of(visitor, until)}
    body |= {"for_whom": for_whom.strip()} if for_whom.strip() else {}
    try:
        receipt = await visitor.post("/evidence-shares", body)
        given = await visitor.get(f"/evidence-shares/{receipt['id']}/link")
    except Problem as problem:
        return await share_page(visitor, chosen_ids, held, problem)
    return visitor.page("evidence/shared.html", given=given, share_id=receipt["id"])


async def share_page(
    visitor: Visitor, ids: list[str], held: dict[str, str], problem: Problem | None = None
) -> Response:
    rows = await asyncio.gather(*(visitor.get(f"/evidence/{one}") for one in ids[:SIZE]))
    clients = list({row["client_id"]: row["client"] for row in rows if row["client_id"]}.items())
    usual = {
        "until": (visitor.today + timedelta(USUAL_DAYS)).isoformat(),
        "client_id": clients[0][0] if clients else "",
        "for_whom": "",
    }
    return visitor.page(
        "evidence/share.html",
        problem.status if problem else 200,
        ids=ids,
        clients=clients,
        held=usual | held,
        problem=problem,
        errors=problem.errors if problem else {},
    )


def of_day(visitor: Visitor, day: date | None) -> dict[str, Any]:
    """The hours of a day of the company's calendar."""
    if day is None:
        return {}
    begins = datetime.combine(day, time(), visitor.zone)
    return {"starts_from": begins.isoformat(), "starts_to": (begins + timedelta(1, -1)).isoformat()}


def moved(at: str, days: int) -> str:
    return (datetime.fromisoformat(at) + timedelta(days)).isoformat()


def end_of(visitor: Visitor, until: str) -> str:
    """The end of a day; what is no day goes as it is, and is refused beside its field."""
    try:
        return datetime.combine(date.fromisoformat(until), time(23, 59), visitor.zone).isoformat()
    except ValueError:
        return until


def by_day(visitor: Visitor, rows: list[Row]) -> list[tuple[date, list[Row]]]:
    def day(row: Row) -> date:
        return datetime.fromisoformat(row["starts"]).astimezone(visitor.zone).date()

    return [(on, list(of)) for on, of in groupby(rows, key=day)]
