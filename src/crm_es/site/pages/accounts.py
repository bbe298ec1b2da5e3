"""Who may sign in: accounts, passwords that are told once, and the end of either (X-32)."""

from __future__ import annotations

import json
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from crm_es.site.inner import Problem
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
ACCOUNTS = "/admin/accounts"
Text = Annotated[str, Form(max_length=400)]


@routes.get(ACCOUNTS)
async def accounts(visitor: Seen) -> Response:
    """Everybody who may sign in, and who may not yet."""
    rows = await listed(visitor)
    return visitor.page("admin/accounts.html", rows=rows, without=without_account(visitor, rows))


@routes.get(f"{ACCOUNTS}/new")
async def new(visitor: Seen) -> Response:
    """A form for somebody who may not sign in yet."""
    return await opening(visitor, {})


@routes.post(f"{ACCOUNTS}/new")
async def opened(visitor: Seen, person_id: Text = "", login: Text = "", password: Text = "") -> Response:
    """Let somebody sign in."""
    wish = {"person_id": person_id, "login": login.strip(), "password": password or None}
    try:
        made = await visitor.inner.post("/accounts", wish)
    except Problem as problem:
        return await opening(visitor, {"person_id": person_id, "login": login}, problem)
    return told(visitor, made)


@routes.get(f"{ACCOUNTS}/{{person_id}}/password")
async def another(visitor: Seen, person_id: UUID) -> Response:
    """A form for another password."""
    return await giving(visitor, person_id)


@routes.post(f"{ACCOUNTS}/{{person_id}}/password")
async def given(visitor: Seen, person_id: UUID, password: Text = "") -> Response:
    """Give somebody another password."""
    try:
        made = await visitor.inner.post(f"/accounts/{person_id}/password", {"password": password or None})
    except Problem as problem:
        return await giving(visitor, person_id, problem)
    return told(visitor, made)


@routes.get(f"{ACCOUNTS}/{{person_id}}/close")
async def closing(visitor: Seen, person_id: UUID) -> Response:
    """Ask whether this is meant."""
    return visitor.page("admin/close_account.html", account=await one_of(visitor, person_id), problem=None)


@routes.post(f"{ACCOUNTS}/{{person_id}}/close")
async def closed(visitor: Seen, person_id: UUID) -> Response:
    """Let somebody sign in no more."""
    account = await one_of(visitor, person_id)
    try:
        await visitor.inner.ask("DELETE", f"/accounts/{person_id}")
    except Problem as problem:
        return visitor.page("admin/close_account.html", problem.status, account=account, problem=problem)
    return done(visitor, visitor.speech.text("{person} signs in no more.", person=account["name"]), ACCOUNTS)


async def listed(visitor: Visitor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await visitor.get("/accounts"))["rows"]
    return found


async def one_of(visitor: Visitor, person_id: UUID) -> dict[str, Any]:
    rows = await listed(visitor)
    return next(
        (one for one in rows if one["person_id"] == str(person_id)), {"person_id": person_id, "name": "", "login": ""}
    )


def without_account(visitor: Visitor, rows: list[dict[str, Any]]) -> list[Any]:
    """Who works here and may not sign in, by name."""
    held = {one["person_id"] for one in rows}
    people = (one for one in visitor.crm.reference.people.values() if not one.left and str(one.person_id) not in held)
    return sorted(people, key=lambda one: one.name)


async def opening(visitor: Visitor, held: dict[str, str], problem: Problem | None = None) -> Response:
    people = without_account(visitor, await listed(visitor))
    status = problem.status if problem else 200
    return visitor.page("admin/new_account.html", status, people=people, held=held, problem=problem)


async def giving(visitor: Visitor, person_id: UUID, problem: Problem | None = None) -> Response:
    account, status = await one_of(visitor, person_id), problem.status if problem else 200
    return visitor.page("admin/password.html", status, account=account, problem=problem)


def told(visitor: Visitor, made: dict[str, Any]) -> Response:
    """With what somebody signs in now; the page behind shows it too."""
    page = visitor.page("admin/account_made.html", made=made)
    page.headers["HX-Trigger"] = "news"
    return page


def done(visitor: Visitor, note: str, back: str) -> Response:
    if not visitor.is_partial:
        return RedirectResponse(back, 303)
    return Response(status_code=204, headers={"HX-Trigger": json.dumps({"done": {"note": note}})})
