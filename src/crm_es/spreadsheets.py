"""Tables for spreadsheets: CSV, and XLSX in which nothing is taken for a formula or a link."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from csv import DictWriter
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from typing import IO, Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from crm_es.messages import Refused

Line = Mapping[str, Any]
FORMULA: Final = re.compile(r"[=+\-@\t\r]")
NUMBER: Final = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST: Final = 32_767
"""Letters that one cell of XLSX holds."""
MOST: Final = 100_000
"""Lines that one sheet is given."""
DIGITS: Final = 15
"""Digits that a number of a spreadsheet keeps."""
FIRST_YEAR: Final = 1901
"""Spreadsheets know no earlier days."""
WIDE: Final = 18
"""Letters that columns are wide."""

# ── CSV ─────────────────────────────────────────────────────────────────────


def as_csv(lines: Sequence[Line]) -> str:
    """A table with a heading; what is nested is JSON in its cell."""
    return "".join(csv_parts(list(lines[0]) if lines else [], [lines]))


def csv_parts(columns: Sequence[str], parts: Iterable[Iterable[Line]]) -> Iterator[str]:
    """The same, part by part."""
    heading = dict(zip(columns, columns, strict=True))
    yield _written(columns, [heading])
    for lines in parts:
        yield _written(columns, ({name: _cell(line[name]) for name in columns} for line in lines))


def _written(columns: Sequence[str], lines: Iterable[Line]) -> str:
    text = StringIO()
    DictWriter(text, fieldnames=columns).writerows(lines)
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, str) and FORMULA.match(value) and not NUMBER.fullmatch(value):
        return f"'{value}"  # a spreadsheet would take it for a formula, and run it
    return value


# ── XLSX ────────────────────────────────────────────────────────────────────


def write_xlsx(file: IO[bytes], title: str, columns: Sequence[str], lines: Iterable[Line]) -> None:
    """One sheet with a heading that stays in sight. Times are in UTC; what is nested is text."""
    with Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31])
        bold, day, moment = (
            book.add_format(look)
            for look in ({"bold": True}, {"num_format": "yyyy-mm-dd"}, {"num_format": "yyyy-mm-dd hh:mm:ss"})
        )
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(columns) - 1), WIDE)
        for place, name in enumerate(columns):
            sheet.write_string(0, place, name.replace("_", " ").capitalize(), bold)
        for row, line in enumerate(lines, 1):
            if row > MOST:
                raise Refused(f"A sheet takes {MOST} lines: narrow the list, or take CSV.", "too much for a sheet")
            for place, name in enumerate(columns):
                _write(sheet, (row, place), line[name], day, moment)


def _write(sheet: Worksheet, place: tuple[int, int], value: Any, day: Format, moment: Format) -> None:
    match value:
        case None:
            pass
        case bool():
            sheet.write_boolean(*place, value)
        case int() | Decimal() | float() if _is_exact(value):
            sheet.write_number(*place, value)
        case datetime() if value.year >= FIRST_YEAR:
            sheet.write_datetime(*place, value.astimezone(UTC).replace(tzinfo=None), moment)
        case date() if value.year >= FIRST_YEAR:
            sheet.write_datetime(*place, value, day)
        case _:
            sheet.write_string(*place, _text(value)[:LONGEST])


def _is_exact(value: float | Decimal) -> bool:
    """Whether a spreadsheet keeps all of its digits."""
    number = Decimal(str(value))
    return number.is_finite() and len(number.as_tuple().digits) <= DIGITS


def _text(value: Any) -> str:
    if isinstance(value, list | tuple) and not any(isinstance(one, list | tuple | dict) for one in value):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list | tuple) else str(value)
