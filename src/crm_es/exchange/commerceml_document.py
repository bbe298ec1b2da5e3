"""One document of CommerceML as news: an order, what was shipped of it, what was paid, or a paper for the client."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from crm_es.exchange.commerceml_elements import Unread, currency, inner, moment, number, text
from crm_es.outside import (
    DocumentPrepared,
    OrderCancelled,
    OrderReceived,
    OrderShipped,
    PaymentReceived,
    Told,
    Who,
)
from crm_es.trade_lines import KOPECK, rounded

ORDER: Final = "заказ товара"
SHIPMENT: Final = "отпуск товара"
PAYMENTS: Final = ("выплата наличных денег", "выплата безналичных денег", "эквайринговая операция")
PAPERS: Final = ("счет на оплату", "счет-фактура")
TAKEN: Final = (ORDER, SHIPMENT, *PAYMENTS, *PAPERS)
"""Operations that are news to us."""
REQUISITES: Final = ("ЗначенияРеквизитов", "ЗначениеРеквизита")
UNITS: Final = {"796": "шт", "166": "кг", "112": "л", "006": "м", "168": "т", "778": "упак"}
"""Codes of units (ОКЕИ) that stand where a name should."""


def news_of(document: Element, order: str, zone: ZoneInfo, *, web: bool) -> Told:
    """What it tells. Raises Unread or ValidationError where it tells nothing that we take."""
    operation, name, cancelled = text(document, "ХозОперация"), text(document, "Ид"), is_cancelled(document)
    kind = operation.casefold()
    if kind not in TAKEN:
        raise Unread(f"{operation[:60]!r} is nothing that is taken over")
    if text(document, "Роль").casefold() == "покупатель":
        raise Unread("we are the buyer in it")
    at = moment(document, zone)
    if kind == ORDER and cancelled:
        return OrderCancelled(kind="order cancelled", id=f"{name}/cancelled", at=at, order=name)
    if kind == ORDER:
        return ordered(document, name, at, web=web)
    if cancelled:
        raise Unread("it is marked as deleted or cancelled")
    if not (order := text(document, "Основание") or order):
        raise Unread("it names no order (Основание)")
    return of_order(document, kind, {"id": name, "at": at, "order": order})


def of_order(document: Element, kind: str, told: dict[str, Any]) -> Told:
    if kind == SHIPMENT:
        lines = [{"product": product, "quantity": n} for product, n, _ in goods(document)]
        return OrderShipped.model_validate(told | {"kind": "order shipped", "lines": lines})
    if kind in PAYMENTS:
        money = {"amount": number(document, "Сумма"), "currency": currency(document)}
        return PaymentReceived.model_validate(told | {"kind": "payment received"} | money)
    paper = {"kind": "document prepared", "document": kind, "number": text(document, "Номер")}
    return DocumentPrepared.model_validate(told | paper)


def ordered(document: Element, name: str, at: datetime, *, web: bool) -> OrderReceived:
    lines = [
        {"product": product, "quantity": n, "price": price(good, n), "unit": unit(good)}
        for product, n, good in goods(document)
    ]
    return OrderReceived.model_validate(
        {
            "kind": "order received",
            "id": name,
            "at": at,
            "number": text(document, "Номер") or None,
            "client": buyer(document),
            "lines": lines,
            "currency": currency(document),
            "web": web,
            "note": text(document, "Комментарий")[:1000],
        }
    )


def goods(document: Element) -> Iterator[tuple[str, Decimal, Element]]:
    for good in inner(document, "Товары", "Товар"):
        yield text(good, "Наименование")[:80], number(good, "Количество"), good


def price(good: Element, quantity: Decimal) -> Decimal | None:
    """Of one unit, after discounts: what the line comes to counts."""
    if not text(good, "ЦенаЗаЕдиницу") and not text(good, "Сумма"):
        return None
    each = number(good, "ЦенаЗаЕдиницу") if text(good, "ЦенаЗаЕдиницу") else None
    if not text(good, "Сумма") or quantity <= 0:
        return each
    amount = number(good, "Сумма")
    return each if each is not None and rounded(each, quantity) == amount else (amount / quantity).quantize(KOPECK)


def unit(good: Element) -> str:
    said = text(good, "БазоваяЕдиница") or text(good, "Единица")
    return UNITS.get(said, said)[:80] or "piece"


def buyer(document: Element) -> Who:
    """The party that buys; the only one, where roles are not told."""
    parties = [*inner(document, "Контрагенты", "Контрагент"), *inner(document, "Контрагент")]
    if not parties:
        raise Unread("it names no client (Контрагент)")
    party = next((one for one in parties if text(one, "Роль").casefold() == "покупатель"), parties[0])
    contacts = [(text(one, "Тип").casefold(), text(one, "Значение")) for one in inner(party, "Контакты", "Контакт")]
    phones = (value for kind, value in contacts if kind.startswith("телефон"))
    emails = (value for kind, value in contacts if "почта" in kind or "mail" in kind)
    return Who(
        code=text(party, "Ид")[:100] or None,
        inn=text(party, "ИНН")[:100] or None,
        phone=next(filter(None, phones), "")[:100] or None,
        email=next(filter(None, emails), "")[:100] or None,
        name=(text(party, "Наименование") or text(party, "ПолноеНаименование"))[:100] or None,
    )


def is_cancelled(document: Element) -> bool:
    marks = {text(one, "Наименование"): text(one, "Значение") for one in inner(document, *REQUISITES)}
    marks["ПометкаУдаления"] = text(document, "ПометкаУдаления") or marks.get("ПометкаУдаления", "")
    return any(marks.get(mark, "").casefold() in ("true", "1", "да") for mark in ("ПометкаУдаления", "Отменен"))
