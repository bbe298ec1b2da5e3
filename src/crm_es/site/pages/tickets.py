"""A ticket on one page: what was said like mail, what was promised, what labour went into it (S3-02..S3-05, X-19)."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData, UploadFile

from crm_es.site.anything import values
from crm_es.site.anything.choosing import choices, names
from crm_es.site.anything.records import Version, looked_at, nothing
from crm_es.site.inner import Problem
from crm_es.site.uploads import kept
from crm_es.site.visitor import Seen, Visitor
from crm_es.site.working.own import book

routes = APIRouter()
PAGE: Final = "/tickets/{ticket_id:uuid}"
MOVED: Final = 303
OWN_WAYS: Final = frozenset({"ReplyToTicket", "MoveTicket"})
"""Commands that have a place of their own on the page."""
Row = dict[str, Any]
NEW: Final = (
    "subject",
    "text",
    "client_id",
    "contact_name",
    "contact_email",
    "contact_phone",
    "priority",
    "agreed_hours",
)


@routes.get(PAGE)
async def ticket(visitor: Seen, ticket_id: UUID, version: Version = None) -> Response:
    """The ticket, now or as it was at a version."""
    facts = await looked_at(visitor, "tickets", ticket_id, version)
    row, actions = facts["row"], facts["actions"]
    messages, worked, proofs, others = await asyncio.gather(
        visitor.get("/ticket-messages", ticket_id=ticket_id, sort="said_at", limit=500),
        visitor.get("/work-entries", ticket_id=ticket_id, limit=100),
        visitor.get("/evidence", ticket_id=ticket_id, status="kept", limit=12),
        visitor.get("/tickets", client_id=row["client_id"], limit=6) if row["client_id"] else nothing(),
    )
    offered = {one["command"]: one for one in actions}
    return visitor.page(
        "tickets/ticket.html",
        **facts | {"actions": [one for one in actions if one["command"] not in OWN_WAYS], "back": "/tickets/board"},
        offered=offered,
        stages=book(visitor).service.stages,
        messages=messages["rows"],
        files=files(facts["past"][::-1]),
        worked=worked["rows"],
        proofs=proofs["rows"],
        others=[one for one in (others["rows"] if others else ()) if one["ticket_id"] != str(ticket_id)],
        promises=promises(row),
        urgency=lambda due: values.urgency(visitor, datetime.fromisoformat(due)),
    )


@routes.post(f"{PAGE}/reply")
async def reply(visitor: Seen, ticket_id: UUID) -> Response:
    """Answer by mail, or note what was said; and where it goes then."""
    form = await visitor.request.form()
    body: Row = {"text": said(form, "text"), "channel": said(form, "channel") or "mail"}
    if stage := said(form, "move_to"):
        body["move_to"] = stage
    try:
        if files_ := await sent_files(visitor, form):
            body["files"] = files_
        await visitor.post(f"/tickets/{ticket_id}/reply-to", body, key=key_of(form))
    except Problem as problem:
        if not visitor.is_partial:
            raise
        sentence = visitor.speech.refusal(next(iter(problem.errors.values()), problem.detail))
        return visitor.page("note.html", problem.status, sentence=sentence)
    if not visitor.is_partial:
        return RedirectResponse(f"/tickets/{ticket_id}", MOVED)
    note = (
        visitor.speech.text("The answer is on its way.")
        if body["channel"] == "mail"
        else visitor.speech.text("It is noted.")
    )
    return Response(status_code=204, headers={"HX-Trigger": json.dumps({"done": {"note": note}})})


@routes.get("/tickets/new")
async def asked(visitor: Seen, client_id: UUID | None = None, follows_id: UUID | None = None) -> Response:
    """Asks what the client wants."""
    held = {"client_id": str(client_id or ""), "follows_id": str(follows_id or ""), "_key": str(uuid4())}
    return await form_page(visitor, held)


@routes.post("/tickets/new")
async def opened(visitor: Seen) -> Response:
    """A ticket is there; it goes to whoever's turn it is."""
    form = await visitor.request.form()
    held = {name: said(form, name) for name in (*NEW, "channel", "follows_id", "_key")}
    body = {name: text.replace(",", ".") if name == "agreed_hours" else text for name, text in held.items() if text}
    body.pop("_key", None)
    try:
        told: Row = {**body, **({"files": found} if (found := await sent_files(visitor, form)) else {})}
        receipt = await visitor.post("/tickets", told, key=key_of(form))
    except Problem as problem:
        return await form_page(visitor, held, problem)
    wanted = f"/tickets/{receipt['id']}"
    if visitor.is_partial:
        return Response(status_code=204, headers={"HX-Redirect": wanted})
    return RedirectResponse(wanted, MOVED)


async def form_page(visitor: Visitor, held: Row, problem: Problem | None = None) -> Response:
    clients = await choices(visitor, "clients")
    known = {held["client_id"]} - {"", *(one for one, _ in clients)}
    return visitor.page(
        "tickets/new.html",
        problem.status if problem else 200,
        held=held,
        clients=clients + await names(visitor, "clients", known),
        priorities=book(visitor).service.priorities,
        agreed=book(visitor).service.agreed_hours,
        problem=problem,
        errors=problem.errors if problem else {},
    )


def promises(row: Row) -> list[tuple[str, str | None, str | None]]:
    """What was promised: what, until when, and when it was kept."""
    return [
        ("first_response", row["first_response_due"], row["responded_at"]),
        ("next_response", row["next_response_due"], None),
        ("resolution", row["resolution_due"], row["done_at"]),
    ]


def files(past: list[Row]) -> dict[str, dict[str, str]]:
    """By message, the content of each file by its name: messages name them only."""
    found: dict[str, dict[str, str]] = {}
    for one in past:
        told = {file["name"]: file["sha256"] for file in one["facts"].get("files") or ()}
        if told:
            found.setdefault(one["occurred_at"], {}).update(told)
    return found


async def sent_files(visitor: Visitor, form: FormData) -> list[Any]:
    """Files that came with the form, kept."""
    found = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    return [json.loads(await kept(visitor.inner, one)) for one in found]


def said(form: FormData, name: str) -> str:
    text = form.get(name)
    return text.strip() if isinstance(text, str) else ""


def key_of(form: FormData) -> UUID | None:
    try:
        return UUID(said(form, "_key"))
    except ValueError:
        return None
