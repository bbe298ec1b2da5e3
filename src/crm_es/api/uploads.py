"""A form with a file: read only once it is known who sends it, which FastAPI would do the other way round."""

import asyncio
from typing import Any, Final
from uuid import UUID

from fastapi import HTTPException, Request
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import FormData, UploadFile

from crm_es.api.commands import invalid
from crm_es.application import Crm
from crm_es.files import too_large
from crm_es.messages import Refused
from crm_es.store.uploads import note
from crm_es.stored_file import FileKind, StoredFile

KIND: Final[TypeAdapter[FileKind]] = TypeAdapter(FileKind)
KINDS: Final = {**KIND.json_schema(), "examples": ["invoice"]}
BINARY: Final = {"type": "string", "format": "binary"}


def body(**fields: dict[str, Any]) -> dict[str, Any]:
    """What the description says of it."""
    schema = {"type": "object", "properties": {"file": BINARY, **fields}, "required": ["file", *fields]}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


def parts(request: Request) -> Any:
    """One file and one word about it, no more."""
    return request.form(max_files=1, max_fields=1, max_part_size=1000)


def kind_of(form: FormData) -> FileKind:
    try:
        return KIND.validate_python(form.get("kind"))
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", "kind")} for one in error.errors()]) from None


async def kept(crm: Crm, person_id: UUID, form: FormData) -> StoredFile:
    """The file of a form, in the store from now on: whoever sent it may speak of it."""
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise invalid("Send the file itself, as multipart/form-data", ("body", "file"))
    if (file.size or 0) > crm.files.limit:
        raise HTTPException(413, too_large(crm.files.limit))

    def keep() -> StoredFile:
        stored = crm.files.put(file.file, file.filename or "")
        with crm.log.datastore.get_connection() as db:
            note(db, person_id, stored.sha256)
        return stored

    try:
        return await asyncio.to_thread(keep)
    except Refused as refusal:
        raise HTTPException(422, str(refusal)) from None
