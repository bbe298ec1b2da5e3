"""Somebody who came by a link: what it opens, in which language they read, and from where they came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from crm_es.api.house import House
from crm_es.api.security import same_site
from crm_es.api.turnstile import Turnstile
from crm_es.client_links import EXPIRED, FORGED, ROLE, ClientLink, read
from crm_es.context import Context
from crm_es.messages import Command, Refused
from crm_es.printing.shapes import Language
from crm_es.store.company_secrets import secret
from crm_es.web.rendering import preferred, rendered, words

TOO_OFTEN: Final = "too often"
NOT_FOUND: Final = "not found"
STATUSES: Final = {FORGED: 404, NOT_FOUND: 404, EXPIRED: 410, "link revoked": 410, TOO_OFTEN: 429, "another site": 403}
"""All else that is refused is a conflict."""
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
"""A page runs nothing, is shown in no other page, kept nowhere, found by no search, and its address told to no other
site.

Our own is told: else browsers send forms as if they came from nowhere.
"""


class Visit(NamedTuple):
    """One request of somebody who came by a link."""

    link: ClientLink
    token: str
    language: Language
    address: str
    """On the network, as far as the server knows it."""

    @property
    def here(self) -> str:
        return f"/c/{self.token}"

    def send(self, house: House, wish: Command) -> None:
        """What the client wishes. Raises Refused."""
        house.crm.handle(wish, Context(ROLE, datetime.now(UTC), roles=frozenset({ROLE})))

    def page(self, template: str, **facts: Any) -> Response:
        return HTMLResponse(rendered(template, self.language, here=self.here, **facts), headers=HEADERS)


def admitted(
    house: House, turnstile: Turnstile, request: Request, token: str, answer: Callable[[Visit], Response]
) -> Response:
    """What the link opens; else a page that says why not, and what to do."""
    language = preferred(request.headers.get("accept-language"))
    address = request.client.host if request.client else ""
    visit = None
    if not turnstile.lets(address):
        return refused(language, TOO_OFTEN)
    try:
        must_be_ours(request)
        with house.database() as db:
            key = secret(db)
        visit = Visit(read(token, key, datetime.now(UTC)), token, language, address)
        return answer(visit)
    except Refused as refusal:
        return refused(language, refusal.rule, visit.here if visit else None)


def must_be_ours(request: Request) -> None:
    """Forms are sent from our own pages alone."""
    if request.method == "POST":
        try:
            same_site(request)
        except HTTPException as error:
            raise Refused(error.detail, "another site") from None


def refused(language: Language, rule: str, back: str | None = None) -> Response:
    """Why it was refused, for the client."""
    known = words(language)["refusals"]
    said, what_to_do = known.get(rule, known[""])
    status = STATUSES.get(rule, 409)
    page = rendered(
        "told.html",
        language,
        said=said,
        what_to_do=what_to_do,
        back=back if status == 409 else None,  # noqa: PLR2004
    )
    return HTMLResponse(page, status, headers=HEADERS)


def saved(content: bytes, name: str, media_type: str) -> Response:
    """A paper, to be saved."""
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type=media_type)
