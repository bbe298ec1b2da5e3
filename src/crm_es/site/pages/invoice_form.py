"""Writing an invoice: the gate before it, lines that add up while one types, drafts, prices that take approval."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from crm_es.site import desk_forms
from crm_es.site.anything.bodies import shown_again
from crm_es.site.inner import Problem
from crm_es.site.rendering import link
from crm_es.site.visitor import Seen, Visitor, here

routes = APIRouter()
MOVED: Final = 303
BLOCKED: Final = "invoice desk is blocked"
BELOW: Final = "price below the floor"
NEW: Final = "/invoices/new"
Known = Annotated[UUID | None, Query()]


@routes.get(NEW)
async def opened(
    visitor: Seen, *, draft: Known = None, client_id: Known = None, deal_id: Known = None, order_id: Known = None
) -> Response:
    """The form. Where something in the notebook comes first one is led there, and back afterwards (S0-28, S0-29)."""
    if await desk_forms.closed(visitor, "invoice"):
        return RedirectResponse(link("/", desk="invoice", then=here(visitor.request.url)), MOVED)
    known: dict[str, Any] = {}
    if draft:
        known = json.loads((await visitor.get(f"/invoice-drafts/{draft}"))["form"])
    elif order_id:
        known = await of_order(visitor, order_id)
    elif deal_id:
        deal = await visitor.get(f"/deals/{deal_id}")
        known = {"client_id": deal["client_id"], "deal_id": deal_id}
    if client_id:
        known["client_id"] = client_id
    return await form_page(visitor, desk_forms.held(known), str(draft or uuid4()), draft=draft is not None)


@routes.post(NEW)
async def sent(visitor: Seen) -> Response:
    """Issue it, or keep it as it is, or ask for prices that take approval, or throw it away."""
    form = await visitor.request.form()
    invoice_id, wanted = desk_forms.id_of(form, "invoice_id"), form.get("action")
    body = desk_forms.told(desk_forms.INVOICE, form, visitor.zone)
    try:
        if wanted == "drop":
            await visitor.post(f"{desk(visitor)}/drop-invoice-draft", {"invoice_id": invoice_id})
            return RedirectResponse("/", MOVED)
        if wanted == "keep":
            return await kept(visitor, invoice_id, body, note="kept")
        await visitor.post(f"{desk(visitor)}/issue-invoice", {"invoice_id": invoice_id} | body)
    except Problem as problem:
        if problem.rule == BLOCKED:
            return await kept(visitor, invoice_id, body, note="kept")
        if problem.rule == BELOW and wanted == "ask" and (reason := str(form.get("reason") or "").strip()):
            await ask_for_prices(visitor, problem, reason)
            return await kept(visitor, invoice_id, body, note="asked")
        draft = form.get("is_draft") == "true"
        return await form_page(visitor, shown_again(form), str(invoice_id), draft=draft, problem=problem, form=form)
    return RedirectResponse(f"/invoices/{invoice_id}", MOVED)


@routes.post("/invoices/new/sums")
async def sums(visitor: Seen) -> Response:
    """What it comes to as far as it is typed, and what is known of each product."""
    form = await visitor.request.form()
    rows = desk_forms.typed_rows(form, visitor.zone)
    body = {
        "client_id": form.get("f.client_id") or None,
        "currency": form.get("f.currency") or None,
        "lines": [line for _, line in rows],
    }
    try:
        found = await visitor.inner.post("/invoices/worked-out", body)
    except Problem:
        found = {"lines": [], "amount": None, "vat": None}
    numbered = dict(zip((n for n, _ in rows), found["lines"], strict=False))
    numbers = desk_forms.row_numbers(form)
    return visitor.page("desk/sums.html", found=found, numbered=numbered, numbers=numbers)


@routes.get("/invoices/new/closed")
async def closed(visitor: Seen) -> Response:
    """Whether something came before invoices while one was writing."""
    return visitor.page("desk/closed.html", closed=await desk_forms.closed(visitor, "invoice"))


@routes.get("/desk/clients")
async def clients(visitor: Seen, client: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Clients by what is typed of their names."""
    rows = (await visitor.get("/clients", q=client, limit=8))["rows"] if client.strip() else []
    return visitor.page("desk/clients.html", rows=rows, asked=client)


@routes.get("/invoice-drafts/{invoice_id}")
async def draft_of(visitor: Seen, invoice_id: UUID) -> Response:
    """An invoice that was begun is its form; of somebody else it is what they would ask for."""
    draft = await visitor.get(f"/invoice-drafts/{invoice_id}")
    if draft["manager_id"] == str(visitor.me.id):
        return RedirectResponse(link(NEW, draft=invoice_id), MOVED)
    return visitor.page("desk/draft.html", draft=draft, form=json.loads(draft["form"]))


def desk(visitor: Visitor) -> str:
    return f"/invoice-desks/{visitor.me.invoice_desk_id}"


async def kept(visitor: Visitor, invoice_id: UUID, body: dict[str, Any], *, note: str) -> Response:
    """Back to the form as it was kept, by way of the notebook where that comes first."""
    await visitor.post(f"{desk(visitor)}/draft-invoice", {"invoice_id": invoice_id} | body)
    return RedirectResponse(link(NEW, draft=invoice_id, said=note), MOVED)


async def ask_for_prices(visitor: Visitor, problem: Problem, reason: str) -> None:
    """Ask for each price that takes approval (S0-23)."""
    for remedy in problem.remedies:
        if remedy["command"] == "RequestPrice":
            await visitor.post("/price-approvals", remedy["fields"] | {"reason": reason})


async def of_order(visitor: Visitor, order_id: UUID) -> dict[str, Any]:
    """What an order says of the invoice for it."""
    order = await visitor.get(f"/orders/{order_id}")
    past = await visitor.get(f"/orders/{order_id}/history")
    said = {"order_id": order_id, "lines": past[0]["facts"]["lines"]}
    return {"client_id": order["client_id"], "deal_id": order["deal_id"]} | said


async def form_page(
    visitor: Visitor,
    held: desk_forms.Held,
    invoice_id: str,
    *,
    draft: bool,
    problem: Problem | None = None,
    form: FormData | None = None,
) -> Response:
    return visitor.page(
        "desk/invoice.html",
        problem.status if problem else 200,
        held=held,
        invoice_id=invoice_id,
        draft=draft,
        problem=problem,
        errors=desk_forms.in_rows(problem.errors, form) if problem and form is not None else {},
        below=problem is not None and problem.rule == BELOW,
        client=await desk_forms.client_name(visitor, next(iter(held.get("f.client_id", [])), None)),
        products=await desk_forms.products(visitor),
        note=visitor.request.query_params.get("said"),
    )
