"""Every command as a dialog: a form made from what it takes, errors beside the fields, for one record or many."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from crm_es.aggregates import DECIDERS
from crm_es.api.commands import address as address_of
from crm_es.api.commands import kebab
from crm_es.api.form_answers import FormField
from crm_es.site.anything.bodies import body_of, shown_again
from crm_es.site.anything.choosing import lists_of
from crm_es.site.anything.chosen import MOST, NOT_FOUND, done_for, places
from crm_es.site.anything.lists import BY_NAME
from crm_es.site.anything.records import title
from crm_es.site.inner import Problem
from crm_es.site.uploads import with_files
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
COMMANDS: Final = {command.__name__: (decider, command) for decider in DECIDERS for command in decider.commands}
MOVED: Final = 303
USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "OpenDeal": ("client_id", "value", "product"),
    "MoveDeal": ("reason",),
    "LoseDeal": ("note",),
    "WinDeal": ("value", "reason"),
    "ContactClient": ("kind", "outcome", "note", "next_on"),
}
"""By command, what is not required and yet mostly said: it is not folded away."""
SHOWN: Final = 50
"""Refused rows that are called by name."""


@routes.get("/do/{command}")
async def asked(visitor: Seen, command: str) -> Response:
    """The form of a command, filled in as far as the address says."""
    return await dialog(visitor, command, FormData([*visitor.request.query_params.multi_items()]), status=200)


@routes.post("/do/{command}")
async def done(visitor: Seen, command: str) -> Response:
    """Send the command; what is refused is told beside the form, which keeps what was typed."""
    form = await with_files(visitor.inner, await visitor.request.form())
    described = await form_of(visitor, command, form)
    body = body_of(described["fields"], form, visitor.zone)
    if form.getlist("ids"):
        return await of_many(visitor, command, form, body)
    try:
        receipt = await send(visitor, command, form.get("id"), body, form)
    except Problem as problem:
        return await dialog(visitor, command, form, status=problem.status, problem=problem)
    return answered(visitor, command, receipt, form)


@routes.post("/do/{command}/several")
async def asked_of_several(visitor: Seen, command: str) -> Response:
    """The form of a command for all rows that are chosen."""
    form = await visitor.request.form()
    told = [
        *((name, value) for name, value in form.multi_items() if name == "ids"),
        *visitor.request.query_params.items(),
    ]
    return await dialog(visitor, command, FormData(told), status=200)


async def send(visitor: Visitor, command: str, record_id: Any, body: dict[str, Any], form: Mapping[str, Any]) -> Any:
    """One command to its address; the version that was seen goes with it, so that nobody's change is overwritten."""
    decider, kind = COMMANDS[command]
    version, key = form.get("_version"), form.get("_key")
    return await visitor.post(
        address_of(decider, kind).replace("{id}", str(record_id)),
        body,
        expected=int(version) if version and str(version).isdigit() else None,
        key=UUID(str(key)) if key else None,
    )


async def of_many(visitor: Visitor, command: str, form: FormData, body: dict[str, Any]) -> Response:
    """The same for many rows: each has a result of its own."""
    ids = list(dict.fromkeys(str(one) for one in form.getlist("ids")))
    if len(ids) > MOST:
        sentence = visitor.speech.text("Choose at most {most} rows.", most=MOST)
        return visitor.page("note.html", status=422, sentence=sentence)
    decider, kind = COMMANDS[command]
    registry = str(form.get("_list") or kebab(decider.plural))
    told = await places(visitor, registry, command, ids)
    try:
        key = str(form.get("_key") or uuid4())
        results = await done_for(visitor, address_of(decider, kind), ids, body, told=told, key=key)
    except Problem as problem:
        return await dialog(visitor, command, form, status=problem.status, problem=problem)
    refused = [row_id for row_id, why in results if why]
    titles = dict(await asyncio.gather(*(called(visitor, registry, row_id) for row_id in refused[:SHOWN])))
    return visitor.page("anything/results.html", results=results, command=command, registry=registry, titles=titles)


async def called(visitor: Visitor, registry: str, row_id: str) -> tuple[str, str]:
    """What a row is called; nothing where it is not to be seen."""
    try:
        return row_id, title(await visitor.get(f"/{registry}/{row_id}"))
    except Problem:
        return row_id, ""


def answered(visitor: Visitor, command: str, receipt: Mapping[str, Any], form: Mapping[str, Any]) -> Response:
    """Back to where one was; to what was opened, where something was."""
    decider, kind = COMMANDS[command]
    plural = kebab(decider.plural)
    wanted = inside(form.get("_next"))
    if wanted is None and kind.OPENS and plural in BY_NAME:
        wanted = f"/{plural}/{receipt['id']}"
    if not visitor.is_partial:
        return RedirectResponse(wanted or "/", MOVED)
    if wanted:
        return Response(status_code=204, headers={"HX-Redirect": wanted})
    note = visitor.speech.text("Done: {what}", what=visitor.speech.name(command))
    return Response(status_code=204, headers={"HX-Trigger": json.dumps({"done": {"note": note}})})


async def dialog(
    visitor: Visitor, command: str, form: FormData, *, status: int, problem: Problem | None = None
) -> Response:
    described = await form_of(visitor, command, form)
    lists = await lists_of(visitor, described["fields"], form)
    return visitor.page(
        "anything/command.html",
        status=status,
        command=command,
        described=described,
        usual=USUAL.get(command, ()),
        held=shown_again(form),
        key=form.get("_key") or str(uuid4()),
        hidden={name: form.get(name) for name in ("id", "_version", "_next", "_list") if form.get(name)},
        ids=form.getlist("ids"),
        errors=problem.errors if problem else {},
        problem=problem,
        lists=lists,
    )


async def form_of(visitor: Visitor, command: str, form: Mapping[str, Any]) -> dict[str, Any]:
    if command not in COMMANDS:
        raise HTTPException(404)
    several = form.getlist("ids") if isinstance(form, FormData) else []
    found = await described_for(visitor, command, form.get("id"), several, form.get("_list"))
    fields = [FormField.model_validate(one).model_dump(mode="json") for one in found["fields"]]
    if several:
        fields = [{**one, "value": None} for one in fields]
    return {**found, "fields": fields}


async def described_for(visitor: Visitor, command: str, record: Any, several: list[Any], shown: Any) -> dict[str, Any]:
    """The form for a record; for several what the first of them may choose, if it can be seen."""
    try:
        found: dict[str, Any] = await visitor.get(
            f"/commands/{command}", id_=record or next(iter(several), None), list_=shown
        )
    except Problem as problem:
        if not several or problem.status != NOT_FOUND:
            raise
        found = await visitor.get(f"/commands/{command}")
    return found


def inside(text: Any) -> str | None:
    """An address within the site, and nothing else."""
    if not isinstance(text, str) or not text.startswith("/") or text.startswith(("//", "/\\")):
        return None
    parts = urlsplit(text)
    return text if not parts.netloc and not parts.scheme else None
