"""The labour report as a sheet shows at a glance what is off and what is over (S3-21)."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from crm_es.labour.matrix import Matrix
from crm_es.labour.sheet import OFF, OVER, write_sheet

FRIDAY, SATURDAY = date(2026, 11, 6), date(2026, 11, 7)
SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def cell(day: date, minutes: int, over: int = 0) -> dict[str, Any]:
    return {"day": day, "minutes": minutes, "over_minutes": over, "entries": 1, "query": ""}


def row(person: str, *cells: dict[str, Any]) -> dict[str, Any]:
    sums = {name: sum(one[name] for one in cells) for name in ("minutes", "over_minutes")}
    return {"person": person, "client": "=Mill", "what": None, "cells": list(cells), **sums}


REPORT = Matrix(
    [
        {"day": FRIDAY, "weekday": "Friday", "working": True, "minutes": 210},
        {"day": SATURDAY, "weekday": "Saturday", "working": False, "minutes": 60},
    ],
    [row("Ann", cell(FRIDAY, 90), cell(SATURDAY, 60, 15)), row("Bob", cell(FRIDAY, 120, 30))],
    [],
    [],
)


def written(report: Matrix) -> bytes:
    file = BytesIO()
    write_sheet(file, report)
    return file.getvalue()


def colours(file: bytes) -> dict[str, str]:
    """The background of each cell that has one, by its address."""
    with ZipFile(BytesIO(file)) as parts:
        looks, sheet = (ET.fromstring(parts.read(f"xl/{name}.xml")) for name in ("styles", "worksheets/sheet1"))
    fills = [fill.find(".//x:fgColor", SPACE) for fill in looks.findall("x:fills/x:fill", SPACE)]
    formats = [fills[int(one.get("fillId", 0))] for one in looks.findall("x:cellXfs/x:xf", SPACE)]
    told = {one.get("r", ""): formats[int(one.get("s", 0))] for one in sheet.iterfind(".//x:c", SPACE)}
    return {place: f"#{fill.get('rgb', '')[2:]}" for place, fill in told.items() if fill is not None}


def test_each_row_and_day_has_its_sum() -> None:
    rows = CalamineWorkbook.from_filelike(BytesIO(written(REPORT))).get_sheet_by_index(0).to_python()
    assert rows == [
        ["Person", "Client", FRIDAY, SATURDAY, "Hours", "Over agreed"],
        ["Ann", "=Mill", 1.5, 1.0, 2.5, 0.25],
        ["Bob", "=Mill", 2.0, "", 2.0, 0.5],
        ["Total", "", 3.5, 1.0, 4.5, 0.75],
    ]


def test_days_off_are_shaded_and_what_is_over_is_red() -> None:
    off, over = OFF["bg_color"], OVER["bg_color"]
    assert colours(written(REPORT)) == {"D1": off, "D2": over, "F2": over, "C3": over, "D3": off, "F3": over, "D4": off}


def test_a_month_without_work_is_a_sheet_all_the_same() -> None:
    nothing = [day | {"minutes": 0} for day in REPORT.days]
    rows = (
        CalamineWorkbook.from_filelike(BytesIO(written(Matrix(nothing, [], [], [])))).get_sheet_by_index(0).to_python()
    )
    assert rows[-1] == ["Total", 0.0, 0.0, 0.0, 0.0]
