"""Signing in and out, and how one likes to read."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic_core import to_json

from crm_es.api.security import same_site
from crm_es.demo.people import PASSWORD, STAFF
from crm_es.site.anything.commands import inside
from crm_es.site.inner import Inner, Problem
from crm_es.site.rendering import rendered
from crm_es.site.speech import speech
from crm_es.site.visitor import LANGUAGE, language

routes = APIRouter()
MOVED: Final = 303
YEAR: Final = 365 * 86_400
Text = Annotated[str, Form(max_length=200)]
Next = Annotated[str, Form(max_length=2000)]


@routes.get("/sign-in")
async def form(request: Request, next_: Annotated[str, Query(alias="next", max_length=2000)] = "/") -> Response:
    """The form; in the demo company also everybody who may be tried."""
    return shown(request, next_)


@routes.post("/sign-in")
async def sign_in(
    request: Request, login: Text = "", password: Text = "", next_: Annotated[Next, Form(alias="next")] = "/"
) -> Response:
    """Let somebody in, to where they wanted to go."""
    try:
        answer = await Inner(request.app.state.api, request.scope).ask(
            "POST",
            "/sign-in",
            body=to_json({"login": login, "password": password}),
            headers={"content-type": "application/json"},
        )
    except Problem as problem:
        return shown(request, next_, problem, login)
    gone = RedirectResponse(inside(next_) or "/", MOVED)
    gone.headers.append("set-cookie", answer.headers["set-cookie"])
    return gone


@routes.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """End the session."""
    same_site(request)
    gone = RedirectResponse("/sign-in", MOVED)
    try:
        answer = await Inner(request.app.state.api, request.scope).ask("POST", "/sign-out")
    except Problem:
        return gone
    gone.headers.append("set-cookie", answer.headers["set-cookie"])
    return gone


@routes.post("/language")
async def speak(
    request: Request,
    language: Annotated[str, Form(pattern="^(ru|en)$")],
    next_: Annotated[Next, Form(alias="next")] = "/",
) -> Response:
    """Read in another language from now on."""
    same_site(request)
    gone = RedirectResponse(inside(next_) or "/", MOVED)
    gone.set_cookie(LANGUAGE, language, max_age=YEAR, samesite="lax", secure=request.url.scheme == "https")
    return gone


def shown(request: Request, next_: str, problem: Problem | None = None, login: str = "") -> Response:
    chosen = language(request)
    words = speech(chosen)
    people = request.app.state.crm.reference.people
    facts = {
        "language": chosen,
        "_": words.text,
        "name": words.name,
        "wrong": words.refusal(problem.detail) if problem else None,
        "login": login,
        "next": inside(next_) or "/",
        "demo": [one for one in STAFF if one.person_id in people],
        "password": PASSWORD,
    }
    return HTMLResponse(rendered("sign_in.html", **facts), problem.status if problem else 200)
