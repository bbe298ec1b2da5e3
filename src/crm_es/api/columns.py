"""What the description of the API tells of lists: their columns, orders and filters."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel, create_model

from crm_es.filters import DAYS, NONE, may_be_none, possible
from crm_es.registries import Column, Registry

FORMATS: Final[dict[Any, dict[str, Any]]] = {
    UUID: {"type": "string", "format": "uuid"},
    int: {"type": "integer", "minimum": -(2**63) + 1, "maximum": 2**63 - 1},
    bool: {"type": "boolean"},
    Decimal: {"type": "string", "pattern": r"^-?\d{1,18}(\.\d{1,6})?$", "examples": ["1250.50"]},
    date: {"type": "string", "format": "date", "examples": ["2026-03-31"]},
    datetime: {"type": "string", "format": "date-time", "examples": ["2026-03-31T09:00:00Z"]},
    str: {"type": "string", "pattern": r"^[^\x00]*$"},
}


def row_of(shown: Registry) -> type[BaseModel]:
    fields: dict[str, Any] = {name: (kind_of(column), ...) for name, column in shown.own.items()}
    fields |= {name: (str | None, None) for name in shown.columns if name not in shown.own}
    return create_model(shown.row.__name__, __doc__=shown.row.__doc__, **fields)


def kind_of(column: Column) -> Any:
    kind = list[column.kind] if column.several else column.kind  # type: ignore[name-defined]
    return kind | None if column.optional else kind


def orders(shown: Registry) -> list[str]:
    names = [name for name, column in shown.columns.items() if not column.several]
    return [*names, *(f"-{name}" for name in names)]


def parameters(shown: Registry) -> list[dict[str, Any]]:
    """Every filter of a list."""
    return [{"name": name, "in": "query", "required": False} | filter_of(shown, name) for name in possible(shown)]


def filter_of(shown: Registry, name: str) -> dict[str, Any]:
    if name == "q":
        return {"description": f"Words in {', '.join(shown.search)}.", "schema": FORMATS[str]}
    base, _, end = name.rpartition("_")
    column = shown.columns.get(name) or shown.columns[base]
    if name in shown.columns and may_be_none(column):
        return {"description": "Exactly this, or none.", "schema": {"anyOf": [FORMATS[column.kind], {"const": NONE}]}}
    if name not in shown.columns and column.kind in (date, datetime):
        said = f"{base} {end}, included; or {', '.join(DAYS)}, by the company's calendar."
        return {"description": said, "schema": {"anyOf": [FORMATS[column.kind], {"enum": list(DAYS)}]}}
    said = "Exactly this." if name in shown.columns else f"{base} {end}, included."
    return {"description": said, "schema": FORMATS[column.kind]}
