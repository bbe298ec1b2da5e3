"""A client on one page: who is there, what goes on, what was bought, and one history of all (S0-20); merging (X-11)."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup, escape

from crm_es.site.anything import values
from crm_es.site.anything.lists import of
from crm_es.site.anything.records import Version, looked_at
from crm_es.site.belongings import belongings
from crm_es.site.inner import Problem
from crm_es.site.past import past_of
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
REGISTRY: Final = "clients"
OF_CLIENT: Final[dict[str, dict[str, Any]]] = {
    "deals": {"outcome": "open"},
    "tickets": {"done_at": "none"},
    "complaints": {"closed_at": "none"},
    "tasks": {"to_do": True, "sort": "due"},
    "invoices": {"sort": "-issued_at"},
    "orders": {"sort": "-ordered_at"},
    "price-approvals": {"sort": "-requested_at"},
    "client-terms": {},
    "projects": {"closed_at": "none"},
    "reconciliations": {},
}
"""Lists with what goes on with a client, and what is asked of each."""
OWN: Final = frozenset({"ContactClient", "PlanContacts", "AddContact", "DescribeClient", "ExplainLapse", "MergeClient"})
"""Commands that have a place of their own on the page."""
CHOSEN: Final = ("name", "inn", "kpp", "address", "contract", "sector", "segment", "phones", "emails", "codes")
"""What a client that goes on may take from one that is merged into it."""
MOVED: Final = 303
PHONE: Final = re.compile(r"\+\d{7,15}")
ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@routes.get("/clients/{client_id:uuid}")
async def client(visitor: Seen, client_id: UUID, version: Version = None) -> Response:
    """The client, now or as it was at a version."""
    facts, stays, what_happened, papers = await asyncio.gather(
        looked_at(visitor, REGISTRY, client_id, version),
        listed(visitor, "reservoir", client_id=client_id, sort="-since"),
        past_of(visitor, REGISTRY, client_id),
        belongings(visitor, {name: {"client_id": client_id, **query} for name, query in OF_CLIENT.items()}),
    )
    actions = facts["actions"]
    return visitor.page(
        "clients/client.html",
        **facts,
        can={one["command"]: one for one in actions},
        rare=[one for one in actions if one["command"] not in OWN],
        contacts=[reached(one) for one in facts["row"]["contacts"]],
        reached=reached,
        stays=stays,
        papers=papers,
        what_happened=what_happened,
    )


async def listed(visitor: Visitor, name: str, **query: Any) -> list[dict[str, Any]]:
    """The rows of a list; none where the list is not for this person."""
    try:
        rows: list[dict[str, Any]] = (await visitor.get(f"/{name}", **query, limit=10))["rows"]
    except Problem:
        return []
    return rows


def reached(said: str) -> Markup:
    """Who somebody is, with phones that are called and addresses that are written to by a tap."""
    called = PHONE.sub(r'<a href="tel:\g<0>">\g<0></a>', str(escape(said)))
    return Markup(ADDRESS.sub(r'<a href="mailto:\g<0>">\g<0></a>', called))  # noqa: S704 - escaped before


# ── Merging ─────────────────────────────────────────────────────────────────


@routes.get("/clients/{client_id:uuid}/merge")
async def merging(visitor: Seen, client_id: UUID, into: Annotated[str, Query(max_length=40)] = "") -> Response:
    """Into which one, and then what it has from each of the two."""
    return await both(visitor, client_id, into)


@routes.post("/clients/{client_id:uuid}/merge")
async def merge(visitor: Seen, client_id: UUID) -> Response:
    """What was chosen is written to the one that goes on, and then the other is merged into it."""
    form = {name: str(text) for name, text in (await visitor.request.form()).items()}
    into = form.get("into", "")
    this, other = await asyncio.gather(visitor.get(f"/clients/{client_id}"), visitor.get(f"/clients/{into}"))
    taken = {name: this[name] for name in CHOSEN if form.get(name) == "this" and this[name] != other[name]}
    try:
        if (name := taken.pop("name", None)) is not None:
            await visitor.inner.post(f"/clients/{into}/rename", {"name": name})
        if taken := {name: held for name, held in taken.items() if held is not None}:
            await visitor.inner.post(f"/clients/{into}/describe", taken)
        await visitor.post(f"/clients/{client_id}/merge", {"into_id": into, "reason": form.get("reason") or None})
    except Problem as problem:
        return await both(visitor, client_id, into, problem)
    if not visitor.is_partial:
        return RedirectResponse(f"/clients/{into}", MOVED)
    return Response(status_code=204, headers={"HX-Redirect": f"/clients/{into}"})


async def both(visitor: Visitor, client_id: UUID, into: str, problem: Problem | None = None) -> Response:
    this = await visitor.get(f"/clients/{client_id}")
    other = await visitor.get(f"/clients/{into}") if into and into != str(client_id) else None
    return visitor.page(
        "clients/merge.html",
        problem.status if problem else 200,
        this=this,
        other=other,
        differing=[name for name in CHOSEN if other and this[name] and this[name] != other[name]],
        shown=of(REGISTRY),
        values=values,
        problem=problem,
    )
