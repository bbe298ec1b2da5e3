"""Who is asking? Session cookies for pages, bearer tokens for programs."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Annotated, Final, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Header, HTTPException, Request

from crm_es.application import Crm
from crm_es.store.accounts import Session, digest, session_of

COOKIE: Final = "crm_session"
FRESH: Final = 5.0
"""Seconds for which a session that was looked up will do."""
KEPT: Final = 10_000
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Asker(NamedTuple):
    """The person behind a request."""

    person_id: UUID
    session: Session


class Door:
    """Lets in whoever has a live session and works here."""

    def __init__(self, crm: Crm) -> None:
        self.crm = crm
        self.slow = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")
        """A password takes 64 MB to check: two at once are enough."""
        self._known: dict[bytes, tuple[float, Asker]] = {}

    async def __call__(
        self, request: Request, authorization: Annotated[str | None, Header(include_in_schema=False)] = None
    ) -> Asker:
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            token = request.cookies.get(COOKIE, "")
            if token and request.method not in SAFE:
                same_site(request)
        if not token.strip():
            raise unknown()
        hashed = digest(token.strip())
        looked_up, asker = self._known.get(hashed, (0.0, None))
        if asker is None or monotonic() - looked_up > FRESH:
            asker = await asyncio.to_thread(self._look_up, hashed)
        part = asker.session.only_for
        if part and not request.url.path.startswith(f"/api/v1/{part}/"):
            raise HTTPException(403, f"This token opens the {part} alone: take another for anything else.")
        return asker

    def _look_up(self, hashed: bytes) -> Asker:
        self._known.pop(hashed, None)
        with self.crm.log.datastore.get_connection() as db:
            session = session_of(db, hashed)
        if session is None or not self.works_here(session.staff_member_id):
            raise unknown()
        if len(self._known) >= KEPT:
            self._known.clear()
        asker = Asker(session.staff_member_id, session)
        self._known[hashed] = (monotonic(), asker)
        return asker

    def works_here(self, person_id: UUID) -> bool:
        person = self.crm.reference.people.get(person_id)
        return person is not None and not person.left

    def forget(self) -> None:
        """Look everybody up again: somebody's session has ended."""
        self._known.clear()


def unknown() -> HTTPException:
    return HTTPException(401, headers={"WWW-Authenticate": "Bearer"})


def same_site(request: Request) -> None:
    """A page of somebody else may not use the cookie. Programs say neither of the two headers."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None and origin is not None:
        site = "same-origin" if urlsplit(origin).netloc == request.headers.get("host") else "cross-site"
    if site not in (None, "same-origin", "none"):
        raise HTTPException(403, "This came from a page of another site: use the pages of this one.")
