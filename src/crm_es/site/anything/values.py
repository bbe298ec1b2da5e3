"""How values of lists and records look: names instead of ids, days as people write them, colours for what is due."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from markupsafe import Markup, escape

from crm_es.directory import Directory
from crm_es.registries import Column, Registry
from crm_es.site.rendering import told_value
from crm_es.site.visitor import Visitor

Row = Mapping[str, Any]
PEOPLE: Final = "staff-members"
LISTS: Final = {
    "client": "clients",
    "for_client": "clients",
    "merged_into": "clients",
    "deal": "deals",
    "task": "tasks",
    "project": "projects",
    "ticket": "tickets",
    "follows": "tickets",
    "followed_by": "tickets",
    "contractor": "contractors",
    "campaign": "campaigns",
    "stage": "project-stages",
}
"""Where the record is looked at that a name stands for; everything else is a person."""
DUE: Final = frozenset({"due", "pay_by", "next_task_due", "answer_due", "due_at", "planned_due", "valid_until"})
ENDED: Final = frozenset(
    {"done", "accepted", "cancelled", "paid", "rejected", "refused", "withdrawn", "closed", "won", "lost", "answered"}
)


def named(shown: Registry) -> dict[str, str]:
    """Of each column with a name of something, the column with its id."""
    return {name: f"{name}_id" for name in shown.columns if f"{name}_id" in shown.columns and name not in shown.own}


def usual(shown: Registry) -> list[str]:
    """The columns that a table shows where nobody chose others: names, and neither ids nor what is technical."""
    if shown.at_a_glance:
        return list(shown.at_a_glance)
    named_ids = set(named(shown).values())
    plain = [
        name
        for name, column in shown.columns.items()
        if column.kind is not UUID and name not in named_ids and not (column.several and column.kind is UUID)
    ]
    return plain[:MOST]


MOST: Final = 9
"""Columns that fit a screen."""


def value(visitor: Visitor, shown: Registry, name: str, row: Row) -> Markup:
    """One cell."""
    held = row.get(name)
    if held in (None, "", [], False):
        return Markup("")
    names = named(shown)
    if name in names and row.get(names[name]):
        return Markup('<a href="/{}/{}">{}</a>').format(LISTS.get(name, PEOPLE), row[names[name]], held)
    if name in DUE:
        return due(visitor, str(held), row)
    return plain(visitor, shown.columns[name], name, held, row)


def plain(visitor: Visitor, column: Column, name: str, held: Any, row: Row) -> Markup:
    """A value as people read it."""
    speech = visitor.speech
    if isinstance(held, list | tuple):
        return Markup(", ").join(plain(visitor, column._replace(several=False), name, one, row) for one in held)
    if column.kind is datetime:
        return Markup('<time datetime="{}">{}</time>').format(held, speech.moment(held, visitor.zone, visitor.today))
    if column.kind is date:
        return Markup('<time datetime="{}">{}</time>').format(held, speech.day(held, visitor.today))
    if column.kind in (int, Decimal):
        return escape(counted(visitor, name, held, row.get("currency")))
    return escape(speech.text("yes") if column.kind is bool else worded(visitor, name, str(held)))


def worded(visitor: Visitor, name: str, held: str) -> str:
    """A text: what people wrote stays, words of the product are translated."""
    if name == "what_for":
        return visitor.speech.refusal(held)
    words = held.split(", ") if name == "roles" else [held]
    return ", ".join(map(visitor.speech.name, words)) if name in CODES else held


def then(visitor: Visitor, shown: Registry, name: str, held: Any, row: Row) -> Markup:
    """A value of a record as it was: people by name, and other records as something to look at."""
    column = shown.columns.get(name)
    if held in (None, "", []):
        return Markup("")
    if column is None:
        return escape(told_value(held))
    if column.kind is UUID and not isinstance(held, list):
        return whoever(visitor, name.removesuffix("_id"), str(held))
    return plain(visitor, column, name, held, row)


def whoever(visitor: Visitor, name: str, held: str) -> Markup:
    """A person by name; another record as a way to it."""
    if name in LISTS:
        return Markup('<a href="/{}/{}">{}</a>').format(LISTS[name], held, visitor.speech.text("Look at it"))
    person = visitor.crm.reference.people.get(UUID(held))
    return escape(person.name if person else held)


def counted(visitor: Visitor, name: str, held: Any, currency: str | None) -> str:
    """Hours and minutes, an amount with its currency, or a number."""
    if name.endswith("minutes"):
        return visitor.speech.hours(held)
    if isinstance(held, str) and currency and not any(part in name for part in NO_MONEY):
        return visitor.speech.money(held, currency)
    return visitor.speech.number(held)


NO_MONEY: Final = ("rate", "quantity", "margin", "share", "ordered", "shipped", "missing")
"""Parts of names of columns that hold no amounts, also where their row has a currency."""
CODES: Final = frozenset({"status", "outcome", "roles", "kind_of_record", "about", "source", "seen_by", "priority"})
"""Columns with words of the product, which are translated; all else is what people wrote."""


def due(visitor: Visitor, held: str, row: Row) -> Markup:
    """A day on which something is due: red when it is late, amber today, green later; no colour once it is over."""
    at = datetime.fromisoformat(held)
    day = (
        visitor.speech.moment(held, visitor.zone, visitor.today)
        if len(held) > A_DAY
        else visitor.speech.day(held, visitor.today)
    )
    colour = "" if is_over(row) else f"is-{urgency(visitor, at if len(held) > A_DAY else at.date())}"
    return Markup('<time class="{}" datetime="{}">{}</time>').format(colour, held, day)


def on_day(visitor: Visitor, at: str) -> str:
    """The day of a moment, where the company is."""
    return visitor.speech.day(datetime.fromisoformat(at).astimezone(visitor.zone).date(), visitor.today)


def round_money(visitor: Visitor, amount: str, currency: str) -> str:
    """An amount without kopecks, for places where it is looked at and not reckoned with."""
    return re.sub(r"[.,]00(?!\d)", "", visitor.speech.money(Decimal(amount).quantize(Decimal(1)), currency))


A_DAY: Final = len("2026-03-31")


def is_over(row: Row) -> bool:
    words = {row.get("status"), row.get("outcome")}
    return not words.isdisjoint(ENDED) or row.get("to_do") is False


def urgency(visitor: Visitor, at: datetime | date) -> str:
    """late, today or later, by the company's calendar."""
    now = datetime.now(visitor.zone)
    if isinstance(at, datetime):
        if at <= now:
            return "late"
        return "today" if at.astimezone(visitor.zone).date() == now.date() else "later"
    if at < now.date():
        return "late"
    return "today" if at == now.date() else "later"


def urgency_of(visitor: Visitor, at: str) -> str:
    """The same of a day or a moment as JSON has it."""
    return urgency(visitor, datetime.fromisoformat(at) if len(at) > A_DAY else date.fromisoformat(at))


def is_number(column: Column) -> bool:
    return column.kind in (int, Decimal) and not column.several


def chip(visitor: Visitor, shown: Registry, name: str, text: str) -> str:
    """The value of a filter: people by name."""
    if text == "me":
        return visitor.speech.text("me")
    column = shown.columns.get(name)
    if column and column.kind is UUID:
        try:
            return Directory(visitor.crm.reference.people).name(UUID(text))
        except (ValueError, KeyError):
            return text
    return visitor.speech.name(text) if name in CODES else text
