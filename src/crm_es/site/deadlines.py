"""Tasks by their deadline: overdue, today, tomorrow, this week, later; and when a task is due that is dropped there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any, Final, NamedTuple

from crm_es.site.speech import phrase

Task = Mapping[str, Any]
EVENING: Final = time(18)
LAST: Final = time(23, 59)
FRIDAY: Final = 4
DAYS: Final = 7


class Column(NamedTuple):
    """Tasks that are equally urgent."""

    key: str
    title: str
    urgency: str
    """late, today or later: its colour."""
    tasks: list[Task]
    due: str | None
    """When a task is due that is dropped here, as a form has it; none may be dropped into the past."""


def columns(tasks: Iterable[Task], now: datetime) -> list[Column]:
    """All columns, also those without a task. `now` is by the clock of the company."""
    today = now.date()
    week_ends = today + timedelta(max(1, DAYS - 1 - today.weekday()))
    friday = max(today + timedelta(2), today + timedelta(FRIDAY - today.weekday()))
    monday = today + timedelta(DAYS - today.weekday())
    tonight = EVENING if now.time() < EVENING else LAST
    found = [
        Column("overdue", phrase("Overdue"), "late", [], None),
        Column("today", phrase("Today"), "today", [], written(datetime.combine(today, tonight))),
        Column("tomorrow", phrase("Tomorrow"), "later", [], written(datetime.combine(today + timedelta(1), EVENING))),
        Column("week", phrase("This week"), "later", [], written(datetime.combine(min(friday, week_ends), EVENING))),
        Column("later", phrase("Later"), "later", [], written(datetime.combine(max(monday, friday), EVENING))),
    ]
    for task in sorted(tasks, key=lambda task: str(task["due"])):
        due = datetime.fromisoformat(task["due"])
        on = due.astimezone(now.tzinfo).date()
        place = (
            0 if due <= now else 1 if on == today else 2 if on == today + timedelta(1) else 3 if on <= week_ends else 4
        )
        found[place].tasks.append(task)
    return found


def written(at: datetime) -> str:
    """As a field of a form has a time."""
    return at.strftime("%Y-%m-%dT%H:%M")
