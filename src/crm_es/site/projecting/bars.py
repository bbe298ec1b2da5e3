"""Bars of a Gantt chart for the browser: what is planned, beside it what was agreed and what was worked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import escape

Row = Mapping[str, Any]


def drawn(rows: Iterable[Row], agreed: Mapping[str, Row], *, with_project: bool) -> list[dict[str, Any]]:
    """Each stage that has days. A stage that several people do is one bar for each of them."""
    dated = [row for row in rows if row["starts"] and row["ends"]]
    ids = {row["stage_id"]: key(row) for row in dated}
    return [
        {
            "id": key(row),
            "name": str(escape(label(row, with_project=with_project))),
            "start": row["starts"],
            "end": row["ends"],
            "progress": row["done_percent"],
            "dependencies": [ids[one] for one in row["depends_on"] if one in ids],
            "custom_class": state(row),
            "stage": row["stage_id"],
            "project": row["project_id"],
            "worked": [row["first_worked"], row["last_worked"]] if row["first_worked"] else None,
            "agreed": days(agreed.get(row["stage_id"])),
        }
        for row in dated
    ]


def key(row: Row) -> str:
    return f"s{row['stage_id']}{row['person_id'] or ''}"


def label(row: Row, *, with_project: bool) -> str:
    parts = [row["project"] if with_project else None, row["stage"], row["person"]]
    return " · ".join(part for part in parts if part)


def state(row: Row) -> str:
    """Late is told of what is open alone."""
    if row["status"] == "finished":
        return "gantt-finished"
    return "gantt-late" if row["late"] else "gantt-open"


def days(agreed: Row | None) -> list[str] | None:
    return [agreed["starts"], agreed["ends"]] if agreed and agreed["starts"] and agreed["ends"] else None
