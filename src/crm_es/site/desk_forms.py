"""The forms of invoices and orders: what was typed as JSON, and what is known as if it had been typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID, uuid4

from starlette.datastructures import FormData

from crm_es.site.anything.bodies import PART, body_of, indexes, number
from crm_es.site.inner import Problem
from crm_es.site.visitor import Visitor

Field = Mapping[str, Any]
Held = dict[str, list[str]]
Row = Mapping[str, Any]


def field(name: str, kind: str = "text", *fields: Field) -> Field:
    return {"name": name, "kind": kind, "required": False, "fields": fields}


LINE: Final = (field("product"), field("quantity", "decimal"), field("unit"), field("price", "decimal"))
INVOICE: Final = (
    *map(field, ("client_id", "deal_id", "order_id", "what_for", "currency")),
    field("amount", "money"),
    field("lines", "rows", *LINE, field("vat_rate")),
)
ORDER: Final = (
    *map(field, ("client_id", "deal_id", "interest_id", "note", "without_interest_because", "currency")),
    field("lines", "rows", *LINE),
)
PRODUCTS: Final = 500
"""Of the price list, to choose from by typing."""


def told(fields: Iterable[Field], form: FormData, zone: tzinfo) -> dict[str, Any]:
    """What was typed, as the command has it; rows in which nothing was chosen are left out."""
    body = body_of(fields, form, zone)
    lines = [line for line in body.pop("lines", []) if line.keys() - {"unit", "vat_rate"}]
    return body | ({"lines": lines} if lines else {})


def typed_rows(form: FormData, zone: tzinfo) -> list[tuple[int, dict[str, Any]]]:
    """By its number, each row that says a product and how much of it, as far as it can be read."""
    found = []
    for n in row_numbers(form):
        line = body_of((*LINE, field("vat_rate")), form, zone, f"{PART}.lines.{n}")
        if line.get("product") and above_zero(line.get("quantity")):
            found.append((n, line if above_zero(line.get("price"), zero=True) else line | {"price": None}))
    return found


def above_zero(text: Any, *, zero: bool = False) -> bool:
    try:
        said = Decimal(number(str(text)))
    except InvalidOperation:
        return False
    return said.is_finite() and (said > 0 or (zero and said == 0))


def held(known: Mapping[str, Any]) -> Held:
    """What is known, by the names of the fields, as if it had been typed."""
    found: Held = {}

    def put(name: str, value: Any) -> None:
        match value:
            case Mapping():
                for part, inner in value.items():
                    put(f"{name}.{part}", inner)
            case list() | tuple():
                for n, inner in enumerate(value):
                    put(f"{name}.{n}", inner)
            case None:
                pass
            case _:
                found[name] = [str(value)]

    for name, value in known.items():
        put(f"{PART}.{name}", value)
    return found


def in_rows(errors: Mapping[str, str], form: FormData) -> dict[str, str]:
    """Errors by the rows as they were typed: lines.0 of the command is the first row that says something."""
    numbers = [n for n in row_numbers(form) if says_something(form, n)]
    found = {}
    for name, said in errors.items():
        parts = name.split(".")
        if parts[0] == "lines" and len(parts) > 1 and parts[1].isdigit() and int(parts[1]) < len(numbers):
            parts[1] = str(numbers[int(parts[1])])
        found[".".join(parts)] = said
    return found


def row_numbers(form: FormData) -> list[int]:
    """Of all rows that are there."""
    return indexes(form, f"{PART}.lines")


def id_of(form: FormData, name: str) -> UUID:
    """That of the form; a new one where it has none."""
    try:
        return UUID(str(form.get(name)))
    except ValueError:
        return uuid4()


def says_something(form: FormData, n: int) -> bool:
    return any(form.get(f"{PART}.lines.{n}.{name}") for name in ("product", "quantity", "price"))


async def products(visitor: Visitor) -> list[Row]:
    """The price list."""
    found: list[Row] = (await visitor.get("/prices", limit=PRODUCTS))["rows"]
    return found


async def client_name(visitor: Visitor, client_id: str | None) -> str:
    """What a client is called; nothing where none is chosen that one may see."""
    if not client_id:
        return ""
    try:
        return str((await visitor.get(f"/clients/{client_id}"))["name"])
    except Problem:
        return ""


async def closed(visitor: Visitor, desk: str) -> bool:
    """Whether something in the notebook comes before it (S0-28)."""
    day = await visitor.get("/notebook/today")
    return any(one["closed"] for one in day["desks"] if one["desk"] == desk)
