"""The labour report as a sheet: days off are shaded, days that go over the agreed hours are red, sums at both ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import IO, Final, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from crm_es.control.days import Line
from crm_es.labour.matrix import Matrix
from crm_es.labour.matrix_rows import hours, named

HOURS: Final = "0.00"
OFF: Final = {"bg_color": "#E7E7E7"}
OVER: Final = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
HEADING: Final = {"bold": True, "bottom": 1, "align": "center", "text_wrap": True}
TOTAL: Final = {"bold": True, "top": 1}
SUMS: Final = {"minutes": "Hours", "over_minutes": "Over agreed"}
NAME: Final = 26
DAY: Final = 7
SUM: Final = 12
"""How many letters columns are wide."""


def write_sheet(file: IO[bytes], found: Matrix) -> None:
    """One sheet of hours. Nothing is taken for a formula or a link."""
    with Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}) as book:
        page = Page(book.add_worksheet("Labour"), Looks(book), named(found.rows), found.days)
        page.head()
        for row, line in enumerate(found.rows, 1):
            page.line(row, line)
        page.foot(found.rows)


class Looks:
    """How cells look, by whether they are of a day off."""

    def __init__(self, book: Workbook) -> None:
        number = {"num_format": HOURS}
        self.heading = [book.add_format(HEADING | {"num_format": "ddd dd.mm."} | off) for off in ({}, OFF)]
        self.hours = [book.add_format(number | off) for off in ({}, OFF)]
        self.total = [book.add_format(TOTAL | number | off) for off in ({}, OFF)]
        self.over = book.add_format(number | OVER)


class Page(NamedTuple):
    """The sheet while it is written: names, a column for each day, two sums."""

    sheet: Worksheet
    looks: Looks
    told: list[str]
    days: list[Line]

    def head(self) -> None:
        first, last = len(self.told), len(self.told) + len(self.days)
        self.sheet.set_column(0, first - 1, NAME)
        self.sheet.set_column(first, last - 1, DAY)
        self.sheet.set_column(last, last + 1, SUM)
        self.sheet.freeze_panes(1, first)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        for place, name in enumerate(self.told):
            self.sheet.write_string(0, place, name.capitalize(), self.looks.heading[False])
        for place, day in enumerate(self.days, first):
            self.sheet.write_datetime(0, place, datetime.combine(day["day"], time()), self.looks.heading[is_off(day)])
        for place, name in enumerate(SUMS.values(), last):
            self.sheet.write_string(0, place, name, self.looks.heading[False])

    def line(self, row: int, line: Line) -> None:
        for place, name in enumerate(self.told):
            self.sheet.write_string(row, place, line[name] or "")
        cells = {cell["day"]: cell for cell in line["cells"]}
        for place, day in enumerate(self.days, len(self.told)):
            look = self.looks.hours[is_off(day)]
            if cell := cells.get(day["day"]):
                self.sheet.write_number(
                    row, place, hours(cell["minutes"]), self.looks.over if cell["over_minutes"] else look
                )
            elif is_off(day):
                self.sheet.write_blank(row, place, None, look)
        for place, name in enumerate(SUMS, len(self.told) + len(self.days)):
            over = name == "over_minutes" and line[name] > 0
            self.sheet.write_number(row, place, hours(line[name]), self.looks.over if over else self.looks.hours[False])

    def foot(self, rows: Sequence[Line]) -> None:
        row, last = len(rows) + 1, len(self.told) + len(self.days)
        self.sheet.write_string(row, 0, "Total", self.looks.total[False])
        for place, day in enumerate(self.days, len(self.told)):
            self.sheet.write_number(row, place, hours(day["minutes"]), self.looks.total[is_off(day)])
        for place, name in enumerate(SUMS, last):
            self.sheet.write_number(row, place, hours(sum(line[name] for line in rows)), self.looks.total[False])


def is_off(day: Line) -> bool:
    return not day["working"]
