"""Reads an invoice by the text of its pages: whom it asks to pay, by which bank details, how much, and for what."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from crm_es.bank_details.purpose import FOREIGN_TO_BANKS, PURPOSE
from crm_es.exchange.invoice_amount import amount, currency, tax
from crm_es.exchange.invoice_cells import Line, lines
from crm_es.exchange.invoice_details import details
from crm_es.exchange.invoice_names import names
from crm_es.exchange.invoice_title import title
from crm_es.exchange.suggested import Name, Reading, Suggested, Told, merged

AS_BANKS_WRITE: Final = str.maketrans("«»„“”’–—−\u00a0\u202f", '"""""\'---  ')


def read(pages: Sequence[str], ours: Collection[str] = ()) -> Reading:
    """Whatever the text is, it is read as far as it can be. `ours` are numbers of our own company."""
    return merged("pdf text", told(pages, ours))


def told(pages: Sequence[str], ours: Collection[str] = ()) -> Told:
    found = lines(pages)
    first = [*details(found, ours), *names(found), *title(found), *amount(found)]
    return [*first, *further(found, {one.field: one for one in first if isinstance(one, Suggested)})]


def further(found: list[Line], said: Mapping[Name, Suggested]) -> Iterator[Suggested]:
    """What follows from the rest: the currency and the words of the purpose."""
    total, number, day, account = (said.get(name) for name in ("amount", "invoice_number", "invoice_date", "account"))
    if total:
        yield from currency(found, account.value if account else None, total.place)
    if number:
        of = f" от {date.fromisoformat(day.value):%d.%m.%Y}" if day else ""
        taxed = tax(found, Decimal(total.value)) if total else ""
        text = bankable(f"Оплата по счету № {number.value}{of}. {taxed}")
        yield Suggested(field="purpose", value=text, confidence=number.confidence * 0.8, place=number.place)


def bankable(text: str) -> str:
    """In the letters that banks take, and no longer than they take it."""
    written = FOREIGN_TO_BANKS.sub("", " ".join(text.translate(AS_BANKS_WRITE).split()))
    return written[:PURPOSE].strip()
