"""Lists from spreadsheets: columns are found, rows are shown before any is kept, and all can be taken back (X-05)."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Annotated, Any, Final, get_args
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from crm_es.aggregates.sheet_import import SheetKind
from crm_es.site.inner import Problem
from crm_es.site.sheet_sending import sent
from crm_es.site.speech import phrase
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
KINDS: Final[tuple[SheetKind, ...]] = get_args(SheetKind)
TITLES: Final = {
    "clients": phrase("Clients"),
    "contacts": phrase("Contact persons"),
    "deals": phrase("Deals"),
    "tasks": phrase("Tasks"),
    "prices": phrase("Price list"),
    "time": phrase("Working time"),
}
LEADS_TO: Final = {"clients": "/clients", "deals": "/deals", "tasks": "/tasks", "prices": "/prices/board"}
SHOWN: Final = 300
"""Rows that are shown one by one."""
COLUMN: Final = "column."
UNTOLD: Final = "a needed column"
"""The rule that a column must be found for whatever every row has to tell."""
UNTOLD_SAYS: Final = phrase("Say which columns hold what is marked: their headings do not tell it.")


@routes.get("/imports")
async def imports(visitor: Seen, kind: Annotated[str, Query(max_length=20)] = "clients") -> Response:
    """What can be taken over, and what was."""
    chosen = kind if kind in KINDS else "clients"
    fields, earlier = await asyncio.gather(
        visitor.get(f"/sheet-imports/fields/{chosen}"), visitor.get("/sheet-imports", limit=50)
    )
    return visitor.page("imports/imports.html", kind=chosen, titles=TITLES, fields=fields, earlier=earlier["rows"])


@routes.post("/imports/{kind}")
async def taken(visitor: Seen, kind: SheetKind) -> Response:
    """Look at a sheet, again with other columns, or take it over."""
    async with visitor.request.form(max_files=1, max_part_size=30 * 2**20) as form:
        name, data = await file_of(form)
        columns = {one.removeprefix(COLUMN): str(form[one]) for one in form if one.startswith(COLUMN)}
        twins = "take too" if form.get("twins") == "take too" else "pass over"
        taking = form.get("step") == "take"
    if not data:
        sentence = visitor.speech.text("Choose a file first.")
        return visitor.page("imports/refused.html", 422, sentence=sentence, kind=kind)
    way = f"/sheet-imports/{kind}" if taking else f"/sheet-imports/{kind}/preview"
    try:
        found = await sent(visitor.inner, way, data, name, columns=columns, twins=twins)
    except Problem as problem:
        sentence = visitor.speech.refusal(next(iter(problem.errors.values()), problem.detail))
        if problem.rule != UNTOLD:
            return visitor.page("imports/refused.html", problem.status, sentence=sentence, kind=kind)
        headings = await sent(visitor.inner, f"/sheet-imports/{kind}/columns", data, name, columns={}, twins=twins)
        found = {"rows": [], "counts": {}, "columns": columns, "unused_columns": headings["columns"]}
        return await looked(visitor, kind, found, name=name, data=data, twins=twins, taking=False, sentence=UNTOLD_SAYS)
    if taking:
        await visitor.settled()
    return await looked(visitor, kind, found, name=name, data=data, twins=twins, taking=taking)


async def looked(visitor: Visitor, kind: SheetKind, found: dict[str, Any], **sheet: Any) -> Response:
    """Row by row; the sheet itself goes with the form, so that nothing is kept before it is wanted."""
    wrong_first = sorted(found["rows"], key=lambda row: (row["outcome"] not in ("faulty", "refused"), row["line"]))
    return visitor.page(
        "imports/looked.html",
        kind=kind,
        titles=TITLES,
        found=found,
        fields=await visitor.get(f"/sheet-imports/fields/{kind}"),
        headings=sorted({*found["unused_columns"], *filter(None, found["columns"].values())}),
        rows=[row | {"why": row["why"] and why_not(visitor, row["why"])} for row in wrong_first[:SHOWN]],
        more=max(0, len(wrong_first) - SHOWN),
        file=sheet["name"],
        held=base64.b64encode(sheet["data"]).decode() if not sheet["taking"] else "",
        twins=sheet["twins"],
        taking=sheet["taking"],
        leads_to=LEADS_TO.get(kind),
        sentence=sheet.get("sentence"),
    )


def why_not(visitor: Visitor, why: str) -> str:
    """Why a row is not taken; where a field is wrong, its name comes first."""
    field, parted, rest = why.partition(": ")
    if parted and field.isidentifier() and field.islower():
        return f"{visitor.speech.name(field)}: {visitor.speech.refusal(rest)}"
    return visitor.speech.refusal(why)


async def file_of(form: FormData) -> tuple[str, bytes]:
    """The sheet: a file, or what was sent before and goes with the form."""
    file = form.get("file")
    if isinstance(file, UploadFile) and file.filename:
        return file.filename, await file.read()
    try:
        return str(form.get("name") or "sheet"), base64.b64decode(str(form.get("held") or ""), validate=True)
    except ValueError:
        raise HTTPException(404) from None


@routes.get("/imports/{import_id}/revert")
async def asked(visitor: Seen, import_id: UUID) -> Response:
    """Asks why."""
    row = await visitor.get(f"/sheet-imports/{import_id}")
    return visitor.page("imports/revert.html", row=row, problem=None, reason="")


@routes.post("/imports/{import_id}/revert")
async def reverted(visitor: Seen, import_id: UUID, reason: Annotated[str, Form(max_length=500)] = "") -> Response:
    """Take back what a sheet brought; what has come of something stays, and is told."""
    try:
        found = await visitor.post(f"/sheet-imports/{import_id}/revert", {"reason": reason.strip()})
    except Problem as problem:
        row = await visitor.get(f"/sheet-imports/{import_id}")
        return visitor.page("imports/revert.html", problem.status, row=row, problem=problem, reason=reason)
    if found["left"]:
        left = [row for row in found["rows"] if row["outcome"] != "taken"]
        return visitor.page("imports/reverted.html", found=found, left=left[:SHOWN])
    note = visitor.speech.plural("{n} row was taken back.", "{n} rows were taken back.", found["taken_back"])
    return Response(status_code=204, headers={"HX-Trigger": json.dumps({"done": {"note": note}})})
