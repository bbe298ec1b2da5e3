"""Taking an order: the gate before it, and what the client wants that it comes from (S0-41, S0-42)."""

from __future__ import annotations

from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from crm_es.site import desk_forms
from crm_es.site.anything.bodies import shown_again
from crm_es.site.anything.records import legal
from crm_es.site.inner import Problem
from crm_es.site.rendering import link
from crm_es.site.visitor import Seen, Visitor, here

routes = APIRouter()
MOVED: Final = 303
BLOCKED: Final = "order desk is blocked"
NO_INTEREST: Final = "an order comes from an interest"
NEW: Final = "/orders/new"
SOURCES: Final = ("call", "meeting", "mail", "web")
Known = Annotated[UUID | None, Query()]


@routes.get(NEW)
async def opened(
    visitor: Seen, *, interest_id: Known = None, client_id: Known = None, deal_id: Known = None
) -> Response:
    """The form, filled in from what the client wants. Where the notebook comes first one is led there, and back."""
    if await desk_forms.closed(visitor, "order"):
        return RedirectResponse(link("/", desk="order", then=here(visitor.request.url)), MOVED)
    known: dict[str, Any] = {"client_id": client_id}
    if interest_id:
        known = await of_interest(visitor, interest_id)
    elif deal_id:
        deal = await visitor.get(f"/deals/{deal_id}")
        known = {"client_id": deal["client_id"], "deal_id": deal_id}
    return await form_page(visitor, desk_forms.held(known), str(uuid4()))


@routes.post(NEW)
async def sent(visitor: Seen) -> Response:
    """Take the order; where nothing was noted that it comes from, that is noted first if so wished."""
    form = await visitor.request.form()
    order_id = desk_forms.id_of(form, "order_id")
    body = desk_forms.told(desk_forms.ORDER, form, visitor.zone)
    desk = f"/order-desks/{visitor.me.order_desk_id}"
    try:
        if form.get("action") == "note":
            body["interest_id"] = uuid4()
            said = {name: body[name] for name in ("client_id", "interest_id", "lines") if name in body}
            await visitor.post(f"{desk}/note-interest", said | {"source": form.get("source") or SOURCES[0]})
        await visitor.post(f"{desk}/place-order", {"order_id": order_id} | body)
    except Problem as problem:
        if problem.rule == BLOCKED:
            again = link(NEW, client_id=body.get("client_id"), interest_id=body.get("interest_id"))
            return RedirectResponse(link("/", desk="order", then=again), MOVED)
        return await form_page(visitor, shown_again(form), str(order_id), problem=problem, form=form)
    return RedirectResponse(f"/orders/{order_id}", MOVED)


async def of_interest(visitor: Visitor, interest_id: UUID) -> dict[str, Any]:
    """What the client was interested in, as the order would say it."""
    interest = await visitor.get(f"/interests/{interest_id}")
    placing = next(
        (one for one in await legal(visitor, "interests", interest_id) if one["command"] == "PlaceOrder"), None
    )
    said = {one["name"]: one["value"] for one in placing["fields"]} if placing else {}
    return {"client_id": interest["client_id"], "interest_id": interest_id, "lines": said.get("lines")}


async def form_page(
    visitor: Visitor,
    held: desk_forms.Held,
    order_id: str,
    *,
    problem: Problem | None = None,
    form: FormData | None = None,
) -> Response:
    wanted = await visitor.get("/interests", status="open", manager_id=visitor.me.id, limit=8)
    return visitor.page(
        "desk/order.html",
        problem.status if problem else 200,
        held=held,
        order_id=order_id,
        problem=problem,
        errors=desk_forms.in_rows(problem.errors, form) if problem and form is not None else {},
        without_interest=problem is not None and problem.rule == NO_INTEREST,
        sources=SOURCES,
        interests=wanted["rows"],
        client=await desk_forms.client_name(visitor, next(iter(held.get("f.client_id", [])), None)),
        products=await desk_forms.products(visitor),
    )
