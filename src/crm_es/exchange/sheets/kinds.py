"""What each kind of sheet may tell, and which commands a row of it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import time
from typing import Any, Final, NamedTuple
from uuid import UUID

import phonenumbers

from crm_es.aggregates.client import AddContact, MeetClient
from crm_es.aggregates.deal import MoveDeal, OpenDeal
from crm_es.aggregates.task import AssignTask
from crm_es.exchange.sheets import values, working_time
from crm_es.exchange.sheets.columns import Cells, Field
from crm_es.exchange.sheets.known import Index, Known
from crm_es.ids import derived
from crm_es.messages import Command, Refused, quoted
from crm_es.money import Money
from crm_es.tariff import ListedPrice

MOVED: Final = "It stood there in the sheet."
HOME: Final = "RUB"
"""The currency where none is said."""


class Wish(NamedTuple):
    """What a row asks for."""

    label: str
    """What people call it."""
    commands: tuple[Command, ...]
    signs: Mapping[str, Iterable[str]]
    """What tells it from others."""


class Kind(NamedTuple):
    """One kind of sheet."""

    name: str
    fields: tuple[Field, ...]
    wish: Callable[[Cells, Known, UUID], Wish]
    among: Callable[[Known], Index]
    """Among what its twins are looked for."""


OWNER: Final = Field("owner", "Who looks after it; whoever imports, where none is named", ("Менеджер", "Ответственный"))
PHONES: Final = ("Телефон", "Телефоны", "Тел", "Phone number", "Mobile", "Мобильный")
EMAILS: Final = ("E-mail", "Email", "Почта", "Эл. почта", "Электронная почта", "Mail")
CLIENT: Final = ("Клиент", "Контрагент", "Company", "Account", "Компания", "Организация", "Покупатель")

# ── Clients ─────────────────────────────────────────────────────────────────

CLIENT_FIELDS: Final = (
    Field("name", "The client's name", (*CLIENT, "Наименование", "Название", "Client"), needed=True),
    Field("inn", "ИНН", ("ИНН", "Tax id")),
    Field("phones", "Telephones, between commas", ("phone", *PHONES)),
    Field("emails", "E-mail addresses, between commas", EMAILS),
    Field("sector", "The line of business", ("Отрасль", "Industry", "Сфера")),
    Field("segment", "The segment", ("Сегмент", "Категория", "Segment")),
    Field("code", "The id in another system", ("Код", "Код 1С", "External id")),
    OWNER,
)


def client(cells: Cells, known: Known, record_id: UUID) -> Wish:
    name, phones = cells.needed("name"), tuple(phone(cells, "phones", one) for one in values.several(cells["phones"]))
    emails, codes = values.several(cells["emails"]), (cells["code"],) if cells["code"] else ()
    meeting = MeetClient(
        client_id=record_id,
        name=name,
        owner_id=known.staff(cells["owner"]),
        sector=cells["sector"] or None,
        segment=cells["segment"] or None,
        inn=cells["inn"] or None,
        phones=phones,
        emails=emails,
        codes=codes,
    )
    signs = {"ИНН": [cells["inn"]], "phone": phones, "e-mail": emails, "code": codes, "name": [name]}
    return Wish(name, (meeting,), signs)


def phone(cells: Cells, field: str, text: str) -> str:
    """The number as it is dialled from anywhere (E.164); a Russian one, where it names no country."""
    try:
        found = phonenumbers.parse(text, "RU")
    except phonenumbers.NumberParseException:
        raise cells.unreadable(field, "is no telephone number") from None
    if not phonenumbers.is_possible_number(found):
        raise cells.unreadable(field, "is no telephone number")
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


# ── Contacts ────────────────────────────────────────────────────────────────

CONTACT_FIELDS: Final = (
    Field("client", "The client's name, ИНН or code", CLIENT, needed=True),
    Field("name", "The person's name", ("ФИО", "Имя", "Контакт", "Контактное лицо", "Contact", "Person"), needed=True),
    Field("position", "What the person is there", ("Должность", "Job title", "Title")),
    Field("phone", "Telephone", PHONES),
    Field("email", "E-mail address", EMAILS),
)


def contact(cells: Cells, known: Known, record_id: UUID) -> Wish:
    name, client_id = cells.needed("name"), known.client(cells.needed("client"))
    number = phone(cells, "phone", cells["phone"]) if cells["phone"] else None
    adding = AddContact(
        client_id=client_id,
        contact_id=record_id,
        name=name,
        position=cells["position"] or None,
        phone=number,
        email=cells["email"] or None,
    )
    return Wish(name, (adding,), {"phone": [number or ""], "e-mail": [cells["email"]], "name": [f"{client_id} {name}"]})


# ── Deals ───────────────────────────────────────────────────────────────────

DEAL_FIELDS: Final = (
    Field("title", "What the deal is called", ("Сделка", "Название", "Deal", "Name", "Наименование"), needed=True),
    Field("client", "The client's name, ИНН or code", CLIENT),
    OWNER,
    Field("pipeline", "The pipeline; the first of the playbook, where none is named", ("Воронка", "Процесс")),
    Field("stage", "The stage; the first, where none is named", ("Этап", "Стадия", "Status", "Статус")),
    Field("value", "What it is worth", ("Сумма", "Amount", "Стоимость", "Бюджет")),
    Field("currency", "Its currency", ("Валюта",)),
    Field("product", "The product", ("Товар", "Продукт")),
)


def deal(cells: Cells, known: Known, record_id: UUID) -> Wish:
    title, client_id = cells.needed("title"), known.client(cells["client"]) if cells["client"] else None
    pipeline = known.playbook.pipeline(cells["pipeline"]) if cells["pipeline"] else known.playbook.pipelines[0]
    if pipeline is None:
        raise cells.unreadable("pipeline", f"is no pipeline: take {quoted(p.name for p in known.playbook.pipelines)}")
    stage = cells["stage"] or pipeline.stages[0].name
    if pipeline.place(stage) < 0:
        raise cells.unreadable(
            "stage", f"is no stage of {pipeline.name}: take {quoted(s.name for s in pipeline.stages)}"
        )
    opening = OpenDeal(
        deal_id=record_id,
        title=title,
        client_id=client_id,
        owner_id=known.staff(cells["owner"]),
        pipeline=pipeline.name,
        value=amount(cells, "value"),
        product=cells["product"] or None,
    )
    moving = MoveDeal(deal_id=record_id, stage=stage, reason=MOVED)
    moved = () if stage == pipeline.stages[0].name else (moving,)
    return Wish(title, (opening, *moved), {"title": [f"{client_id} {title}"]})


def amount(cells: Cells, field: str) -> Money | None:
    if not cells[field]:
        return None
    try:
        found, currency = values.money(cells[field])
    except ValueError as error:
        raise cells.unreadable(field, error) from None
    return Money(amount=found, currency=cells["currency"].upper() or currency or HOME)


# ── Tasks ───────────────────────────────────────────────────────────────────

TASK_FIELDS: Final = (
    Field("what", "What is to be done", ("Задача", "Task", "Что сделать", "Title", "Дело", "Subject"), needed=True),
    Field("due", "Until when", ("Срок", "Дата", "Deadline", "Due date", "Крайний срок"), needed=True),
    Field("responsible", "Who does it; whoever imports, where none is named", ("Ответственный", "Исполнитель", "Who")),
    Field("client", "The client that it is about", CLIENT),
    Field("urgent", "Whether it is urgent", ("Срочно", "!", "Priority", "Важно")),
)


def task(cells: Cells, known: Known, record_id: UUID) -> Wish:
    what, calendar = cells.needed("what"), known.playbook.calendar
    try:
        on, at = values.moment(cells.needed("due"))
    except ValueError as error:
        raise cells.unreadable("due", error) from None
    responsible_id = known.staff(cells["responsible"])
    assigning = AssignTask(
        task_id=record_id,
        what=what,
        responsible_id=responsible_id,
        due=calendar.moment(on, at) if at else calendar.end_of(on),
        client_id=known.client(cells["client"]) if cells["client"] else None,
        urgent=values.yes(cells["urgent"]),
    )
    return Wish(what, (assigning,), {"task": [f"{responsible_id} {on} {at or time()} {what}"]})


def worked(cells: Cells, known: Known, record_id: UUID) -> Wish:
    told = working_time.told(cells, known, record_id)
    return Wish(told.label, (told.command,), {"time": [told.sign]})


# ── Prices ──────────────────────────────────────────────────────────────────

PRICE_FIELDS: Final = (
    Field("product", "The product", ("Товар", "Номенклатура", "Наименование", "Name", "Item"), needed=True),
    Field("price", "The price of one unit, VAT included", ("Цена", "Price list", "Розничная цена"), needed=True),
    Field("floor", "Below it approval is needed", ("Минимальная цена", "Мин. цена", "Minimum")),
    Field("cost", "What we pay for it", ("Себестоимость", "Закупка", "Закупочная цена", "Cost price")),
    Field("unit", "The unit", ("Ед.", "Ед. изм.", "Единица", "Единица измерения")),
    Field("vat", "The rate of VAT in per cent", ("НДС", "Ставка НДС", "VAT rate")),
)


def listed(cells: Cells) -> ListedPrice:
    """One line of a price list: all lines together are one list."""
    found: dict[str, Any] = {}
    for field in ("price", "floor", "cost"):
        if cells[field]:
            try:
                found[field] = values.money(cells[field])[0]
            except ValueError as error:
                raise cells.unreadable(field, error) from None
    if "price" not in found:
        raise Refused(f"{cells.heading('price')} is empty: fill it in.", "a needed cell")
    try:
        vat = values.number(cells["vat"].rstrip("% ")) if cells["vat"] else None
    except ValueError as error:
        raise cells.unreadable("vat", error) from None
    if cells["unit"]:
        found["unit"] = cells["unit"]
    return ListedPrice(product=cells.needed("product"), vat_rate=vat, **found)


KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("clients", CLIENT_FIELDS, client, lambda known: known.clients),
        Kind("contacts", CONTACT_FIELDS, contact, lambda known: known.contacts),
        Kind("deals", DEAL_FIELDS, deal, lambda known: known.deals),
        Kind("tasks", TASK_FIELDS, task, lambda known: known.tasks),
        Kind(working_time.TIME, working_time.FIELDS, worked, lambda known: known.works),
    )
}
PRICES: Final = "prices"
FIELDS: Final = {kind.name: kind.fields for kind in KINDS.values()} | {PRICES: PRICE_FIELDS}
"""By kind of sheet."""


def ids_of(import_id: UUID, line: int) -> UUID:
    """The id of what a row brings."""
    return derived(import_id, "row", line)
