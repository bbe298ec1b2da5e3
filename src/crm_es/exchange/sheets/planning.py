"""What a sheet would bring: each row as commands, as the twin of something known, or with what is wrong in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from pydantic import ValidationError

from crm_es.aggregates.price_list import PublishPriceList
from crm_es.exchange.sheets.columns import Cells, Mapped, mapped
from crm_es.exchange.sheets.kinds import FIELDS, HOME, KINDS, PRICES, Kind, Wish, ids_of, listed
from crm_es.exchange.sheets.known import Known
from crm_es.exchange.sheets.reading import Sheet
from crm_es.exchange.sheets.results import Result, SheetSummary
from crm_es.messages import Command, Refused, quoted
from crm_es.playbook.names import typed_alike
from crm_es.tariff import ListedPrice


@dataclass
class Plan:
    """A sheet before anything is recorded."""

    summary: SheetSummary
    wishes: dict[int, tuple[Command, ...]] = field(default_factory=dict)
    """By place of the result in the summary."""


def plan(
    sheet: Sheet,
    kind: str,
    said: Mapping[str, str],
    known: Known,
    import_id: UUID,
    *,
    twins_too: bool = False,
    name: str = "Price list",
) -> Plan:
    """Raises Refused where the kind is unknown or a needed column is not found."""
    if kind not in FIELDS:
        raise Refused(f"There is no kind of sheet {kind!r}: take one of {quoted(FIELDS)}.", "no such kind of sheet")
    where = mapped(sheet.columns, FIELDS[kind], said)
    columns = {one.name: sheet.columns[where[one.name]] if one.name in where else None for one in FIELDS[kind]}
    unused = tuple(head for n, head in enumerate(sheet.columns) if n not in where.values() and head)
    made = Plan(SheetSummary(kind, None, columns, unused))
    if kind == PRICES:
        price_list(made, sheet, where, name)
    else:
        for line in lines(sheet, where, KINDS[kind], known, import_id, twins_too=twins_too):
            note(made, *line)
    return made


def note(made: Plan, result: Result, commands: tuple[Command, ...] = ()) -> None:
    if commands:
        made.wishes[len(made.summary.rows)] = commands
    made.summary.rows.append(result)


def lines(
    sheet: Sheet, where: Mapped, kind: Kind, known: Known, import_id: UUID, *, twins_too: bool
) -> Iterator[tuple[Result, tuple[Command, ...]]]:
    index = kind.among(known)
    for row in sheet.rows:
        record_id = ids_of(import_id, row.line)
        try:
            wish: Wish = kind.wish(Cells(row, where, sheet.columns), known, record_id)
        except (Refused, ValidationError) as fault:
            yield Result(row.line, "faulty", row.cells[0], None, sentence(fault)), ()
            continue
        twin = index.twin(wish.signs)
        if twin and not twins_too:
            yield Result(row.line, "twin", wish.label, twin.record_id, f"same {twin.by}"), ()
        else:
            index.add(record_id, wish.signs)
            yield Result(row.line, "new", wish.label, record_id), wish.commands


def price_list(made: Plan, sheet: Sheet, where: Mapped, name: str) -> None:
    """All lines are one list, which takes the place of the one in force: with a fault in it, it is not published."""
    prices: dict[str, ListedPrice] = {}
    for row in sheet.rows:
        try:
            price = listed(Cells(row, where, sheet.columns))
        except (Refused, ValidationError) as fault:
            note(made, Result(row.line, "faulty", row.cells[0], None, sentence(fault)))
            continue
        if typed_alike(price.product) in prices:
            note(made, Result(row.line, "faulty", price.product, None, "This product is listed above already."))
        else:
            prices[typed_alike(price.product)] = price
            note(made, Result(row.line, "new", price.product))
    if made.summary.counts["faulty"] == 0:
        publishing = PublishPriceList(name=name[:80], currency=HOME, prices=tuple(prices.values()))
        made.wishes[0] = (publishing,)


def sentence(fault: Refused | ValidationError) -> str:
    if isinstance(fault, Refused):
        return str(fault)
    return "; ".join(told(error["loc"], error["msg"]) for error in fault.errors())


def told(place: Sequence[int | str], problem: str) -> str:
    return f"{place[0] if place else 'row'}: {problem.removeprefix('Value error, ')}"
