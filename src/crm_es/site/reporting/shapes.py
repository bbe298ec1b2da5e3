"""What a report is to its page: figures that lead to their rows, choices, and who looks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple

from crm_es.site.rendering import link
from crm_es.site.speech import Speech, phrase

Row = Mapping[str, Any]
Kind = Literal["text", "code", "number", "money", "share", "days", "hours", "day", "month", "moment"]
USUAL: Final = phrase("All time")


class Figure(NamedTuple):
    """One column."""

    name: str
    title: str
    kind: Kind = "number"
    registry: str | None = None
    """The list that shows what is summed up."""
    query: str | None = None
    """The field of the row that tells what to ask that list."""
    summed: bool = False
    """Told at the foot, too."""

    @property
    def is_number(self) -> bool:
        return self.kind in ("number", "money", "share", "days", "hours")


class Choice(NamedTuple):
    """A parameter that one may choose, besides the days."""

    name: str
    title: str
    ways: Sequence[tuple[str, str]]
    """Values, the usual one first, and what they are called. Several at once stand between commas."""


class Table(NamedTuple):
    """Rows of the answer, and what they show."""

    rows: str
    figures: Sequence[Figure]
    title: str | None = None


class Report(NamedTuple):
    """A report that the API answers."""

    name: str
    title: str
    says: str
    icon: str
    tables: Sequence[Table]
    choices: Sequence[Choice] = ()
    usual_days: str = USUAL
    has_days: bool = True
    roles: frozenset[str] = frozenset()
    """Who looks for it; everybody, where none are named."""
    chart: Callable[[Speech, Sequence[Row]], dict[str, Any] | None] | None = None
    path: str = ""
    """Of the API, where it is not that of reports."""

    @property
    def asked(self) -> str:
        return self.path or f"/reports/{self.name}"


def is_total(row: Row) -> bool:
    """The row is of all others together."""
    return bool(row.get("total") or row.get("all"))


def says_something(figures: Sequence[Figure], row: Row) -> bool:
    """A day or month in which nothing happened is left out."""
    return any(float(row.get(one.name) or 0) for one in figures if one.is_number)


def leads_to(figure: Figure, row: Row) -> str | None:
    """The list with what the figure sums up; nothing where it is none."""
    held = row.get(figure.name)
    if figure.registry is None or figure.query is None or held in (None, 0, "0"):
        return None
    query = row.get(figure.query)
    if query is None:
        return None
    return f"/{figure.registry}?{query}" if query else link(f"/{figure.registry}", all="")


def told(speech: Speech, figure: Figure, row: Row, zone: tzinfo) -> str:
    """A figure as people read it."""
    held = row.get(figure.name)
    if held is None:
        return ""
    if figure.kind == "money" and row.get("currency"):
        return speech.money(held, row["currency"])
    if figure.kind == "moment":
        return speech.moment(held, zone)
    ways: dict[Kind, Callable[[Any], str]] = {
        "text": str,
        "code": speech.name,
        "share": speech.percent,
        "day": speech.day,
        "month": speech.measures.month,
    }
    return ways.get(figure.kind, lambda number: counted(speech, number))(held)


def counted(speech: Speech, held: Any) -> str:
    return speech.number(round(held, 1) if isinstance(held, float) else held)


def sums(figures: Sequence[Figure], rows: Sequence[Row]) -> dict[str, Any]:
    """The foot of a table: what can be summed up, where no row is of all together already."""
    if not rows or any(map(is_total, rows)):
        return {}
    found: dict[str, Any] = {
        one.name: sum((Decimal(str(row[one.name] or 0)) for row in rows), Decimal()) for one in figures if one.summed
    }
    return found | {"currency": rows[0].get("currency")} if found else {}
