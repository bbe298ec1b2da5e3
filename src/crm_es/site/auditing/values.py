"""What a field of a record held at some time, as people read it: names instead of ids, days and sums as usual."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from crm_es.site.auditing.asking import ID
from crm_es.site.visitor import Visitor

MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
CODED: Final = frozenset({"status", "outcome", "state", "roles", "kind_of_record"})


def said(visitor: Visitor, field: str, held: Any) -> str:
    """One value; nothing where there is none."""
    speech = visitor.speech
    match held:
        case bool():
            told = speech.text("yes" if held else "no")
        case {"amount": str() as amount, "currency": str() as currency}:
            told = speech.money(amount, currency)
        case Mapping():
            inner = ((speech.name(str(name)), said(visitor, name, one)) for name, one in held.items())
            told = ", ".join(f"{name}: {one}" for name, one in inner if one)
        case list():
            told = ", ".join(said(visitor, field, one) for one in held)
        case int():
            told = speech.hours(held) if field.endswith("minutes") else speech.number(held)
        case str():
            told = of_text(visitor, field, held)
        case _:
            told = "" if held is None else str(held)
    return told


def of_text(visitor: Visitor, field: str, held: str) -> str:
    if ID.fullmatch(held):
        return person(visitor, held)
    if MOMENT.fullmatch(held):
        return visitor.speech.moment(held, visitor.zone)
    if DAY.fullmatch(held):
        return visitor.speech.day(held)
    return visitor.speech.name(held) if field in CODED and held else held


def person(visitor: Visitor, held: str) -> str:
    """Who is meant by an id; the id itself, where nobody is."""
    return next((one.name for key, one in visitor.crm.reference.people.items() if str(key) == held), held)


def plain_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a record holds, without ids whose names stand beside them."""
    return {
        name: held
        for name, held in row.items()
        if held not in (None, "", [], {}, False) and not (name.endswith("_id") and name.removesuffix("_id") in row)
    }
