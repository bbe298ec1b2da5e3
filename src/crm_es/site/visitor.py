"""Somebody who looks at a page: who they are, how they read, and what they ask the API."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, tzinfo
from time import monotonic
from typing import Annotated, Any, Final
from uuid import uuid4

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import URL

from crm_es import policies, projections
from crm_es.api.company import Me
from crm_es.api.security import SAFE, same_site
from crm_es.application import Crm
from crm_es.printing.shapes import Language
from crm_es.runners import modules_of
from crm_es.site.inner import Inner, Problem
from crm_es.site.menu import menu
from crm_es.site.rendering import rendered
from crm_es.site.speech import Speech, speech
from crm_es.store.tracking import places
from crm_es.web.rendering import preferred

LANGUAGE: Final = "crm_language"
THEME: Final = "crm_theme"
"""Cookies with what one chose."""
UNKNOWN: Final = 401
PATIENCE: Final = 1.5
"""Seconds that a page waits until everybody has heard of what was done."""
PAUSE: Final = 0.01
READERS: Final = frozenset(name for part in (policies, projections) for name, _ in modules_of(part))


class Stranger(Exception):
    """Nobody is signed in: they are asked to, and come back to where they wanted to go."""


class Visitor:
    """One request of somebody who is signed in."""

    def __init__(self, request: Request, crm: Crm, inner: Inner, me: Me) -> None:
        self.request, self.crm, self.inner, self.me = request, crm, inner, me
        self.language = language(request, me)
        self.speech: Speech = speech(self.language)
        self.get = inner.get

    @property
    def zone(self) -> tzinfo:
        """Of the company."""
        return self.crm.reference.calendar.zone

    @property
    def today(self) -> date:
        """Of the company."""
        return datetime.now(self.zone).date()

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(self.me.roles)

    @property
    def is_partial(self) -> bool:
        """A part of the page is asked for, not all of it."""
        return self.request.headers.get("hx-request") == "true"

    async def post(self, path: str, body: Any = None, **how: Any) -> Any:
        """Wish for something, and wait until lists show it."""
        told = await self.inner.post(path, body, **how)
        await self.settled()
        return told

    async def settled(self) -> None:
        """Wait until policies have answered what happened and projections show it; not for long."""
        until = monotonic() + PATIENCE
        for _ in range(2):
            newest = self.crm.log.head()
            while await asyncio.to_thread(self._lowest) < newest and monotonic() < until:  # noqa: ASYNC110
                await asyncio.sleep(PAUSE)

    def _lowest(self) -> int:
        with self.crm.log.datastore.get_connection() as db:
            return min((place.position for place in places(db) if place.name in READERS), default=0)

    def page(self, template: str, /, status: int = 200, **facts: Any) -> HTMLResponse:
        """A whole page, or a part of one, from its template."""
        return HTMLResponse(rendered(template, **self.facts, **facts), status)

    @property
    def facts(self) -> dict[str, Any]:
        """What every template knows."""
        return {
            "visitor": self,
            "me": self.me,
            "request": self.request,
            "here": here(self.request.url),
            "speech": self.speech,
            "_": self.speech.text,
            "plural": self.speech.plural,
            "name": self.speech.name,
            "zone": self.zone,
            "today": self.today,
            "menu": menu(self.roles),
            "theme": self.request.cookies.get(THEME, "auto"),
            "new_key": uuid4,
        }


def language(request: Request, me: Me | None = None) -> Language:
    """What one chose here, else what one chose for letters, else what the browser would rather have."""
    chosen = request.cookies.get(LANGUAGE) or getattr(me, "language", None)
    if chosen == "ru":
        return "ru"
    return "en" if chosen == "en" else preferred(request.headers.get("accept-language"))


def here(url: URL) -> str:
    """The address of this page, as a link within the site."""
    return f"{url.path}?{url.query}" if url.query else url.path


async def visitor(request: Request) -> Visitor:
    """Whoever asks. Raises Stranger where nobody is signed in; a page of somebody else may send nothing."""
    if request.method not in SAFE:
        same_site(request)
    inner = Inner(request.app.state.api, request.scope)
    try:
        me = Me.model_validate(await inner.get("/me"))
    except Problem as problem:
        if problem.status == UNKNOWN:
            raise Stranger from None
        raise
    return Visitor(request, request.app.state.crm, inner, me)


Seen = Annotated[Visitor, Depends(visitor)]
"""A page's parameter: whoever looks at it."""
