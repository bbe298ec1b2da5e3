"""The stages of a project as a tree, and what is planned of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

Row = Mapping[str, Any]


class Branch(NamedTuple):
    """A stage, and how deep in the tree it stands."""

    stage: Row
    depth: int


def tree(stages: Iterable[Row]) -> list[Branch]:
    """Every stage after the one that it is a part of. One whose whole is not there stands at the top."""
    rows = list(stages)
    known = {row["stage_id"] for row in rows}
    parts: dict[str | None, list[Row]] = {}
    for row in rows:
        parts.setdefault(row["parent_id"] if row["parent_id"] in known else None, []).append(row)
    found: list[Branch] = []

    def grow(parent: str | None, depth: int) -> None:
        for row in parts.get(parent, ()):
            found.append(Branch(row, depth))
            grow(row["stage_id"], depth + 1)

    grow(None, 0)
    return found


def moved(action: Row, starts: str, ends: str) -> dict[str, Any]:
    """The stage planned anew for other days, with all that its plan had."""
    held = {field["name"]: field["value"] for field in action["fields"]}
    planned = [{name: one[name] for name in ("person_id", "minutes")} for one in held["planned"] or ()]
    return {**held, "planned": planned, "depends_on": held["depends_on"] or [], "starts": starts, "ends": ends}


def offered(actions: Iterable[Row], command: str) -> Row | None:
    """The command as it is offered, if it is."""
    return next((one for one in actions if one["command"] == command), None)
