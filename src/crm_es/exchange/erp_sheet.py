"""Reads what an ERP writes into a table: one kind of news, one piece in a row, or in several rows of the same id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from crm_es.exchange.news import Reading
from crm_es.exchange.sheets import values
from crm_es.exchange.sheets.columns import Cells, Field, mapped
from crm_es.exchange.sheets.reading import read as sheet_of
from crm_es.exchange.summary import BadRow
from crm_es.messages import Refused
from crm_es.outside import KINDS, Kind, Told

READER: Final[TypeAdapter[Told]] = TypeAdapter(Told)
FIELDS: Final = {
    one.name: one
    for one in (
        Field("id", "What the other system calls this piece of news", ("Ид", "ИД", "Ссылка"), needed=True),
        Field("at", "When it happened", ("Время", "Дата и время")),
        Field("order", "The order", ("Заказ", "Заказ клиента")),
        Field("number", "The number", ("Номер",)),
        Field("on", "The day", ("Дата", "date")),
        Field("code", "The client's code", ("Код клиента", "Код контрагента")),
        Field("inn", "ИНН of the client", ("ИНН",)),
        Field("phone", "The number of the client", ("Телефон",)),
        Field("email", "E-mail of the client", ("E-mail", "Почта", "Электронная почта")),
        Field("client", "The client's name", ("Клиент", "Контрагент", "Покупатель")),
        Field("manager", "The manager", ("Менеджер", "Ответственный")),
        Field("product", "The product", ("Товар", "Номенклатура")),
        Field("quantity", "How much of it", ("Количество", "Кол-во")),
        Field("unit", "In what it is counted", ("Ед.", "Единица")),
        Field("price", "Of one", ("Цена",)),
        Field("amount", "How much money", ("Сумма",)),
        Field("currency", "In which currency", ("Валюта",)),
        Field("web", "It came by the web", ("Сайт", "Интернет")),
        Field("note", "What else is to say", ("Комментарий",)),
        Field("document", "Which kind of document", ("Документ", "Вид документа")),
        Field("more_follows", "What is missing comes later", ("Будет дослано",)),
        Field("reason", "Why", ("Причина",)),
        Field("since", "First day of the period", ("С", "Начало периода")),
        Field("until", "Last day of the period", ("По", "Конец периода")),
        Field("our_balance", "What is owed by our books", ("Наше сальдо",)),
        Field("their_balance", "What is owed by theirs", ("Сальдо клиента",)),
        Field("missed", "Nobody answered", ("Пропущен", "Пропущенный")),
    )
}
WHO: Final = ("code", "inn", "phone", "email", "client")
GOODS: Final = ("product", "quantity", "unit", "price")
TAKEN: Final[Mapping[Kind, tuple[str, ...]]] = {
    "order received": ("id", "at", "order", "number", *WHO, "manager", *GOODS, "currency", "web", "note"),
    "document prepared": ("id", "at", "order", "document", "number", "on"),
    "order shipped": ("id", "at", "order", "product", "quantity", "on", "more_follows"),
    "payment received": ("id", "at", "order", "amount", "currency", "on"),
    "order cancelled": ("id", "at", "order", "reason"),
    "reconciled": ("id", "at", *WHO, "manager", "since", "until", "our_balance", "their_balance", "currency"),
    "call": ("id", "at", "phone", "client", "manager", "missed", "note"),
}
"""What each kind of table may tell."""
READ: Final[Mapping[str, Callable[[str], Any]]] = {
    **dict.fromkeys(("on", "since", "until"), values.day),
    **dict.fromkeys(("quantity", "price", "amount", "our_balance", "their_balance"), values.number),
    **dict.fromkeys(("web", "more_follows", "missed"), values.yes),
}


def read(data: bytes, kind: Kind, zone: ZoneInfo, columns: Mapping[str, str]) -> Reading:
    """The table, where `columns` says what the heading of a field is if nobody would guess it.

    Raises Refused where it is no table, or lacks a column.
    """
    sheet = sheet_of(data)
    where = mapped(sheet.columns, [FIELDS[name] for name in TAKEN[kind]], columns)
    found, together = Reading(rows=len(sheet.rows)), dict[str, dict[str, Any]]()
    for row in sheet.rows:
        try:
            told = told_in(Cells(row, where, sheet.columns), kind, zone)
        except Refused as refusal:
            found.bad_rows.append(BadRow(row.line, str(refusal)))
            continue
        before = together.setdefault(told["id"], told)
        if before is not told:
            before.setdefault("lines", []).extend(told.get("lines", []))
        found.lines.setdefault(told["id"], row.line)
    for told in together.values():
        try:
            found.news.append(READER.validate_python(told))
        except ValidationError as error:
            found.bad_rows.append(BadRow(found.lines[told["id"]], wrong(error)))
    found.bad_rows.sort()
    return found


def told_in(cells: Cells, kind: Kind, zone: ZoneInfo) -> dict[str, Any]:
    """One row, as the news have it. Raises Refused where a cell cannot be read."""
    told: dict[str, Any] = {"kind": kind, "id": cells.needed("id")}
    for name in TAKEN[kind]:
        if cells[name]:
            told[name] = value(cells, name, zone)
    if "product" in TAKEN[kind]:
        told["lines"] = [taken(told, GOODS)]
    who = taken(told, WHO if kind != "call" else ("client",))
    if kind in ("order received", "reconciled") or who:
        told["client"] = {("name" if name == "client" else name): value for name, value in who.items()}
    return told


def value(cells: Cells, name: str, zone: ZoneInfo) -> Any:
    try:
        if name == "at":
            day, at = values.moment(cells[name])
            return datetime.combine(day, at or time(), zone)
        return READ[name](cells[name]) if name in READ else cells[name]
    except ValueError as error:
        raise cells.unreadable(name, error) from None


def taken(told: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """These fields, taken out."""
    return {name: told.pop(name) for name in names if name in told}


def wrong(error: ValidationError) -> str:
    faults = (f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors()[:3])
    return f"{'; '.join(faults)}."


def kind_named(text: str) -> Kind:
    """`order-shipped` and `order shipped` alike."""
    for kind in KINDS:
        if text.replace("-", " ").casefold() == kind:
            return kind
    known = ", ".join(kind.replace(" ", "-") for kind in KINDS)
    raise Refused(f"There is no kind of news called {text!r}: take one of {known}.", "no such kind of news")
