"""Commands speak of files as the store has them: nobody attaches what was never sent, or says what it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

from crm_es.files import FileStore, faults
from crm_es.messages import Command
from crm_es.stored_file import StoredFile

Place = tuple[str | int, ...]


def speaks_of_files(command: type[Command]) -> bool:
    return StoredFile.__name__ in command.model_json_schema().get("$defs", {})


def must_be_known(store: FileStore, wish: Command) -> None:
    """Refuse a command with a file that is not there, or not so."""
    said = [(place, faults(store, file)) for place, file in files_in(wish, ("body",))]
    if errors := [{"type": "value_error", "loc": place, "msg": fault} for place, fault in said if fault]:
        raise RequestValidationError(errors)


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
