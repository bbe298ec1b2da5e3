"""The cells of the labour report as rows, and the report as a table for spreadsheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from crm_es.control.days import Line
from crm_es.playbook.calendar import WEEKDAYS

HOUR: Final = 60
TOLD: Final = ("person", "client", "what")


def in_rows(cells: Iterable[Line], ids: Sequence[str], narrowed: Line) -> Iterator[Line]:
    """The cells of one person and subject as one row, with their sums by weekday and month.

    `narrowed` is what the whole report is of, where it is not of everything.
    """
    rows: dict[tuple[Any, ...], list[Line]] = {}
    for cell in cells:
        rows.setdefault(tuple(cell[name] for name in (*ids, "kind")), []).append(cell)
    for found in rows.values():
        row = {name: found[0][name] for name in dict.fromkeys((*ids, *TOLD))}
        kind = {"kind": found[0]["kind"]} if found[0]["kind"] else {}
        weekdays, months = Counter[str](), Counter[str]()
        for cell in found:
            weekdays[WEEKDAYS[cell["day"].weekday()]] += cell["minutes"]
            months[f"{cell['day']:%Y-%m}"] += cell["minutes"]
        yield row | {
            "minutes": sum(cell["minutes"] for cell in found),
            "over_minutes": sum(cell["over_minutes"] for cell in found),
            "weekdays": dict(weekdays),
            "months": dict(months),
            "cells": [
                {name: cell[name] for name in ("day", "minutes", "over_minutes", "entries")}
                | {"query": query(narrowed | {name: row[name] for name in ids} | kind, cell["day"])}
                for cell in found
            ],
        }


def query(asked: Line, day: date) -> str:
    """What to ask the list of worked days for, to see the entries of a cell."""
    named = {name: "none" if value is None else value for name, value in asked.items()}
    return urlencode({**named, "day_from": day, "day_to": day, "rest": "false"})


def table(days: Iterable[Line], rows: Iterable[Line]) -> list[Line]:
    """The report in hours: a column for each day, days off marked; what is told of nobody is left out."""
    headings = {day["day"]: f"{day['day']:%d.%m.%Y}{'' if day['working'] else ' off'}" for day in days}
    found = list(rows)
    told = named(found)
    lines = []
    for row in found:
        minutes = {cell["day"]: cell["minutes"] for cell in row["cells"]}
        on_days = {heading: hours(minutes[day]) if day in minutes else None for day, heading in headings.items()}
        sums = {"hours": hours(row["minutes"]), "over_agreed": hours(row["over_minutes"])}
        lines.append({name: row[name] for name in told} | on_days | sums)
    return lines


def named(rows: Sequence[Line]) -> list[str]:
    """Of what rows tell at all: of person, client and subject."""
    return [name for name in TOLD if name == "person" or any(row[name] is not None for row in rows)]


def hours(minutes: int) -> float:
    return round(minutes / HOUR, 2)
