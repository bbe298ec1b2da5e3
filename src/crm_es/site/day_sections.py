"""What there is to do, in the order of its urgency: overdue, today, tomorrow, this week, later (S0-22)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import groupby
from typing import Any, Final, NamedTuple

from crm_es.site.speech import phrase

Item = Mapping[str, Any]
MORNING, AFTERNOON = time(9), time(14)
NOON: Final = time(12)
EVENING: Final = time(18)


class Group(NamedTuple):
    """Rows that belong together."""

    heading: str | None
    rows: list[Item]


class Section(NamedTuple):
    """All that is equally urgent."""

    key: str
    """late, today or later: its colour."""
    title: str
    groups: list[Group]

    @property
    def number(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def sections(day: Item, zone: tzinfo, desk: str | None = None) -> list[Section]:
    """All that there is; of a desk that is closed only the entries that close it."""
    entries = [entry for heading in day["headings"] for entry in heading["entries"] if concerns(entry, desk)]
    away = [entry for entry in day["later"] if concerns(entry, desk)]
    tasks = {when: [] if desk else rows for when, rows in day["tasks"].items()}
    today = date.fromisoformat(day["day"])
    to_come = sorted([*away, *tasks["later"]], key=moment)

    def between(since: int, until: int) -> list[Group]:
        """What comes on these days from today on."""
        rows = [one for one in to_come if since <= (moment(one).astimezone(zone).date() - today).days < until]
        return [Group(None, rows)] if rows else []

    week = max(2, 7 - today.weekday())
    found = [
        Section("late", phrase("Overdue"), now([one for one in entries if one["reminded_at"]], tasks["overdue"])),
        Section("today", phrase("Today"), now([one for one in entries if not one["reminded_at"]], tasks["today"])),
        Section("later", phrase("Tomorrow"), between(1, 2)),
        Section("later", phrase("This week"), between(2, week)),
        Section("later", phrase("Later"), between(week, 100_000)),
    ]
    found[1].groups.extend(between(0, 1))
    return [section for section in found if section.groups]


def now(entries: list[Item], tasks: list[Item]) -> list[Group]:
    """Entries under their headings, then tasks."""
    groups = [Group(heading, list(rows)) for heading, rows in groupby(entries, lambda entry: str(entry["heading"]))]
    return [*groups, *([Group(phrase("Tasks"), tasks)] if tasks else [])]


def concerns(entry: Item, desk: str | None) -> bool:
    return desk is None or desk in entry["desks"]


def moment(one: Item) -> datetime:
    """When it comes: a task is due, an entry comes back."""
    return datetime.fromisoformat(one["due"] if "due" in one else one["put_off_until"])


def every(found: Iterable[Section]) -> Iterable[Item]:
    """Each row."""
    return (row for section in found for group in section.groups for row in group.rows)


def greeting(now: datetime) -> str:
    """Depending on the time of day."""
    if now.time() < NOON:
        return phrase("Good morning, {name}")
    return phrase("Good afternoon, {name}") if now.time() < EVENING else phrase("Good evening, {name}")


def put_off(now: datetime) -> list[tuple[str, datetime]]:
    """When something that is put off usually comes back."""

    def on(days: int, at: time) -> datetime:
        return datetime.combine(now.date() + timedelta(days), at, now.tzinfo)

    to_monday = 7 - now.weekday()
    choices: list[tuple[str, datetime]] = [(phrase("Tomorrow morning"), on(1, MORNING))]
    if now.time() < NOON:
        choices.insert(0, (phrase("This afternoon"), on(0, AFTERNOON)))
    if to_monday > 1:
        choices.append((phrase("On Monday"), on(to_monday, MORNING)))
    return choices


PICTURES: Final[Mapping[str, str]] = {
    "price_approval": "tag",
    "payment_request": "cash",
    "call": "phone",
    "complaint": "message-report",
    "ticket": "headset",
    "document": "files",
    "task": "checkbox",
    "work_log": "clock",
    "project": "timeline",
    "suggestion": "message",
    "order": "package",
    "reconciliation": "scale",
    "client": "users",
    "inbox_item": "inbox",
    "work_act": "receipt",
    "bank_payment": "building-bank",
}
"""The picture of what an entry is about."""


def picture(entry: Item) -> str:
    return PICTURES.get(entry["about"], "bell")
