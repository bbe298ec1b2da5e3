"""A week as a table: rows are what one worked on, columns are days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from crm_es.site.working.subjects import address_of, key_of

Row = Mapping[str, Any]
WEEK: Final = 7


class Cell(NamedTuple):
    """What one worked on one thing on one day."""

    day: date
    minutes: int
    entries: int


class Line(NamedTuple):
    """What one worked on one thing."""

    key: str
    title: str
    client: str | None
    kind: str
    address: str | None
    rest: bool
    cells: tuple[Cell, ...]

    @property
    def minutes(self) -> int:
        return sum(cell.minutes for cell in self.cells)


class Grid(NamedTuple):
    """The lines, and what all of them come to. Breaks are shown, and count nowhere."""

    days: tuple[date, ...]
    lines: tuple[Line, ...]

    @property
    def totals(self) -> list[int]:
        worked = [line.cells for line in self.lines if not line.rest]
        return [sum(cells[n].minutes for cells in worked) for n in range(len(self.days))]

    @property
    def minutes(self) -> int:
        return sum(self.totals)


def week_of(day: date) -> tuple[date, ...]:
    """Monday to Sunday."""
    monday = day - timedelta(day.weekday())
    return tuple(monday + timedelta(n) for n in range(WEEK))


def grid(days: Sequence[date], worked: Iterable[Row], further: Iterable[Row] = ()) -> Grid:
    """Rows of /work-days as a table; things of /time/trackable that get a line though nothing is there yet."""
    by_key: dict[str, list[Row]] = {}
    for row in worked:
        by_key.setdefault(key_of(row), []).append(row)
    lines = [line_of(key, rows[0]["subject"] or rows[0]["kind"], rows, days) for key, rows in by_key.items()]
    lines += [line_of(key_of(one), one["title"], [one], days) for one in further if key_of(one) not in by_key]
    return Grid(tuple(days), tuple(sorted(lines, key=lambda line: (line.rest, line.title.casefold(), line.kind))))


def line_of(key: str, title: str, rows: Sequence[Row], days: Sequence[date]) -> Line:
    """One line; what it is on is told by any of its rows."""
    first = rows[0]
    found = {day: [row for row in rows if row.get("day") == day.isoformat()] for day in days}
    cells = tuple(Cell(day, sum(row["minutes"] for row in of), len(of)) for day, of in found.items())
    client = first.get("for_client") or first.get("client")
    return Line(key, title, client, first["kind"], address_of(first), bool(first.get("rest")), cells)
