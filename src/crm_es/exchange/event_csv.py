"""Reads event logs as tables: one row per event, with the case, the activity and the time."""

from __future__ import annotations

import csv
import io
from typing import IO, Final

from crm_es.exchange.event_log import TORN, EventLog, plain
from crm_es.messages import Refused

WAYS: Final = {
    "case": ("case concept name", "case id", "caseid", "case", "trace id"),
    "concept name": ("concept name", "activity", "event", "event name", "task"),
    "time timestamp": ("time timestamp", "timestamp", "complete timestamp", "time", "date", "datetime"),
    "id": ("event id", "id", "identity id"),
}
"""What other systems call the columns, with the most telling first."""


def read_csv(stream: IO[bytes], log: EventLog) -> None:
    """Take in all rows that can be read; the steps of a case in the order of their times."""
    with io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="") as lines:
        rows = csv.reader(text.replace("\0", "") for text in lines)
        try:
            names = columns(next(rows, []))
            for row in rows:
                if any(row):
                    add(log, rows.line_num, dict(zip(names, row, strict=False)))
        except (csv.Error, *TORN) as error:
            log.bad(rows.line_num, f"The file breaks off here ({error}): what came before is taken.")
    for found in log.cases.values():
        found.steps.sort(key=lambda step: step.at)


def add(log: EventLog, line: int, values: dict[str, str]) -> None:
    if case_id := values.get("case", "").strip():
        log.add(case_id, line, values)
    else:
        log.bad(line, "The row names no case: it is left out.")


def columns(header: list[str]) -> list[str]:
    """The plain names of the columns, with what every log has under one name."""
    names = [plain(name) for name in header]
    for ours, theirs in WAYS.items():
        found = next((name for name in theirs if name in names), None)
        if found is not None:
            names[names.index(found)] = ours
        elif ours != "id":
            raise Refused(
                f"The table has no column {theirs[0]!r}, nor one called {', '.join(theirs[1:])}: name its columns so.",
                "a column is missing",
            )
    return names
