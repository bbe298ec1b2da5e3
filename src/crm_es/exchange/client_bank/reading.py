"""Reads a file of the exchange with a bank, whatever its encoding and however damaged it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from crm_es.exchange.client_bank.checking import each_once, wrong_totals
from crm_es.exchange.client_bank.lines import Line, amount, cleaned, day_of, lines_of
from crm_es.exchange.client_bank.values import Balance, Document, Party, Statement
from crm_es.exchange.summary import BadRow
from crm_es.messages import Refused

FIRST_LINE: Final = "1cclientbankexchange"
LAST_LINE: Final = "конецфайла"
ACCOUNT: Final = "секциярасчсчет"
DOCUMENT: Final = "секциядокумент"
ENDS: Final = {"конецрасчсчет": ACCOUNT, "конецдокумента": DOCUMENT}
TELLING: Final = frozenset(("номер", "дата", "сумма", "плательщиксчет", "получательсчет"))
"""Keys that two documents run together would name twice."""
LARGEST: Final = 20_000_000
PREFIX: Final = re.compile(r"ИНН\s*[0-9]*\s*", re.IGNORECASE)


@dataclass(slots=True)
class Section:
    """The lines between the beginning of something and its end."""

    line: int
    name: str
    title: str = ""
    values: dict[str, list[str]] = field(default_factory=dict)
    closed: bool = False

    def __getitem__(self, key: str) -> str:
        """The value of a key: the first that is not empty."""
        return next(filter(None, self.values.get(key, ())), "")


def read(data: bytes) -> Statement:
    """What the file tells, and what is wrong with it.

    Raises Refused where it is no such file at all.
    """
    if len(data) > LARGEST:
        raise Refused(f"The file has more than {LARGEST // 1_000_000} MB: get it in parts.", "file of possible size")
    lines = lines_of(data)
    if next((line.key for line in lines if line.key), "") != FIRST_LINE:
        raise Refused(
            "This is no file of the exchange with a bank: its first line has to be 1CClientBankExchange.",
            "file of the right kind",
        )
    header, *sections = cut(lines)
    whole = bool(header[LAST_LINE])
    balances = tuple(balance(one) for one in sections if one.name == ACCOUNT and one.closed)
    tried = [document(one) for one in sections if one.name == DOCUMENT]
    named = (*header.values.get("расчсчет", ()), *(one.account for one in balances))
    accounts = tuple(dict.fromkeys(filter(None, named)))
    documents, doubled = each_once([one for one in tried if isinstance(one, Document)], frozenset(accounts))
    cut_off = [] if whole else ["The file has no КонецФайла: it is cut off; get it again."]
    faults = (*cut_off, *doubled, *wrong_totals(accounts, balances, documents))
    bad_rows = tuple(one for one in tried if isinstance(one, BadRow))
    since, until = day_of(header["датаначала"]), day_of(header["датаконца"])
    return Statement(accounts, balances, documents, faults, bad_rows, since, until)


def cut(lines: Iterator[Line]) -> list[Section]:
    """The header, then the sections. What is between them belongs to nothing."""
    found = [Section(1, "")]
    current: Section | None = found[0]
    for n, key, value in lines:
        if key == LAST_LINE:
            found[0].values[LAST_LINE] = [key]
            break
        if key in (ACCOUNT, DOCUMENT):
            current = Section(n, key, value)
            found.append(current)
        elif key in ENDS:
            if current is not None and current.name == ENDS[key]:
                current.closed = True
            current = None
        elif current is not None:
            current.values.setdefault(key, []).append(value)
    return found


def balance(section: Section) -> Balance:
    opening, received = amount(section["начальныйостаток"]), amount(section["всегопоступило"])
    spent, closing = amount(section["всегосписано"]), amount(section["конечныйостаток"])
    return Balance(section["расчсчет"], opening, received, spent, closing, section.line)


def document(section: Section) -> Document | BadRow:
    """The document, or why it cannot be used."""
    day, total = day_of(section["дата"]), amount(section["сумма"])
    twice = [key for key in TELLING if len(set(filter(None, section.values.get(key, ())))) > 1]
    wrong = (
        (not section.closed, "has no end"),
        (bool(twice), "says two things of one kind: parts of two documents have run together"),
        (total is None or total <= 0, f"has no readable sum ({section['сумма']!r})"),
        (day is None, f"has no readable date ({section['дата']!r})"),
    )
    reasons = [reason for is_so, reason in wrong if is_so]
    if reasons or day is None or total is None:
        return BadRow(section.line, f"The document {section['номер']!r} {' and '.join(reasons)}: it is left out.")
    lines = (section[f"назначениеплатежа{n}"] for n in range(1, 7))
    return Document(
        kind=section.title,
        number=section["номер"],
        day=day,
        amount=total,
        payer=party(section, "плательщик"),
        payee=party(section, "получатель"),
        purpose=section["назначениеплатежа"] or cleaned(" ".join(lines)),
        debited_on=day_of(section["датасписано"]),
        credited_on=day_of(section["датапоступило"]),
        line=section.line,
    )


def party(section: Section, side: str) -> Party:
    direct, account, kpp = section[f"{side}счет"], section[f"{side}расчсчет"], section[f"{side}кпп"]
    account = account or direct
    return Party(
        account=account,
        name=section[f"{side}1"] or PREFIX.sub("", section[side], count=1),
        inn=section[f"{side}инн"],
        kpp="" if kpp == "0" else kpp,
        bank=section[f"{side}банк1"],
        town=section[f"{side}банк2"],
        bik=section[f"{side}бик"],
        correspondent_account=section[f"{side}корсчет"],
        through="" if direct == account else direct,
    )
