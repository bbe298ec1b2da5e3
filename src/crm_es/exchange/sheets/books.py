"""The process that reads one workbook: XLSX, XLS or ODS. It answers with the cells of the first sheet, as JSON."""

from __future__ import annotations

import json
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from crm_es.exchange import bounded

ZIPPED: Final = b"PK\x03\x04"
UNPACKED: Final = 200 * 1024 * 1024
"""What is packed into more than this is no list of people."""
MEMORY: Final = 2**30
"""Bytes that it may take: a tiny file may claim a billion cells."""
MOST: Final = 20_002
"""Rows that are answered: one more than a list may have, with its heading."""
LONGEST: Final = 4_000
"""Letters of a cell."""


def read(data: bytes) -> bytes:
    try:
        if data.startswith(ZIPPED):
            with ZipFile(BytesIO(data)) as packed:
                if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                    return told(refusal="The file unpacks to more than a list of people has.")
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            sheet = book.get_sheet_by_index(0)
            return told(rows=[[*map(written, row)] for row in islice(sheet.iter_rows(), MOST)])
    except (CalamineError, BadZipFile, IndexError, ValueError, OSError) as error:
        return told(refusal=f"The spreadsheet cannot be read ({error}): save it anew.")


def told(**facts: Any) -> bytes:
    return json.dumps(facts).encode()


def written(cell: Any) -> str:
    """A cell as people see it."""
    match cell:
        case None | "":
            return ""
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.isoformat(" ", "minutes") if cell.time().isoformat() != "00:00:00" else cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return str(cell).strip()[:LONGEST]


if __name__ == "__main__":
    bounded.answer(read, MEMORY)
