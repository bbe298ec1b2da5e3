"""Reads the tables of a sales team: deals, accounts, products with list prices, agents with their managers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from crm_es.exchange.event_log import TORN, opened, plain
from crm_es.messages import Refused

STAGES: Final = ("Prospecting", "Engaging")
OUTCOMES: Final = ("Won", "Lost")
MOST: Final = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table, with its place in the file."""

    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


def table(path: Path, *needed: str, encoding: str = "utf-8-sig") -> Iterator[Line]:
    """The rows of a table that has at least these columns."""
    with opened(path) as stream, io.TextIOWrapper(stream, encoding, errors="replace", newline="") as lines:
        rows = csv.reader(line.replace("\0", "") for line in lines)
        try:
            names = [plain(name).replace(" ", "_") for name in next(rows, [])]
            for name in needed:
                if name not in names:
                    sentence = f"{path.name} has no column {name!r}: name a table that has."
                    raise Refused(sentence, "a column is missing")
            for row in rows:
                if any(row):
                    values = (value.strip() for value in row)
                    yield Line(rows.line_num, dict(zip(names, values, strict=False)))
        except (csv.Error, *TORN) as error:
            sentence = f"{path.name} breaks off at line {rows.line_num} ({error}): get it again."
            raise Refused(sentence, "the file is whole") from None


def same(name: str) -> str:
    """What two spellings of one name have in common: `GTXPro` is `GTX Pro`."""
    return "".join(name.casefold().split())


def day(text: str) -> datetime | None:
    """The beginning of a day in UTC; None where the text names none."""
    try:
        return datetime.combine(date.fromisoformat(text[:10]), time(tzinfo=UTC))
    except ValueError:
        return None


def amount(text: str) -> Decimal | None:
    """An amount of money in cents; None where the text is none."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found.quantize(Decimal("0.01")) if found.is_finite() and abs(found) < MOST else None
