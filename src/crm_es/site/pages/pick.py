"""Choosing a record of a long list as one types; a client who is new is entered at once."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import uuid4

from fastapi import APIRouter, Form, Query, Response

from crm_es.aggregates.client import MeetClient
from crm_es.api.commands import MACHINES
from crm_es.site.anything.lists import of
from crm_es.site.anything.records import title
from crm_es.site.inner import Problem
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
FOUND: Final = 12
BESIDE: Final = ("inn", "client", "sector", "owner", "reference", "number", "stage")
"""What tells rows of one name apart."""


@routes.get("/pick/{registry}")
async def found(visitor: Seen, registry: str, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """The rows that the words are found in."""
    shown, words = of(registry), q.strip()
    asked = {"q": words or None} if shown.search else {}
    rows = (await visitor.get(f"/{registry}", **asked, limit=FOUND))["rows"]
    options = [
        (str(row[shown.id_column]), title(row), next((str(row[one]) for one in BESIDE if row.get(one)), ""))
        for row in rows
    ]
    return visitor.page("anything/picked.html", options=options, new=words if may_add(visitor, registry) else "")


@routes.post("/pick/clients")
async def added(visitor: Seen, name: Annotated[str, Form(max_length=200)]) -> Response:
    """A client of whom nothing but the name is known yet."""
    client_id = uuid4()
    told = {"id": client_id, "name": name.strip(), "owner_id": visitor.me.id}
    try:
        await visitor.post("/clients", told)
    except Problem as problem:
        sentence = next(iter(problem.errors.values()), problem.detail)
        return visitor.page("note.html", problem.status, sentence=visitor.speech.refusal(sentence))
    return visitor.page("anything/picked.html", options=[(str(client_id), name.strip(), "")], new="")


def may_add(visitor: Visitor, registry: str) -> bool:
    return registry == "clients" and not (MeetClient.ROLES - MACHINES).isdisjoint(visitor.roles)
