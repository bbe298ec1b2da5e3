"""What stands in the parts of a CommerceML document: texts, numbers, times, currencies."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from crm_es.exchange.ed807_entry import local
from crm_es.exchange.sheets import values
from crm_es.money import CURRENCIES

CODES: Final = {"": "RUB", "РУБ": "RUB", "РУБ.": "RUB", "RUR": "RUB", "643": "RUB", "810": "RUB"}
"""What roubles are called besides."""


class Unread(Exception):
    """A document that is not for us. The message says why."""


def currency(document: Element) -> str:
    said = text(document, "Валюта").upper()
    code = CODES.get(said, said)
    if code not in CURRENCIES:
        raise Unread(f"its currency {said[:20]!r} is not known")
    return code


def moment(document: Element, zone: ZoneInfo) -> datetime:
    try:
        day, at = values.moment(f"{text(document, 'Дата')} {text(document, 'Время')}")
    except ValueError:
        raise Unread(f"its date {text(document, 'Дата')[:40]!r} cannot be read") from None
    return datetime.combine(day, at or time(), zone)


def number(element: Element, name: str) -> Decimal:
    said = text(element, name)
    try:
        return values.number(said)
    except ValueError:
        raise Unread(f"{name} {said[:40]!r} is no number") from None


def text(element: Element, name: str) -> str:
    """What stands in the part of this name; nothing where there is none."""
    return next(((one.text or "").strip() for one in element if local(one) == name), "")


def inner(element: Element, *path: str) -> list[Element]:
    """All parts at the end of this path."""
    found = [element]
    for name in path:
        found = [part for one in found for part in one if local(part) == name]
    return found
