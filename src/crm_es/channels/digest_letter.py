"""What a digest says, as its reader reads it: section by section, person by person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from string import Template
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from crm_es.channels.letters import said, spoken

MOST: Final = 40
"""Tasks of a section that are named."""


class Told(NamedTuple):
    """What a letter is made of."""

    rows: Sequence[Mapping[str, Any]]
    """Of a review, in its order."""
    entries: int
    """How many entries are open in the reader's notebook."""
    day: date
    time_zone: str
    looks_back: bool


def subject(told: Told, language: str) -> str:
    counts = dict.fromkeys(("overdue", "due today", "done", "moved", "not touched"), 0)
    for row in told.rows:
        if row["section"] in counts:
            counts[row["section"]] += 1
    facts = {"overdue": counts["overdue"], "today": counts["due today"], "done": counts["done"]}
    facts |= {"moved": counts["moved"], "left": counts["not touched"]}
    words = spoken()[language]["digest"]["back" if told.looks_back else "ahead"]
    return Template(words).substitute(facts, day=said(told.day, language))


def lines(told: Told, language: str) -> list[str]:
    words, zone = spoken()[language]["digest"], ZoneInfo(told.time_zone)
    text: list[str] = []
    for section, found in groupby(told.rows, key=lambda row: row["section"]):
        rows = list(found)
        text += [f"{words[section]}: {len(rows)}", *named(rows[:MOST], words, zone, language)]
        if len(rows) > MOST:
            text.append(Template(words["more"]).substitute(count=len(rows) - MOST))
        text.append("")
    if told.entries:
        text.append(Template(words["entries"]).substitute(count=told.entries))
    return text


def named(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str], zone: ZoneInfo, language: str) -> Iterator[str]:
    """One line for each task, under whoever is to do it."""
    for person, theirs in groupby(sorted(rows, key=lambda row: row["responsible"] or ""), lambda r: r["responsible"]):
        yield f"  {said(person or '?', language)}"
        for row in theirs:
            yield f"  - {moment(row['due'], zone)} {said('; '.join(parts(row, words, zone)), language)}"


def parts(row: Mapping[str, Any], words: Mapping[str, str], zone: ZoneInfo) -> Iterator[str]:
    yield f"{row['what']} ({row['client'] or row['deal']})" if row["client"] or row["deal"] else row["what"]
    if row["urgent"]:
        yield words["urgent"]
    if row["from_due"]:
        yield f"{words['was']} {moment(row['from_due'], zone)}"
    if row["times_moved"]:
        yield f"{words['times']} {row['times_moved']}"
    if row["said"]:
        yield row["said"]


def moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d.%m %H:%M}"
