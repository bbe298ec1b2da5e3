"""Reads a sheet of people: CSV as any program writes it, XLSX, XLS or ODS."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Final, NamedTuple

from crm_es.exchange.bounded import apart
from crm_es.messages import Refused

LARGEST: Final = 20 * 1024 * 1024
READING: Final = "crm_es.exchange.sheets.books"
MOST_ROWS, MOST_COLUMNS, LONGEST = 20_000, 100, 4_000
"""Rows and columns of a sheet, and letters of a cell."""
BOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How XLSX and ODS begin, and XLS."""


class Row(NamedTuple):
    """One row with its place in the sheet, counted from 1 with the heading."""

    line: int
    cells: tuple[str, ...]


class Sheet(NamedTuple):
    """A heading and the rows below it that are not empty."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read(data: bytes) -> Sheet:
    """The first sheet of the file.

    Raises Refused where it is no table, or a larger one than people keep.
    """
    if len(data) > LARGEST:
        raise Refused(f"The file is larger than {LARGEST // 1024 // 1024} MB: divide it.", "a sheet of a fair size")
    table = of_book(data) if data.startswith(BOOKS) else of_text(data)
    rows = [Row(line, cells) for line, cells in enumerate(table, 1) if any(cells)]
    if len(rows) < 2:  # noqa: PLR2004 - a heading, and something below it
        raise Refused("The sheet has no rows below its heading: choose a file that has.", "a sheet with rows")
    heading, *below = rows
    if len(below) > MOST_ROWS:
        raise Refused(f"The sheet has more than {MOST_ROWS} rows: divide it.", "a sheet of a fair size")
    if len(heading.cells) > MOST_COLUMNS:
        raise Refused(
            f"The sheet has more than {MOST_COLUMNS} columns: keep those that count.", "a sheet of a fair size"
        )
    width = len(heading.cells)
    return Sheet(heading.cells, tuple(Row(line, (*cells, *[""] * width)[:width]) for line, cells in below))


def of_book(data: bytes) -> Iterator[tuple[str, ...]]:
    told = json.loads(apart(READING, data))
    if refusal := told.get("refusal"):
        raise Refused(refusal, "a sheet that can be read")
    yield from map(tuple, told["rows"])


def of_text(data: bytes) -> Iterator[tuple[str, ...]]:
    text = decoded(data)
    if "\0" in text:
        raise Refused("This is no table: give a CSV, XLSX, XLS or ODS file.", "a sheet that can be read")
    heading = text.lstrip().split("\n", 1)[0]
    delimiter = max(";\t,", key=heading.count)
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            yield tuple(cell.strip()[:LONGEST] for cell in row)
    except csv.Error as error:
        raise Refused(f"The table cannot be read ({error}): save it anew.", "a sheet that can be read") from None


def decoded(data: bytes) -> str:
    """UTF-8 if it is, else the letters of Russian Windows."""
    for codec in ("utf-8-sig", "cp1251"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    raise Refused("The letters of the file cannot be read: save it as CSV in UTF-8.", "a sheet that can be read")
