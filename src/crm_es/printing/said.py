"""Amounts, days and names as papers write them, in the language of the paper."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from crm_es.printing.shapes import Language

SIGNS: Final = {"RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "KZT": "₸"}
BLANK: Final = "\N{NO-BREAK SPACE}"
LONG: Final = re.compile(r"\S{30}(?=\S)")
MAY_BREAK: Final = "\N{ZERO WIDTH SPACE}"


@cache
def spoken(language: Language) -> dict[str, Any]:
    """The words of papers in this language."""
    texts: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("words.yaml").read_text(encoding="utf-8"))
    found: dict[str, Any] = texts[language]
    return found


def number(value: Decimal, language: Language) -> str:
    """In groups of three: 1 234 567,50 or 1,234,567.50."""
    text = f"{value:,f}"
    return text if language == "en" else text.translate({ord(","): BLANK, ord("."): ","})


def amount(value: Decimal, language: Language) -> str:
    return number(value.quantize(Decimal("0.01")), language)


def money(value: Decimal, currency: str, language: Language) -> str:
    """With the sign of the currency, or its code where it has none here."""
    return f"{amount(value, language)}{BLANK}{SIGNS.get(currency, currency)}"


def quantity(value: Decimal, language: Language) -> str:
    """Without zeros at its end."""
    whole = value == value.to_integral_value()
    return number(value.quantize(Decimal(1)) if whole else value.normalize(), language)


def day(value: date, language: Language) -> str:
    """As a title says it: 23 ноября 2026 г."""
    words = spoken(language)
    told: str = words["day"].format(day=value.day, month=words["months"][value.month - 1], year=value.year)
    return told.replace(" ", BLANK)


def short(value: date) -> str:
    return f"{value:%d.%m.%Y}"


def unit(name: str, language: Language) -> str:
    return str(spoken(language)["units"].get(name.casefold(), name))


def plain(text: str) -> str:
    """On one line, without what cannot be seen; a very long word may be broken."""
    seen = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return LONG.sub(rf"\g<0>{MAY_BREAK}", seen)
