"""What people narrow a list by, as conditions in SQL. Their words reach the database as parameters only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from crm_es.messages import Refused
from crm_es.playbook import Calendar
from crm_es.registries import Column, Registry

Condition = tuple[str, list[Any]]
"""A condition in SQL, with its parameters."""

RANGED: Final = (int, Decimal, date, datetime)
DIGITS: Final = 30
"""More than any amount has, before or after the point."""
NONE: Final = "none"
"""What stands for no value."""
A_DAY: Final = len("2026-03-31")
DAYS: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}
"""What people say for days: ends of ranges."""
WILD: Final = str.maketrans({sign: f"\\{sign}" for sign in "%_\\"})


def narrowed(registry: Registry, name: str, text: str) -> Condition:
    """`column=value`, `column=none`, `column_from` and `column_to` (both included), or `q` for words."""
    if name == "q" and registry.search:
        words = f"%{read(Column(str), name, text).translate(WILD)}%"
        found = (f"{folded(column)} LIKE {folded('%s::text')}" for column in registry.search)
        return f"({' OR '.join(found)})", [words] * len(registry.search)
    if column := registry.columns.get(name):
        if text == NONE and may_be_none(column):
            return f"{name} IS NULL", []
        return f"%s = ANY({name})" if column.several else f"{name} = %s", [read(column, name, text)]
    base, _, end = name.rpartition("_")
    column = registry.columns.get(base)
    if column is None or column.several or column.kind not in RANGED or end not in ("from", "to"):
        raise Refused(
            f"{registry.title} cannot be filtered by {name!r}: use one of {', '.join(possible(registry))}.",
            "no such filter",
        )
    value = read(column, name, text)
    if end == "from":
        return f"{base} >= %s", [value]
    if column.kind is datetime and len(text) == A_DAY:
        return f"{base} < %s::timestamptz + interval '1 day'", [value]
    return f"{base} <= %s", [value]


def dated(registry: Registry, filters: Mapping[str, str], calendar: Calendar, at: datetime) -> dict[str, str]:
    """The filters with days for `today` and its neighbours, as the company counts them: `due_to=today` (S2-05)."""
    return {name: as_day(registry, name, text, calendar, at) for name, text in filters.items()}


def as_day(registry: Registry, name: str, text: str, calendar: Calendar, at: datetime) -> str:
    base, _, end = name.rpartition("_")
    column = registry.columns.get(base)
    if text not in DAYS or column is None or column.kind not in (date, datetime) or end not in ("from", "to"):
        return text
    day = calendar.day(at) + timedelta(DAYS[text])
    if column.kind is date:
        return day.isoformat()
    return (calendar.moment(day, time.min) if end == "from" else calendar.end_of(day)).isoformat()


def may_be_none(column: Column) -> bool:
    """Whether one can ask for rows without a value; among words, none is a word like others."""
    return column.optional and not column.several and column.kind is not str


def possible(registry: Registry) -> list[str]:
    """Every filter that the list has."""
    ranged = [name for name, column in registry.columns.items() if column.kind in RANGED and not column.several]
    ends = [f"{name}_{end}" for name in ranged for end in ("from", "to")]
    return [*(["q"] if registry.search else []), *registry.columns, *ends]


def visible(
    registry: Registry, sight: Collection[UUID] | None, besides: Mapping[str, Collection[str]]
) -> list[Condition]:
    """What leaves rows that concern one of these people, and besides those with one of these values in a column.

    Nothing where no people are named, or where the list is for everybody.
    """
    if sight is None or not (registry.sights or registry.open_to):
        return []
    several = (registry.columns[name].several for name in registry.sights)
    concern = [
        f"{name} && %s::uuid[]" if many else f"{name} = ANY(%s::uuid[])"
        for name, many in zip(registry.sights, several, strict=True)
    ]
    among = [f"{name} = ANY(%s::text[])" for name in besides]
    values = [*[list(sight)] * len(concern), *map(list, besides.values())]
    return [(f"({' OR '.join([*concern, *among]) or 'false'})", values)]


def joined(conditions: Iterable[Condition]) -> Condition:
    """All of them as one."""
    several = list(conditions)
    where = " AND ".join(sql for sql, _ in several) or "true"
    return where, [value for _, parameters in several for value in parameters]


def folded(sql: str) -> str:
    """As people compare texts: small and capital letters alike, Ё as Е, on every server the same."""
    return f"translate(lower({sql}), 'ё', 'е') COLLATE \"C\""


# ── Values ──────────────────────────────────────────────────────────────────


def read(column: Column, name: str, text: str) -> Any:
    """The value that a text stands for."""
    reader, meant = READERS[column.kind]
    try:
        return reader(text)
    except (ValueError, ArithmeticError) as error:
        raise Refused(f"{name!r} must be {meant}, and {text!r} is not.", "unreadable value") from error


def plain(text: str) -> str:
    text.encode()
    if "\0" in text:
        raise ValueError(text)
    return text


def whole(text: str) -> int:
    number = int(text)
    if abs(number) >= 2**63:
        raise ValueError(text)
    return number


def number(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite() or abs(value.adjusted()) > DIGITS:
        raise ValueError(text)
    return value


def moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def yes(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


READERS: Final[dict[Any, tuple[Callable[[str], Any], str]]] = {
    UUID: (UUID, "an id"),
    str: (plain, "a text"),
    int: (whole, "a whole number"),
    bool: (yes, "true or false"),
    Decimal: (number, "a number such as 1250.50"),
    date: (date.fromisoformat, "a date such as 2026-03-31"),
    datetime: (moment, "a day or time such as 2026-03-31 or 2026-03-31T09:00:00Z"),
}
