"""The one form of a request for payment: filled in by itself as far as something is known (S1-05..S1-21, S1-37)."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from crm_es.site.inner import Problem
from crm_es.site.payment_filling import FIELDS, body_of, flat, invoices, of_reading, of_suggestions, place_of
from crm_es.site.uploads import with_files
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
MOVED: Final = 303
REQUESTS: Final = "/payment-requests"
PAGE: Final = f"{REQUESTS}/{{request_id:uuid}}"
CHOSEN: Final = ("kind", "department", "budget_line")
ALWAYS: Final = ("what_for", "amount")
"""What even a draft says."""
LARGEST: Final = 21_000_000
"""Bytes of an invoice with what is sent around it."""
TOO_LARGE: Final = 413
Id = UUID | None


@routes.get(f"{REQUESTS}/new")
async def new(visitor: Seen, copy_of: Id = None, contractor_id: Id = None) -> Response:
    """The empty form; that of an earlier request, or of a contractor, filled in as far as these are known."""
    held: dict[str, str] = {}
    origins: dict[str, str] = {}
    if copy_of or contractor_id:
        found = await visitor.get(f"{REQUESTS}/suggestions", copy_of=copy_of, contractor_id=contractor_id)
        told = of_suggestions(visitor.speech, visitor.today, found)
        held = {one["name"]: one["value"] for one in told["fields"]}
        origins = {one["name"]: one["origin"] for one in told["fields"]}
    return await shown(visitor, None, held, origins=origins)


@routes.get("/do/DraftPaymentRequest")
async def instead_of_dialog(visitor: Seen) -> Response:
    """This command has a page of its own."""
    return gone(visitor, f"{REQUESTS}/new")


@routes.get("/do/RevisePaymentRequest")
async def instead_of_revising(visitor: Seen, record_id: Annotated[UUID, Query(alias="id")]) -> Response:
    """So has this."""
    return gone(visitor, f"{REQUESTS}/{record_id}/edit")


@routes.get(f"{PAGE}/edit")
async def edit(visitor: Seen, request_id: UUID) -> Response:
    """The form as it stands, for a draft or what was sent back."""
    described, row = await asyncio.gather(
        visitor.get("/commands/RevisePaymentRequest", id_=request_id), visitor.get(f"{REQUESTS}/{request_id}")
    )
    if not described["legal"]:
        return RedirectResponse(f"{REQUESTS}/{request_id}", MOVED)
    form = next(one["value"] for one in described["fields"] if one["name"] == "form")
    return await shown(visitor, request_id, flat(form) | {"contractor": row["contractor"] or ""}, row=row)


@routes.post(f"{REQUESTS}/new")
async def begin(visitor: Seen) -> Response:
    """Begin a request."""
    return await entered(visitor, None)


@routes.post(f"{PAGE}/edit")
async def revise(visitor: Seen, request_id: UUID) -> Response:
    """Fill it in anew."""
    return await entered(visitor, request_id)


@routes.post(f"{PAGE}/submit")
async def submit(visitor: Seen, request_id: UUID) -> Response:
    """Send a draft for approval as it stands; what it lacks is told in its form."""
    try:
        await visitor.post(f"{REQUESTS}/{request_id}/submit")
    except Problem as problem:
        if not visitor.is_partial:
            raise
        sentence = visitor.speech.refusal(problem.detail)
        return visitor.page("payments/refused.html", status=problem.status, sentence=sentence, is_stale=False)
    return gone(visitor, f"{REQUESTS}/{request_id}")


async def entered(visitor: Visitor, request_id: UUID | None) -> Response:
    """Keep the form, and send it for approval where that is wished; every fault is told beside its field."""
    form = await visitor.request.form()
    unkept: dict[str, str] = {}
    try:
        form = await with_files(visitor.inner, form)
    except Problem as problem:
        unkept = {"invoice_file": problem.detail}
        form = FormData([(name, held) for name, held in form.multi_items() if isinstance(held, str)])
    wish = form.get("wish")
    if wish not in ("draft", "submit"):
        raise HTTPException(404)
    held = {name: str(form.get(name) or "") for name in FIELDS}
    files = invoices(form)
    attached = request_id is not None and form.get("has_invoice") == "1"
    told = {"form": body_of(held), "complete": wish == "submit", "has_invoice": bool(files) or attached}
    if errors := unkept | await faults(visitor, held, told):
        return await shown(visitor, request_id, held, form=form, errors=errors, status=422)
    try:
        request_id = await kept(visitor, held, form, request_id)
        if wish == "submit":
            await visitor.inner.post(f"{REQUESTS}/{request_id}/submit")
        await visitor.settled()
    except Problem as problem:
        await visitor.settled()
        wrong = {place_of(name, held): said for name, said in problem.errors.items()}
        return await shown(visitor, request_id, held, form=form, errors=wrong, problem=problem, status=problem.status)
    return gone(visitor, f"{REQUESTS}/{request_id}")


async def faults(visitor: Visitor, held: dict[str, str], told: dict[str, Any]) -> dict[str, str]:
    """What is wrong, by the name of its field on the page."""
    found = (await visitor.inner.post(f"{REQUESTS}/check", told))["errors"]
    errors = {place_of(one["field"], held): one["message"] for one in found}
    if held["contractor"].strip():
        errors.pop("contractor", None)
    for name in ALWAYS:
        if not held[name].strip():
            errors.setdefault(name, "Fill this in.")
    return errors


async def kept(visitor: Visitor, held: dict[str, str], form: FormData, request_id: UUID | None) -> UUID:
    """The draft as it was typed; a contractor whom nobody knew is entered on the way."""
    if held["contractor"].strip() and not held["contractor_id"]:
        held["contractor_id"] = await met(visitor, held)
    body = {"form": body_of(held)}
    if request_id is None:
        request_id = UUID(str(form.get("_key"))) if form.get("_key") else uuid4()
        await visitor.inner.post(REQUESTS, {"id": str(request_id), **body}, key=request_id)
    else:
        version = str(form.get("_version") or "")
        expected = int(version) if version.isdigit() else None
        await visitor.inner.post(f"{REQUESTS}/{request_id}/revise", body, expected=expected)
    for file in invoices(form):
        await visitor.inner.post(f"{REQUESTS}/{request_id}/attach-payment-file", {"kind": "invoice", "file": file})
    return request_id


async def met(visitor: Visitor, held: dict[str, str]) -> str:
    """The contractor of this name or ИНН, entered now if there is none."""
    name = held["contractor"].strip()
    for row in (await visitor.get("/contractors", q=name, limit=50))["rows"]:
        if row["name"].casefold() == name.casefold():
            return str(row["contractor_id"])
    receipt = await visitor.post("/contractors", {"name": name})
    if details := body_of(held).get("details"):
        await visitor.post(f"/contractors/{receipt['id']}/record-bank-details", {"details": details})
    return str(receipt["id"])


async def shown(
    visitor: Visitor, request_id: UUID | None, held: dict[str, str], *, form: FormData | None = None, **more: Any
) -> Response:
    """The form with what is held in it."""
    described = await visitor.get("/commands/DraftPaymentRequest")
    fields = {one["name"]: one for one in next(one for one in described["fields"] if one["name"] == "form")["fields"]}
    required = (await visitor.get("/playbook"))["playbook"]["payments"]["required"]
    row = more.pop("row", None) or (await visitor.get(f"{REQUESTS}/{request_id}") if request_id else None)
    problem = more.pop("problem", None)
    answer = visitor.page(
        "payments/form.html",
        request_id=request_id,
        row=row,
        held=dict.fromkeys(FIELDS, "") | held,
        files=invoices(form) if form else [],
        raw_files=[one for one in form.getlist("invoice") if isinstance(one, str)] if form else [],
        has_invoice=bool(row and row["files"]),
        errors=more.pop("errors", {}),
        origins=more.pop("origins", {}),
        problem=problem,
        required=frozenset(required),
        choices={name: [one["value"] for one in fields[name].get("choices") or ()] for name in CHOSEN},
        key=(form.get("_key") if form else None) or str(uuid4()),
        version=(form.get("_version") if form else None) or "",
        **more,
    )
    if request_id:
        answer.headers["HX-Push-Url"] = f"{REQUESTS}/{request_id}/edit"
    return answer


def gone(visitor: Visitor, path: str) -> Response:
    if visitor.is_partial:
        return Response(status_code=204, headers={"HX-Redirect": path})
    return RedirectResponse(path, MOVED)


@routes.get(f"{REQUESTS}/-/suggestions")
async def suggestions(
    visitor: Seen,
    contractor_id: Id = None,
    inn: Annotated[str | None, Query(pattern=r"^[0-9]{1,12}$")] = None,
    bik: Annotated[str | None, Query(pattern=r"^[0-9]{1,9}$")] = None,
) -> dict[str, Any]:
    """What the form could be filled in with, as one types."""
    found = await visitor.get(f"{REQUESTS}/suggestions", contractor_id=contractor_id, inn=inn, bik=bik)
    return of_suggestions(visitor.speech, visitor.today, found)


@routes.post(f"{REQUESTS}/-/reading")
async def reading(visitor: Seen) -> Response:
    """What an invoice says: a PDF, a photo of its payment code, or the text of the code."""
    headers = visitor.request.headers
    if int(headers.get("content-length") or 0) > LARGEST:
        raise HTTPException(TOO_LARGE)
    body = await visitor.request.body()
    sent = {"content-type": headers.get("content-type", "text/plain"), "content-length": str(len(body))}
    try:
        answer = await visitor.inner.ask("POST", "/readings", body=body, headers=sent)
    except Problem as problem:
        return JSONResponse({"sentence": visitor.speech.refusal(problem.detail)}, problem.status)
    return JSONResponse(of_reading(visitor.speech, answer.json))


@routes.get(f"{REQUESTS}/-/contractors")
async def contractors(visitor: Seen, q: Annotated[str, Query(max_length=100)] = "") -> list[dict[str, Any]]:
    """Contractors whose name or ИНН has these letters."""
    rows = (await visitor.get("/contractors", q=q.strip() or None, limit=10))["rows"]
    return [{"id": row["contractor_id"], "name": row["name"], "inn": row["inn"] or ""} for row in rows]


@routes.post(f"{REQUESTS}/-/check")
async def check(visitor: Seen) -> dict[str, str]:
    """What is wrong so far, field by field: what is not filled in yet is no fault."""
    form = await visitor.request.form(max_files=0)
    held = {name: str(form.get(name) or "") for name in FIELDS}
    found = (await visitor.inner.post(f"{REQUESTS}/check", {"form": body_of(held)}))["errors"]
    return {place_of(one["field"], held): visitor.speech.refusal(one["message"]) for one in found}
