"""Signing in and out."""

import asyncio
from datetime import datetime, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from pydantic import BaseModel, Field

from crm_es.api.devices import device
from crm_es.api.problems import documented
from crm_es.api.security import COOKIE, Asker, Door, same_site
from crm_es.store.accounts import WINDOW, Session, attempt, open_session, owner, revoke, succeed

TERM: Final = timedelta(hours=12)
"""How long one stays signed in."""
OPEN: Final[dict[str, Any]] = {"security": []}
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]


class Credentials(BaseModel):
    """Who one says to be, and the proof."""

    login: Annotated[Text, Field(min_length=1, max_length=100, examples=["anna"])]
    password: Annotated[Text, Field(min_length=1, max_length=200, examples=["correct horse battery"])]


class Opened(BaseModel):
    """A session or token. The token is told this once."""

    id: UUID
    token: str
    expires_at: datetime


def router(door: Door) -> APIRouter:
    routes = APIRouter(tags=["sign-in"])
    database = door.crm.log.datastore

    def enter(login: str, password: str, address: str, place: str) -> tuple[str, Session]:
        with database.get_connection() as db:
            if (attempt_id := attempt(db, login, address)) is None:
                raise HTTPException(429, headers={"Retry-After": str(int(WINDOW.total_seconds()))})
            person_id = owner(db, login, password)
            if person_id is None or not door.works_here(person_id):
                raise HTTPException(401, "Login and password do not belong together: check both.")
            succeed(db, attempt_id)
            return open_session(db, person_id, "session", place, TERM)

    @routes.post("/sign-in", responses=documented(401, 403, 429), openapi_extra=OPEN)
    async def sign_in(request: Request, response: Response, credentials: Credentials) -> Opened:
        """Sign in with a password. The answer sets a session cookie; its token also works as a bearer token."""
        same_site(request)
        address = request.client.host if request.client else "unknown"
        asked = (credentials.login, credentials.password, address, device(request.headers.get("user-agent")))
        token, session = await asyncio.get_running_loop().run_in_executor(door.slow, enter, *asked)
        secure, seconds = request.url.scheme == "https", int(TERM.total_seconds())
        response.set_cookie(COOKIE, token, max_age=seconds, httponly=True, samesite="lax", secure=secure)
        return Opened(id=session.session_id, token=token, expires_at=session.expires_at)

    @routes.post("/sign-out", status_code=204)
    def sign_out(response: Response, asker: Annotated[Asker, Depends(door)]) -> None:
        """End the session or token with which one asks."""
        with database.get_connection() as db:
            revoke(db, asker.person_id, asker.session.session_id)
        door.forget()
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")

    return routes
