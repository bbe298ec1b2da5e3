"""A request for payment on one page: all that its author, its approvers and accounting need (S1-24, S1-22, X-37)."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from crm_es.site.anything.records import Version, looked_at
from crm_es.site.inner import Problem
from crm_es.site.uploads import kept
from crm_es.site.visitor import Seen, Visitor
from crm_es.stored_file import PICTURES

routes = APIRouter()
REGISTRY: Final = "payment-requests"
PAGE: Final = f"/{REGISTRY}/{{request_id:uuid}}"
MOVED: Final = 303
STALE: Final = 412
DECISIONS: Final = {
    "approve": "ApprovePaymentRequest",
    "return": "ReturnPaymentRequest",
    "reject": "RejectPaymentRequest",
}
"""What an approver says with one tap."""
OWN_WAYS: Final = {
    "RevisePaymentRequest": "edit",
    "PayPaymentRequest": "pay",
    "AttachPaymentFile": "",
    "CommentPaymentRequest": "",
    "SettlePaymentDoubt": "",
}
"""Commands that have a place of their own on the page, or a page or dialog of their own."""
ENDED: Final = frozenset({"rejected", "withdrawn"})
SAID: Final = ("comment", "reason")
Text = Annotated[str, Form(max_length=500)]


@routes.get(PAGE)
async def payment_request(visitor: Seen, request_id: UUID, version: Version = None) -> Response:
    """The request, now or as it was at a version."""
    facts, course, files, made = await asyncio.gather(
        looked_at(visitor, REGISTRY, request_id, version),
        visitor.get(f"/{REGISTRY}/{request_id}/course"),
        visitor.get("/contractor-files", payment_request_id=request_id, sort="attached_at", limit=100),
        visitor.get("/payments-made", payment_request_id=request_id, sort="paid_on", limit=100),
    )
    actions = facts["actions"]
    offered = {one["command"]: one for one in actions}
    return visitor.page(
        "payments/request.html",
        **facts,
        others=[one for one in actions if one["command"] not in OWN_WAYS and one["command"] not in decided(offered)],
        offered=offered,
        decisions=decided(offered),
        course=steps(facts["row"], course),
        files=files["rows"],
        pictures=PICTURES,
        made=made["rows"],
        words=words(facts["past"][::-1]),
    )


def decided(offered: dict[str, Any]) -> dict[str, str]:
    """The answers that an approver may give now, by command."""
    return {command: said for said, command in DECISIONS.items() if command in offered and is_asked(offered)}


def is_asked(offered: dict[str, Any]) -> bool:
    """Whether a yes or a no is waited for: accounting may send back too, but that is another step."""
    return "ApprovePaymentRequest" in offered


def steps(row: dict[str, Any], course: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The steps to show; payment only where it may still come."""
    found = course["steps"] if course else []
    return found[:-1] if row["status"] in ENDED and found else found


def words(past: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What people said about it, in order."""
    return [
        {**one, "said": one["facts"][name]}
        for one in past
        for name in SAID
        if isinstance(one["facts"].get(name), str) and one["facts"][name]
    ]


@routes.post(f"{PAGE}/decide")
async def decide(
    visitor: Seen,
    request_id: UUID,
    decision: Annotated[str, Form(max_length=20)],
    *,
    comment: Text = "",
    version: Annotated[int | None, Form(alias="_version", ge=1, le=2**31)] = None,
    key: Annotated[UUID | None, Form(alias="_key")] = None,
) -> Response:
    """Yes, back, or no: with one tap, and a word where it is no plain yes."""
    if decision not in DECISIONS:
        raise HTTPException(404)
    said = comment.strip()
    body = {"comment" if decision == "approve" else "reason": said} if said or decision != "approve" else {}
    return await sent(visitor, request_id, decision, body, DECISIONS[decision], version=version, key=key)


@routes.post(f"{PAGE}/comment")
async def comment_on(
    visitor: Seen, request_id: UUID, comment: Text = "", key: Annotated[UUID | None, Form(alias="_key")] = None
) -> Response:
    """A word about it, for everybody concerned."""
    return await sent(visitor, request_id, "comment", {"comment": comment.strip()}, "CommentPaymentRequest", key=key)


@routes.post(f"{PAGE}/files")
async def attach(visitor: Seen, request_id: UUID) -> Response:
    """Files of one kind: kept, and put to the request."""
    async with visitor.request.form() as form:
        files = [one for one in form.getlist("file") if isinstance(one, UploadFile) and one.filename]
        if not files:
            return visitor.page("note.html", status=422, sentence=visitor.speech.text("Choose a file first."))
        try:
            for file in files:
                body = {"kind": str(form.get("kind") or "other"), "file": json.loads(await kept(visitor.inner, file))}
                await visitor.inner.post(f"/{REGISTRY}/{request_id}/attach-payment-file", body)
        except Problem as problem:
            return refused(visitor, problem)
    await visitor.settled()
    return done(visitor, request_id, visitor.speech.text("The file is there."))


async def sent(
    visitor: Visitor, request_id: UUID, verb: str, body: dict[str, Any], command: str, **how: Any
) -> Response:
    """The command; what is refused is told beside the buttons."""
    version = how.pop("version", None)
    try:
        await visitor.post(f"/{REGISTRY}/{request_id}/{verb}", body, expected=version, **how)
    except Problem as problem:
        return refused(visitor, problem)
    return done(visitor, request_id, visitor.speech.text("Done: {what}", what=visitor.speech.name(command)))


def refused(visitor: Visitor, problem: Problem) -> Response:
    """Why not, beside what was tapped; as a page where a page was asked for."""
    if not visitor.is_partial:
        raise problem
    lacking = {"comment", "reason"} & problem.errors.keys()
    sentence = visitor.speech.text("Say why, in a few words.") if lacking else visitor.speech.refusal(problem.detail)
    return visitor.page(
        "payments/refused.html", status=problem.status, sentence=sentence, is_stale=problem.status == STALE
    )


def done(visitor: Visitor, request_id: UUID, note: str) -> Response:
    if visitor.is_partial:
        return Response(status_code=204, headers={"HX-Trigger": json.dumps({"done": {"note": note}})})
    return RedirectResponse(f"/{REGISTRY}/{request_id}", MOVED)
