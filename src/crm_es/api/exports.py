"""Answers as tables for spreadsheets: sent as they are made, so that long lists need little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Annotated, Any, Final, Literal

from fastapi import Query, Response
from fastapi.responses import StreamingResponse

from crm_es.spreadsheets import XLSX, Line, csv_parts, write_xlsx

Form = Annotated[
    Literal["json", "csv", "xlsx"],
    Query(alias="format", description="csv and xlsx are for spreadsheets."),
]
SHEETS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            XLSX: {"schema": {"type": "string", "format": "binary"}},
        }
    }
}
PIECE: Final = 2**18
"""Bytes that are sent at a time."""


def exported(
    name: str, columns: Sequence[str], pages: Iterable[Iterable[Line]], form: Literal["csv", "xlsx"]
) -> Response:
    """The lines of all pages as a file of this name."""
    if form == "csv":
        parts = csv_parts(columns, pages)
        return StreamingResponse(parts, headers=named(f"{name}.csv"), media_type="text/csv; charset=utf-8")
    return as_xlsx(name, lambda file: write_xlsx(file, name, columns, chain.from_iterable(pages)))


def as_xlsx(name: str, write: Callable[[IO[bytes]], None]) -> Response:
    """What is written into the file, as a spreadsheet of this name."""
    file = TemporaryFile()  # noqa: SIM115 - it is closed once it is sent
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    return StreamingResponse(pieces(file), headers=named(f"{name}.xlsx"), media_type=XLSX)


def named(file: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{file}"'}


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
