"""One's own sessions and password (X-32)."""

import asyncio
from datetime import datetime
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends, HTTPException, Path, Request
from pydantic import BaseModel, Field

from crm_es.api.administration import must_be_signed_in
from crm_es.api.problems import documented
from crm_es.api.security import Asker, Door
from crm_es.api.sign_in import Text
from crm_es.messages import Refused
from crm_es.store.account_standing import login_of
from crm_es.store.accounts import WINDOW, attempt, owner, revoke, sessions, set_password, succeed

log = structlog.get_logger()


class OwnSession(BaseModel):
    """A place where one is signed in."""

    id: UUID
    label: str = Field(description="From where one signed in.", examples=["Firefox on Windows"])
    created_at: datetime
    expires_at: datetime
    current: bool = Field(description="It is the one with which this was asked.")


class OwnSessions(BaseModel):
    """Where one is signed in, the latest first."""

    rows: list[OwnSession]


class NewOwnPassword(BaseModel):
    """Another password, and the one so far."""

    old: Annotated[Text, Field(min_length=1, max_length=200, examples=["correct horse battery"])]
    new: Annotated[Text, Field(min_length=1, max_length=200, examples=["another good one"])]


class SessionsEnded(BaseModel):
    """What the new password put an end to."""

    ended: int = Field(description="How many other sessions and tokens.")


def router(door: Door) -> APIRouter:
    routes = APIRouter(tags=["sign-in"])
    database = door.crm.log.datastore

    @routes.get("/me/sessions")
    def list_sessions(asker: Annotated[Asker, Depends(door)]) -> OwnSessions:
        """Where one is signed in now, the latest first."""
        with database.get_connection() as db:
            found = sessions(db, asker.person_id, "session")
        mine = asker.session.session_id
        return OwnSessions(
            rows=[
                OwnSession(
                    id=one.session_id,
                    label=one.label,
                    created_at=one.created_at,
                    expires_at=one.expires_at,
                    current=one.session_id == mine,
                )
                for one in found
            ]
        )

    @routes.delete("/me/sessions/{id}", status_code=204, responses=documented(404))
    def end_session(session_id: Annotated[UUID, Path(alias="id")], asker: Annotated[Asker, Depends(door)]) -> None:
        """Sign out somewhere."""
        with database.get_connection() as db:
            if not revoke(db, asker.person_id, session_id):
                raise HTTPException(404, "You have no such session.")
        door.forget()

    def changed(asker: Asker, wish: NewOwnPassword, address: str) -> SessionsEnded:
        with database.get_connection() as db:
            if (login := login_of(db, asker.person_id)) is None:
                raise Refused("You have no account: ask an administrator to make one.", "no account")
            if (attempt_id := attempt(db, login, address)) is None:
                raise HTTPException(429, headers={"Retry-After": str(int(WINDOW.total_seconds()))})
            if owner(db, login, wish.old) != asker.person_id:
                raise Refused("This is not your password so far: type it again.", "old password")
            succeed(db, attempt_id)
            return SessionsEnded(ended=set_password(db, login, wish.new, keep=asker.session.session_id))

    @routes.post("/me/password", responses=documented(403, 409, 429))
    async def change_password(
        request: Request, wish: NewOwnPassword, asker: Annotated[Asker, Depends(door)]
    ) -> SessionsEnded:
        """Change one's own password. All other sessions and tokens end."""
        must_be_signed_in(asker)
        address = request.client.host if request.client else "unknown"
        told = await asyncio.get_running_loop().run_in_executor(door.slow, changed, asker, wish, address)
        door.forget()
        log.info("a password was changed", person=str(asker.person_id))
        return told

    return routes
