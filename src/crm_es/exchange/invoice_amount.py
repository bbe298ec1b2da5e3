"""What an invoice asks for, apart from what it only adds up or counts as tax."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from crm_es.exchange.invoice_cells import Line
from crm_es.exchange.invoice_numbers import DOUBTFUL, LIKELY, POSSIBLE, SURE
from crm_es.exchange.suggested import Doubt, Name, Place, Suggested

AMOUNT: Final = re.compile(
    r"(?<![0-9.,])(?P<whole>[0-9]{1,3}(?:[ '’.,][0-9]{3})+|[0-9]{1,13})(?:[.,=-](?P<cents>[0-9]{2}))?"
    r"(?![0-9%]|[.,/][0-9]| %)"
    r"(?P<unit> ?(?:(?:руб[а-яё]*|р|rub|rur|usd|eur|cny|kzt|долл[а-яё]*|евро|юан[а-яё]*|тенге)\b\.?|[₽$€¥₸]))?"
    r"(?: ?(?P<kopecks>[0-9]{2}) ?коп)?",
    re.IGNORECASE,
)
DIGITS: Final = 16
"""More than any amount has before the point."""
LABELS: Final = (
    (SURE, re.compile(r"к оплате(?! до)|подлежит оплате|сумма (?:счета|счёта|платежа)", re.IGNORECASE)),
    (SURE, re.compile(r"(?:итого|всего)[ :,]*(?:\(?с |\(?включая )(?:уч[её]том )?ндс", re.IGNORECASE)),
    (LIKELY, re.compile(r"на (?:общую )?сумму", re.IGNORECASE)),
    (0.8, re.compile(r"(?:^|  )всего\b(?! (?:наимен|ндс|без|в т))", re.IGNORECASE)),
    (0.75, re.compile(r"(?:^|  )(?:общий )?итого\b(?! (?:ндс|без|в т))", re.IGNORECASE)),
    (DOUBTFUL, re.compile(r"(?:итого|всего|сумма) без ндс|(?:^|  )сумма ?:", re.IGNORECASE)),
)
"""What stands before the sum, the surest first."""
TAX: Final = re.compile(r"в т\.? ?ч|в том числе|ндс|налог", re.IGNORECASE)
UNTAXED: Final = re.compile(
    r"без (?:налога|ндс)|ндс не (?:облагается|предусмотрен)|не облагается ндс|упрощ[её]нн", re.IGNORECASE
)
TAXED: Final = re.compile(r"(?<!без )(?<!с )ндс(?:\D{0,12}?(?P<rate>[0-9]{1,2}) ?%)?", re.IGNORECASE)
CURRENCIES: Final = (
    ("RUB", "810", re.compile(r"руб|₽|\brub\b|\brur\b", re.IGNORECASE)),
    ("USD", "840", re.compile(r"\busd\b|\$|доллар", re.IGNORECASE)),
    ("EUR", "978", re.compile(r"\beur\b|€|\bевро\b", re.IGNORECASE)),
    ("CNY", "156", re.compile(r"\bcny\b|¥|юан", re.IGNORECASE)),
    ("KZT", "398", re.compile(r"\bkzt\b|₸|тенге", re.IGNORECASE)),
)
"""Codes, as accounts have them in the middle, and words."""


class Sum(NamedTuple):
    confidence: float
    amount: Decimal
    line: Line


def amount(lines: list[Line]) -> Iterator[Suggested | Doubt]:
    """The sum to pay; a doubt where the invoice says two."""
    found = list(sums(lines))
    if not found:
        return
    chosen = max(found, key=lambda one: one[:2])
    rivals = {one.amount for one in found if one.confidence >= chosen.confidence} - {chosen.amount}
    agreed = len([one for one in found if one.amount == chosen.amount]) > 1
    sure = min(SURE, chosen.confidence + 0.1 * agreed) if not rivals else POSSIBLE
    yield suggested("amount", f"{chosen.amount:.2f}", sure, chosen.line)
    if rivals:
        others = ", ".join(f"{one:.2f}" for one in sorted(rivals))
        sentence = f"The invoice asks for {chosen.amount:.2f}, and elsewhere for {others}: make sure which is meant."
        yield Doubt("amount", sentence)


def sums(lines: list[Line]) -> Iterator[Sum]:
    """Everything that is called the sum."""
    for n, line in enumerate(lines):
        for confidence, label in LABELS:
            if match := label.search(line.text):
                following = lines[n + 1].text if n + 1 < len(lines) else ""
                told = in_text(line.text[match.end() :]) or (AMOUNT.fullmatch(following) and in_text(following))
                if told:
                    yield Sum(confidence, told, line)
                break


def in_text(text: str) -> Decimal | None:
    """The last sum before tax is spoken of: columns before it are parts."""
    told = [(match.start(), value) for match in AMOUNT.finditer(text) if (value := value_of(match, text))]
    tax = next((m.start() for m in TAX.finditer(text) if told and m.start() > told[0][0]), len(text))
    return next((value for start, value in reversed(told) if start < tax), None)


def value_of(match: re.Match[str], text: str) -> Decimal | None:
    """A number without kopecks and without a currency is a sum only where nothing else is said."""
    cents = match["cents"] or match["kopecks"]
    if not cents and not match["unit"] and text.strip(" :.") != match[0].strip(" ."):
        return None
    whole = re.sub(r"[^0-9]", "", match["whole"])
    return Decimal(f"{whole}.{cents or '00'}") or None if len(whole) <= DIGITS else None


def tax(lines: list[Line], total: Decimal) -> str:
    """The words on VAT that the purpose of a payment ends with; empty where the invoice does not tell."""
    for line in lines:
        if (taxed := TAXED.search(line.text)) and (told := in_text(line.text[taxed.end() :])) and told < total:
            rate = f" {taxed['rate']}%" if taxed["rate"] else ""
            return f"В том числе НДС{rate} - {told:.2f} руб."
    return "НДС не облагается." if any(UNTAXED.search(line.text) for line in lines) else ""


def currency(lines: list[Line], account: str | None, place: Place) -> Iterator[Suggested]:
    """By the words beside the sum, by the account, or by any words."""
    texts = (place.text, " ".join(line.text for line in lines))
    named = [code for text in texts for code, _, words in CURRENCIES if words.search(text)]
    held = [code for code, digits, _ in CURRENCIES if account and account[5:8] == digits]
    if found := [*named[:1], *held]:
        agreed = len(found) > 1 and found[0] == found[1]
        yield Suggested(field="currency", value=found[0], confidence=SURE if agreed else LIKELY, place=place)


def suggested(field: Name, value: str, confidence: float, line: Line) -> Suggested:
    return Suggested(field=field, value=value, confidence=confidence, place=Place(page=line.page, text=line.text))
