"""Reads the tables of SiP: tasks with their estimate and what each developer worked on them, and their days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from crm_es.exchange.labour_values import short_day, whole
from crm_es.exchange.sales_files import Line, table
from crm_es.exchange.summary import BadRow, Summary

ENCODING: Final = "cp1252"
HOUR: Final = 60
TASKS: Final = ("TaskNumber", "ProjectCode", "HoursEstimate", "DeveloperID", "DeveloperHoursActual")
DAYS: Final = ("TaskNumber", "EstimateOn", "StartedOn", "CompletedOn")
DROPPED: Final = "CANCELLED"


class Days(NamedTuple):
    """When a task was estimated, begun and done."""

    estimated: datetime | None = None
    started: datetime | None = None
    completed: datetime | None = None

    @property
    def first(self) -> datetime | None:
        return min((day for day in self if day), default=None)

    @property
    def last(self) -> datetime | None:
        """When it was worked on, as far as the file tells."""
        return self.completed or self.started or self.estimated


@dataclass(slots=True)
class Task:
    """One task, whoever worked on it."""

    number: str
    project: str
    title: str
    category: str
    assigned: str
    estimate: int
    """Minutes."""
    dropped: bool
    days: Days
    worked: list[tuple[str, int]] = field(default_factory=list)
    """By developer, in minutes."""


def read(tasks: Path, days: Path, summary: Summary) -> list[Task]:
    """All tasks in the order of the file; what cannot be used as it stands is told."""
    known, found = days_of(days, summary), dict[str, Task]()
    for row in table(tasks, *map(str.casefold, TASKS), encoding=ENCODING):
        number, minutes = row["tasknumber"], whole(row["developerhoursactual"], HOUR)
        if not number:
            summary.bad_rows.append(BadRow(row.line, "The row names no task: it is left out."))
            continue
        if number not in found:
            found[number] = task(row, known.get(number, Days()), summary)
        if minutes is None or minutes < 0:
            summary.bad_rows.append(BadRow(row.line, f"Task {number} has no readable hours of its developer here."))
        elif minutes:
            found[number].worked.append((row["developerid"], minutes))
    return list(found.values())


def task(row: Line, days: Days, summary: Summary) -> Task:
    number, estimate = row["tasknumber"], whole(row["hoursestimate"], HOUR)
    if estimate is None or estimate < 0:
        summary.bad_rows.append(BadRow(row.line, f"Task {number} has no readable estimate: taken as none."))
    category = "/".join(part for part in (row["category"], row["subcategory"]) if part)
    return Task(
        number,
        row["projectcode"],
        row["summary"],
        category,
        row["assignedtoid"],
        max(estimate or 0, 0),
        row["statuscode"] == DROPPED,
        days,
    )


def days_of(path: Path, summary: Summary) -> dict[str, Days]:
    """The days of each task; the same row again is nothing new."""
    found: dict[str, Days] = {}
    for row in table(path, *map(str.casefold, DAYS), encoding=ENCODING):
        estimated, started, completed = (
            short_day(row, name, summary) for name in ("estimateon", "startedon", "completedon")
        )
        days = Days(estimated, started, completed)
        if found.setdefault(row["tasknumber"], days) != days:
            summary.bad_rows.append(
                BadRow(row.line, f"Task {row['tasknumber']} has other days above: those are taken.")
            )
    return found
