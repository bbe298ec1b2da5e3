"""Tokens for programs that ask in a person's name."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Path
from pydantic import BaseModel, Field

from crm_es.api.problems import documented
from crm_es.api.security import Asker, Door
from crm_es.api.sign_in import Opened, Text
from crm_es.store.accounts import Part, open_session, revoke, sessions


class Wish(BaseModel):
    """A token for a program."""

    label: Annotated[Text, Field(min_length=1, max_length=100, examples=["Monthly report"])]
    days: Annotated[int, Field(strict=True, ge=1, le=366, description="How long it works.", examples=[90])] = 90
    only_for: Annotated[Part | None, Field(description="The part of the API that it opens; all of it, if none.")] = None


class Token(BaseModel):
    """A token that works, without its secret."""

    id: UUID
    label: str
    created_at: datetime
    expires_at: datetime
    only_for: Part | None = None


def router(door: Door) -> APIRouter:
    routes = APIRouter(tags=["sign-in"])
    database = door.crm.log.datastore

    @routes.post("/tokens", status_code=201, responses=documented(403))
    def make_token(wish: Wish, asker: Annotated[Asker, Depends(door)]) -> Opened:
        """Make a token for a program that asks in one's own name."""
        if asker.session.kind != "session":
            raise HTTPException(403, "A token makes no tokens: sign in with your password.")
        with database.get_connection() as db:
            token, made = open_session(
                db, asker.person_id, "token", wish.label, timedelta(wish.days), only_for=wish.only_for
            )
        return Opened(id=made.session_id, token=token, expires_at=made.expires_at)

    @routes.get("/tokens")
    def list_tokens(asker: Annotated[Asker, Depends(door)]) -> list[Token]:
        """One's own tokens that work, newest first."""
        with database.get_connection() as db:
            return [
                Token(
                    id=one.session_id,
                    label=one.label,
                    created_at=one.created_at,
                    expires_at=one.expires_at,
                    only_for=one.only_for,
                )
                for one in sessions(db, asker.person_id, "token")
            ]

    @routes.delete("/tokens/{id}", status_code=204, responses=documented(404))
    def revoke_token(token_id: Annotated[UUID, Path(alias="id")], asker: Annotated[Asker, Depends(door)]) -> None:
        """End one of one's own tokens."""
        with database.get_connection() as db:
            if not revoke(db, asker.person_id, token_id):
                raise HTTPException(404, "You have no such token.")
        door.forget()

    return routes
