"""Working time as people type it, and as a table."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from crm_es.site.working.durations import minutes
from crm_es.site.working.grid import grid, week_of
from crm_es.site.working.subjects import LISTS, address_of, key_of, place_of

TUESDAY = date(2026, 11, 24)
TICKET = UUID(int=701)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        *(("1:30", 90), ("1,5", 90), ("1.5", 90), ("90", 90), ("90 min", 90), ("15m", 15), ("15 мин", 15)),
        *(("8", 480), ("2h", 120), ("2 ч", 120), ("", 0), ("0", 0), ("0:05", 5), (" 24 ", 1440)),
        *(("soon", None), ("1:75", None), ("-1", None), ("1:2:3", None), ("9" * 40, None)),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, wanted: int | None) -> None:
    assert minutes(typed) == wanted


def row(day: date, count: int, kind: str = "service", **more: Any) -> dict[str, Any]:
    ids = dict.fromkeys((f"{what}_id" for what in LISTS), None)
    told = {"day": day.isoformat(), "minutes": count, "kind": kind, "subject": None, "for_client": None, "rest": False}
    return {**ids, **told, **more}


def test_a_week_has_a_line_for_each_thing_and_counts_no_break() -> None:
    days = week_of(TUESDAY)
    on_ticket = {"ticket_id": str(TICKET), "subject": "T-1 The scales", "for_client": "Bags"}
    worked = [row(days[0], 60, **on_ticket), row(days[0], 30, **on_ticket), row(days[1], 15, "break", rest=True)]
    further = [row(days[0], 0, "administration", title="administration") | {"day": None}]
    table = grid(days, worked, further)
    assert [line.title for line in table.lines] == ["administration", "T-1 The scales", "break"]
    assert [(cell.minutes, cell.entries) for cell in table.lines[1].cells[:2]] == [(90, 2), (0, 0)]
    assert (table.totals[:2], table.minutes) == ([90, 0], 90)
    assert (table.lines[1].client, table.lines[1].address) == ("Bags", f"/tickets/{TICKET}")


def test_what_one_works_on_is_told_by_one_word() -> None:
    on_stage = row(TUESDAY, 5, "project work", project_id="p", stage_id="s")
    assert (key_of(on_stage), place_of(on_stage)) == ("stage:s:project work", "stage:s")
    assert address_of(on_stage) == "/project-stages/s"
    alone = row(TUESDAY, 5, "self-study")
    assert (key_of(alone), place_of(alone), address_of(alone)) == ("kind::self-study", "kind:self-study", None)
