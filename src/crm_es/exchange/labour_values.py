"""Minutes and times as files of planned and logged time write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from crm_es.exchange.sales_files import Line
from crm_es.exchange.summary import BadRow, Summary

NULLS: Final = frozenset({"", r"\N", "NA"})
AMERICAN: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{1,4}) (\d{1,2}):(\d{2})")
ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2})(?::\d{2})?")
SHORT: Final = re.compile(r"(\d{1,2})-([A-Z][a-z]{2})-(\d{2})")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CENTURY: Final = 100
THIS: Final = 2000
MOST: Final = 10**9


def whole(text: str, times: int = 1) -> int | None:
    """Minutes, rounded half up; of hours, where they are taken 60 times. None where the text is no number."""
    try:
        number = Decimal(text) * times
    except InvalidOperation:
        return None
    return int(number.quantize(Decimal(1), ROUND_HALF_UP)) if number.is_finite() and abs(number) < MOST else None


def when(row: Line, column: str, summary: Summary) -> datetime | None:
    """A time of the company, taken as UTC. A year of two digits is one of this century."""
    text = row[column]
    if text in NULLS:
        return None
    if found := AMERICAN.fullmatch(text):
        month, day, year, hour, minute = map(int, found.groups())
    elif found := ISO.fullmatch(text):
        year, month, day, hour, minute = map(int, found.groups())
    else:
        summary.bad_rows.append(BadRow(row.line, f"{column} is no time ({text!r}): it is left out."))
        return None
    if year < CENTURY:
        summary.bad_rows.append(BadRow(row.line, f"{column} is of the year {year}: taken as {THIS + year}."))
        year += THIS
    try:
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        summary.bad_rows.append(BadRow(row.line, f"{column} is no time ({text!r}): it is left out."))
        return None


def short_day(row: Line, column: str, summary: Summary) -> datetime | None:
    """The beginning of a day such as 02-Nov-04."""
    text = row[column]
    if text in NULLS:
        return None
    if (found := SHORT.fullmatch(text)) and found[2] in MONTHS:
        try:
            return datetime(THIS + int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]), tzinfo=UTC)
        except ValueError:
            pass
    summary.bad_rows.append(BadRow(row.line, f"{column} is no day ({text!r}): it is left out."))
    return None
