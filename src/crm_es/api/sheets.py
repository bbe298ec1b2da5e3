"""Lists from spreadsheets over HTTP: looked at, taken over, taken back (X-05)."""

import asyncio
import json
from typing import Annotated, Any, Final, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from pydantic import BaseModel, Field
from starlette.datastructures import FormData, UploadFile

from crm_es.aggregates.sheet_import import SheetKind, must_keep_lists
from crm_es.api.commands import invalid
from crm_es.api.house import House
from crm_es.api.limits import limited
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.api.uploads import BINARY
from crm_es.directory import Directory
from crm_es.exchange.sheets import taking
from crm_es.exchange.sheets.kinds import FIELDS
from crm_es.exchange.sheets.reading import LARGEST, read
from crm_es.exchange.sheets.results import Outcome

TOO_LARGE: Final = f"The sheet is larger than {LARGEST // 1024 // 1024} MB: divide it."
LARGEST_MAPPING: Final = 20_000
SENT: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": BINARY,
                        "columns": {
                            "type": "string",
                            "description": "JSON: by field, the heading of its column; empty for none.",
                        },
                        "twins": {"type": "string", "enum": ["pass over", "take too"], "default": "pass over"},
                    },
                }
            }
        },
    }
}


class Line(BaseModel):
    """What became of a row, or would."""

    line: int
    outcome: Outcome
    label: str
    record_id: UUID | None = Field(description="Of what it brought, or of what it is the twin of.")
    why: str | None


class Looked(BaseModel):
    """A sheet, row by row."""

    kind: SheetKind
    sheet_import_id: UUID | None = Field(description="None where nothing was taken over.")
    columns: dict[str, str | None] = Field(description="By field, the column that it was taken from.")
    unused_columns: list[str]
    counts: dict[Outcome, int]
    rows: list[Line]


class Headings(BaseModel):
    """What the columns of a sheet are called."""

    columns: list[str]


class Reason(BaseModel):
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class TakenBack(BaseModel):
    """What was taken back, and what stays because something has come of it."""

    taken_back: int
    left: int
    rows: list[Line]


class SheetField(BaseModel):
    """Something that a row may tell."""

    name: str
    meaning: str
    needed: bool


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["sheets"])

    @routes.get("/sheet-imports/fields/{kind}")
    def sheet_fields(kind: SheetKind, _: Annotated[Asker, Depends(house.door)]) -> list[SheetField]:
        """What rows of such a sheet may tell. Columns are found by their headings, in Russian or English."""
        return [SheetField(name=one.name, meaning=one.meaning, needed=one.needed) for one in FIELDS[kind]]

    @routes.post("/sheet-imports/{kind}/columns", responses=documented(409) | limited(TOO_LARGE), openapi_extra=SENT)
    async def sheet_columns(
        kind: SheetKind, request: Request, asker: Annotated[Asker, Depends(house.door)]
    ) -> Headings:
        """The headings of a sheet, to say which column holds what: nothing is recorded."""
        must_keep_lists(Directory(house.crm.reference.people).roles(asker.person_id), kind)
        sent = await uploaded(request, kind)
        sheet = await asyncio.to_thread(read, sent.data)
        return Headings(columns=list(sheet.columns))

    @routes.post("/sheet-imports/{kind}/preview", responses=documented(409) | limited(TOO_LARGE), openapi_extra=SENT)
    async def preview_sheet(kind: SheetKind, request: Request, asker: Annotated[Asker, Depends(house.door)]) -> Looked:
        """What a sheet would bring: nothing is recorded."""
        return await taken(house, kind, request, asker, dry_run=True)

    @routes.post("/sheet-imports/{kind}", responses=documented(409) | limited(TOO_LARGE), openapi_extra=SENT)
    async def import_sheet(kind: SheetKind, request: Request, asker: Annotated[Asker, Depends(house.door)]) -> Looked:
        """Take a sheet over: every row that is right and new becomes a record."""
        return await taken(house, kind, request, asker, dry_run=False)

    @routes.post("/sheet-imports/{id}/revert", responses=documented(404, 409))
    async def revert_sheet(
        import_id: Annotated[UUID, Path(alias="id")],
        wanted: Reason,
        asker: Annotated[Asker, Depends(house.door)],
    ) -> TakenBack:
        """Take back what a sheet brought, as far as nothing has come of it."""
        rows = await asyncio.to_thread(taking.revert, house.crm, import_id, asker.person_id, wanted.reason)
        back = sum(row.outcome == "taken" for row in rows)
        lines = [Line.model_validate(row, from_attributes=True) for row in rows]
        return TakenBack(taken_back=back, left=len(rows) - back, rows=lines)

    return routes


class Sent(NamedTuple):
    """A sheet as it came."""

    data: bytes
    name: str
    columns: dict[str, str]
    twins_too: bool


async def uploaded(request: Request, kind: str) -> Sent:
    async with request.form(max_files=1, max_fields=2, max_part_size=LARGEST_MAPPING) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise invalid("Send the file itself, as multipart/form-data", ("body", "file"))
        if (file.size or 0) > LARGEST:
            raise HTTPException(413, TOO_LARGE)
        return Sent(await file.read(), file.filename or kind, said(form), form.get("twins") == "take too")


async def taken(house: House, kind: str, request: Request, asker: Asker, *, dry_run: bool) -> Looked:
    sent = await uploaded(request, kind)
    options: dict[str, Any] = {"name": sent.name, "columns": sent.columns, "twins_too": sent.twins_too}
    summary = await asyncio.to_thread(
        taking.take, house.crm, sent.data, kind, asker.person_id, dry_run=dry_run, **options
    )
    return Looked.model_validate(summary.as_json())


def said(form: FormData) -> dict[str, str]:
    """Which columns the person names."""
    try:
        found = json.loads(str(form.get("columns") or "{}"))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(heading, str | None) for heading in found.values()):
        raise invalid("Give an object of fields and headings, as JSON", ("body", "columns"))
    return {name: heading or "" for name, heading in found.items()}
