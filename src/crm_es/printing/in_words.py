"""Amounts in words, as papers have to say them: Двенадцать тысяч рублей 05 копеек."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal, NamedTuple

from num2words import num2words

from crm_es.printing.shapes import Language

TEENS: Final = range(11, 15)
Forms = Sequence[str]
"""Of one, of two, of five; of one and of many, where a language has no more."""


class Unit(NamedTuple):
    """What a currency is called."""

    whole: Forms
    part: Forms
    gender: Literal["m", "f", "n"] = "m"
    """Of the whole: одна гривна."""


CENT: Final = ("цент", "цента", "центов")
KOPECK: Final = ("копейка", "копейки", "копеек")
UNITS: Final[Mapping[Language, Mapping[str, Unit]]] = {
    "ru": {
        "RUB": Unit(("рубль", "рубля", "рублей"), KOPECK),
        "USD": Unit(("доллар США", "доллара США", "долларов США"), CENT),
        "EUR": Unit(("евро", "евро", "евро"), CENT, "n"),
        "CNY": Unit(("юань", "юаня", "юаней"), ("фэнь", "фэня", "фэней")),
        "KZT": Unit(("тенге", "тенге", "тенге"), ("тиын", "тиына", "тиынов"), "n"),
        "BYN": Unit(("белорусский рубль", "белорусских рубля", "белорусских рублей"), KOPECK),
        "UZS": Unit(("сум", "сума", "сумов"), ("тийин", "тийина", "тийинов")),
        "GBP": Unit(("фунт стерлингов", "фунта стерлингов", "фунтов стерлингов"), ("пенни", "пенса", "пенсов")),
    },
    "en": {
        "RUB": Unit(("Russian rouble", "Russian roubles"), ("kopeck", "kopecks")),
        "USD": Unit(("US dollar", "US dollars"), ("cent", "cents")),
        "EUR": Unit(("euro", "euros"), ("cent", "cents")),
        "CNY": Unit(("yuan", "yuan"), ("fen", "fen")),
        "KZT": Unit(("tenge", "tenge"), ("tiyn", "tiyn")),
        "GBP": Unit(("pound sterling", "pounds sterling"), ("penny", "pence")),
    },
}


def in_words(amount: Decimal, currency: str, language: Language) -> str:
    """The amount as a sentence begins, its hundredths in figures; a currency without a name here by its code."""
    hundredths = int((abs(amount) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    whole, part = divmod(hundredths, 100)
    unit = UNITS[language].get(currency)
    words = in_russian(whole, unit.gender if unit else "m") if language == "ru" else str(num2words(whole, lang="en"))
    said = f"{words} {form(unit.whole, whole)} {part:02} {form(unit.part, part)}" if unit else ""
    minus = {"ru": "минус ", "en": "minus "}[language] if amount < 0 < hundredths else ""
    return capitalised(minus + (said or f"{words} {currency} {part:02}/100"))


def in_russian(n: int, gender: str) -> str:
    """The gender of what is counted is that of the last three digits alone: сто одно евро, but один миллион евро."""
    above, last = n - n % 1000, n % 1000
    words = [num2words(above, lang="ru")] if above else []
    words += [num2words(last, lang="ru", gender=gender)] if last or not above else []
    return " ".join(map(str, words))


def form(forms: Forms, n: int) -> str:
    """The form of a noun that goes with so many: 1 рубль, 2 рубля, 5 рублей."""
    if len(forms) == 2:  # noqa: PLR2004 - one and many
        return forms[0 if n == 1 else 1]
    if n % 100 in TEENS or n % 10 not in range(1, 5):
        return forms[2]
    return forms[0 if n % 10 == 1 else 1]


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
