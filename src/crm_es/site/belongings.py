"""What belongs to a deal or a client: rows of other lists, each told in one line."""

from __future__ import annotations

import asyncio
from typing import Any, Final, NamedTuple
from uuid import UUID

from crm_es.registries import Registry
from crm_es.site.anything.lists import BY_NAME
from crm_es.site.anything.records import title
from crm_es.site.anything.values import urgency_of, value
from crm_es.site.inner import Problem
from crm_es.site.rendering import link
from crm_es.site.visitor import Visitor

FEW: Final = 10
AMOUNTS: Final = ("amount", "total", "price")
DUE: Final = ("next_task_due", "due", "resolution_due")


class Belonging(NamedTuple):
    """One row."""

    title: str
    link: str
    status: str | None
    amount: str | None
    currency: str | None
    due: str | None
    colour: str | None


class Belongings(NamedTuple):
    """The rows of one list."""

    name: str
    heading: str
    rows: list[Belonging]
    all_of_them: str
    """Where more are seen."""
    more: bool


async def belongings(visitor: Visitor, asked: dict[str, dict[str, Any]]) -> list[Belongings]:
    """By list what is asked of it; lists that are empty, or not for this person, are left out."""
    found = await asyncio.gather(*(of_list(visitor, listed, query) for listed, query in asked.items()))
    return [one for one in found if one.rows]


async def of_list(visitor: Visitor, listed: str, query: dict[str, Any]) -> Belongings:
    try:
        page = await visitor.get(f"/{listed}", **query, limit=FEW)
    except Problem:
        page = {"rows": [], "next_cursor": None}
    rows = [told(visitor, listed, row) for row in page["rows"]]
    heading = BY_NAME[listed].title
    return Belongings(listed, heading, rows, link(f"/{listed}", **query), page["next_cursor"] is not None)


def told(visitor: Visitor, listed: str, row: dict[str, Any]) -> Belonging:
    shown = BY_NAME[listed]
    found: UUID | str = row[shown.id_column]
    due = next((row[name] for name in DUE if row.get(name)), None)
    return Belonging(
        called(visitor, shown, row),
        f"/{listed}/{found}",
        standing(visitor, row),
        next((row[name] for name in AMOUNTS if row.get(name)), None),
        row.get("currency"),
        due,
        urgency_of(visitor, due) if due else None,
    )


def called(visitor: Visitor, shown: Registry, row: dict[str, Any]) -> str:
    """Its title; else the day by which its list is sorted, as of an order without a number."""
    if said := title(row):
        return visitor.speech.refusal(said) if said == row.get("what_for") else said
    return value(visitor, shown, shown.sort.removeprefix("-"), row) or visitor.speech.text(shown.title)


def standing(visitor: Visitor, row: dict[str, Any]) -> str | None:
    """The stage, by the company's own name, or the status."""
    status = row.get("status")
    return row.get("stage") or (visitor.speech.name(status) if status else None)
