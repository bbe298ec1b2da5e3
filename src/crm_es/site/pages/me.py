"""One's own settings: how one reads, what is written to one, where one is signed in, who stands in."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from crm_es.directory import Directory
from crm_es.site.anything.lists import BY_NAME
from crm_es.site.inner import Problem
from crm_es.site.pages.accounts import done
from crm_es.site.pages.sign_in import YEAR
from crm_es.site.visitor import LANGUAGE, THEME, Seen, Visitor

routes = APIRouter()
MOVED: Final = 303
WHOLE: Final = re.compile(r"[0-9]{1,9}")
Text = Annotated[str, Form(max_length=400)]


@routes.get("/me")
async def settings(visitor: Seen) -> Response:
    """All of one's settings."""
    mine = visitor.me
    row, sessions, tokens, views, digests = await asyncio.gather(
        visitor.get(f"/staff-members/{mine.id}"),
        visitor.get("/me/sessions"),
        visitor.get("/tokens"),
        visitor.get("/views", person_id=mine.id, limit=200),
        visitor.get("/digests", person_id=mine.id, limit=1),
    )
    person = visitor.crm.reference.people.get(mine.id)
    return visitor.page(
        "me/settings.html",
        row=row,
        sessions=sessions["rows"],
        tokens=tokens,
        views=[one for one in views["rows"] if one["person_id"] == str(mine.id)],
        titles={name: shown.title for name, shown in BY_NAME.items()},
        digest=next(iter(digests["rows"]), None),
        deputies=[one for one in (person.deputies if person else ()) if one.until >= visitor.today],
        directory=Directory(visitor.crm.reference.people),
    )


@routes.post("/me/language")
async def speak(visitor: Seen, language: Annotated[Literal["ru", "en"], Form()]) -> Response:
    """In which language one reads, here and in letters."""
    row = await visitor.get(f"/staff-members/{visitor.me.id}")
    body = {"email": row["email"], "language": language}
    await visitor.post(f"/staff-members/{visitor.me.id}/record-staff-email", body)
    gone = RedirectResponse("/me", MOVED)
    secure = visitor.request.url.scheme == "https"
    gone.set_cookie(LANGUAGE, language, max_age=YEAR, samesite="lax", secure=secure)
    return gone


@routes.post("/me/theme")
async def look(visitor: Seen, theme: Annotated[Literal["auto", "light", "dark"], Form()]) -> Response:
    """Light, dark, or as the device has it."""
    gone = RedirectResponse("/me", MOVED)
    gone.set_cookie(THEME, theme, max_age=YEAR, samesite="lax", secure=visitor.request.url.scheme == "https")
    return gone


@routes.get("/me/password")
async def password(visitor: Seen) -> Response:
    """A form for another password of one's own."""
    return visitor.page("me/password.html", problem=None, differ=False)


@routes.post("/me/password")
async def changed(visitor: Seen, old: Text = "", new: Text = "", again: Text = "") -> Response:
    """Change one's own password; whoever is signed in elsewhere with the old one is not any more."""
    if new != again:
        return visitor.page("me/password.html", 422, problem=None, differ=True)
    try:
        told = await visitor.inner.post("/me/password", {"old": old, "new": new})
    except Problem as problem:
        return visitor.page("me/password.html", problem.status, problem=problem, differ=False)
    count = visitor.speech.plural("{n} other session ended.", "{n} other sessions ended.", told["ended"])
    return done(visitor, f"{visitor.speech.text('The password is changed.')} {count}", "/me")


@routes.post("/me/sessions/{session_id}/end")
async def ended(visitor: Seen, session_id: UUID) -> Response:
    """Sign out somewhere."""
    await visitor.inner.ask("DELETE", f"/me/sessions/{session_id}")
    return done(visitor, visitor.speech.text("Signed out there."), "/me")


@routes.get("/me/tokens/new")
async def token(visitor: Seen) -> Response:
    """A form for a token."""
    return visitor.page("me/token.html", problem=None, held={})


@routes.post("/me/tokens/new")
async def made(visitor: Seen, label: Text = "", days: Text = "90") -> Response:
    """Make a token, and tell it once."""
    try:
        told = await visitor.inner.post("/tokens", {"label": label, "days": number(days)})
    except Problem as problem:
        held = {"label": label, "days": days}
        return visitor.page("me/token.html", problem.status, problem=problem, held=held)
    page = visitor.page("me/token_made.html", made=told, label=label)
    page.headers["HX-Trigger"] = "news"
    return page


@routes.post("/me/tokens/{token_id}/end")
async def revoked(visitor: Seen, token_id: UUID) -> Response:
    """End a token."""
    await visitor.inner.ask("DELETE", f"/tokens/{token_id}")
    return done(visitor, visitor.speech.text("This token opens nothing any more."), "/me")


@routes.post("/me/views/remove")
async def removed(visitor: Seen, registry: Text, name: Text) -> Response:
    """Keep a view no longer."""
    await kept(visitor, "remove-view", {"registry": registry, "name": name})
    return done(visitor, visitor.speech.text("The view is removed."), "/me")


@routes.post("/me/views/default")
async def defaulted(visitor: Seen, registry: Text, name: Text = "") -> Response:
    """Which view a list begins with; none, where no name is given."""
    await kept(visitor, "choose-default-view", {"registry": registry, "name": name or None})
    return done(visitor, visitor.speech.text("Kept."), "/me")


async def kept(visitor: Visitor, wish: str, body: dict[str, Any]) -> None:
    await visitor.post(f"/saved-views/{visitor.me.saved_views_id}/{wish}", body)


def number(text: str) -> int | str:
    """What is no number goes as it is, and is refused beside its field."""
    return int(text) if WHOLE.fullmatch(text) else text
