"""Pages that a client opens by a link, without signing in (X-27): no script runs in them."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.datastructures import FormData

from crm_es.api import client_act, client_evidence
from crm_es.api.client_visit import HEADERS, NOT_FOUND, Visit, admitted
from crm_es.api.house import House
from crm_es.api.turnstile import Turnstile
from crm_es.client_links import LONGEST, LinkKind
from crm_es.messages import Refused
from crm_es.web.rendering import STYLE, style

TURNSTILE: Final = (600, 60.0)
"""How many requests of one address are answered in so many seconds: a page with its pictures is many."""
PAGES: Final[dict[LinkKind, Callable[[House, Visit], Response]]] = {
    "act": client_act.page,
    "evidence": client_evidence.page,
}
PICTURES: Final = {"picture": client_evidence.picture, "thumbnail": client_evidence.thumbnail_of}
WISHES: Final = {"accept": client_act.accept, "dispute": client_act.dispute}
Token = Annotated[str, Path(max_length=LONGEST + 40)]


def router(house: House) -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    turnstile = Turnstile(*TURNSTILE)

    @routes.get(f"/static/{STYLE}")
    async def styled() -> Response:
        return Response(style(), headers={"Cache-Control": "public, max-age=3600"}, media_type="text/css")

    @routes.get("/c/{token}")
    def opened(request: Request, token: Token) -> Response:
        def answer(visit: Visit) -> Response:
            return PAGES[visit.link.kind](house, visit)

        return admitted(house, turnstile, request, token, answer)

    @routes.get("/c/{token}/{name}")
    def paper(request: Request, token: Token, name: str) -> Response:
        def answer(visit: Visit) -> Response:
            return client_act.download(house, only(visit, "act"), name)

        return admitted(house, turnstile, request, token, answer)

    @routes.get("/c/{token}/{size}/{evidence_id}")
    def picture(request: Request, token: Token, size: str, evidence_id: str) -> Response:
        def answer(visit: Visit) -> Response:
            return pictured(house, only(visit, "evidence"), size, evidence_id)

        return admitted(house, turnstile, request, token, answer)

    forms(routes, house, turnstile)
    return routes


def forms(routes: APIRouter, house: House, turnstile: Turnstile) -> None:
    """What a client sends."""

    @routes.post("/c/{token}/{wish}")
    async def wished(request: Request, token: Token, wish: str) -> Response:
        form = await request.form(max_files=0, max_fields=10, max_part_size=20_000)

        def answer(visit: Visit) -> Response:
            if wish not in WISHES:
                raise Refused("There is nothing at this address.", NOT_FOUND)
            try:
                WISHES[wish](house, only(visit, "act"), told(form))
            except ValidationError:
                raise Refused("Say what is wrong, in up to 2000 characters.", "a comment is needed") from None
            return RedirectResponse(visit.here, 303, headers=HEADERS)

        return await asyncio.to_thread(admitted, house, turnstile, request, token, answer)


def only(visit: Visit, kind: LinkKind) -> Visit:
    """Raises Refused where the link opens something else."""
    if visit.link.kind != kind:
        raise Refused("There is nothing at this address.", NOT_FOUND)
    return visit


def pictured(house: House, visit: Visit, size: str, evidence_id: str) -> Response:
    try:
        return PICTURES[size](house, visit, UUID(evidence_id))
    except (KeyError, ValueError):
        raise Refused("There is nothing at this address.", NOT_FOUND) from None


def told(form: FormData) -> dict[str, str]:
    """The fields of a form, without signs that no text holds."""
    texts = {name: value for name, value in form.items() if isinstance(value, str)}
    return {name: "".join(sign for sign in text if sign.isprintable() or sign == "\n") for name, text in texts.items()}
