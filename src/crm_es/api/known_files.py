"""Commands speak of files as the store has them: nobody attaches what they never sent, or says what it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

from crm_es.application import Crm
from crm_es.files import UNKNOWN, faults
from crm_es.messages import Command
from crm_es.store.uploads import has_sent
from crm_es.stored_file import StoredFile

Place = tuple[str | int, ...]


def speaks_of_files(command: type[Command]) -> bool:
    return StoredFile.__name__ in command.model_json_schema().get("$defs", {})


def must_be_known(crm: Crm, person_id: UUID, wish: Command) -> None:
    """Refuse a command with a file that is not there, or not so, or that somebody else sent."""
    said = [(place, fault(crm, person_id, file)) for place, file in files_in(wish, ("body",))]
    if errors := [{"type": "value_error", "loc": place, "msg": wrong} for place, wrong in said if wrong]:
        raise RequestValidationError(errors)


def fault(crm: Crm, person_id: UUID, file: StoredFile) -> str | None:
    """Why this person must not speak of this file; of what others sent they learn nothing."""
    with crm.log.datastore.get_connection() as db:
        theirs = has_sent(db, person_id, file.sha256)
    return faults(crm.files, file) if theirs else UNKNOWN


def files_in(value: Any, place: Place) -> Iterator[tuple[Place, StoredFile]]:
    """Every file that a message speaks of, and where."""
    match value:
        case StoredFile():
            yield place, value
        case BaseModel():
            for name, inner in value:
                yield from files_in(inner, (*place, name))
        case tuple() | list():
            for n, inner in enumerate(value):
                yield from files_in(inner, (*place, n))
        case _:
            pass
