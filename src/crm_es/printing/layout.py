"""What stands where on a paper: all of it as text, in the language of the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from crm_es.printing.in_words import in_words
from crm_es.printing.payment_code import payment_code, picture
from crm_es.printing.said import amount, day, money, plain, quantity, short, spoken, unit
from crm_es.printing.shapes import (
    Correction,
    Paper,
    Party,
    PrintedAct,
    PrintedCreditNote,
    PrintedInvoice,
    PrintedLine,
    Seller,
)

ACCOUNTS: Final = {"RUB": "810", "USD": "840", "EUR": "978", "GBP": "826", "CNY": "156", "KZT": "398"}
"""Currencies as Russian account numbers name them."""
Printed = PrintedInvoice | PrintedAct | PrintedCreditNote
Words = Mapping[str, Any]


def laid_out(paper: Printed) -> dict[str, Any]:
    """All that the template needs."""
    words, kind = spoken(paper.language), kind_of(paper)
    code = payment_code(paper) if isinstance(paper, PrintedInvoice) else None
    return {
        "kind": kind,
        "language": paper.language,
        "words": words,
        "title": titled(words[kind], paper.number, day(paper.dated, paper.language)),
        "about": about(paper, words),
        "date": [paper.dated.year, paper.dated.month, paper.dated.day],
        "cancelled": getattr(paper, "cancelled", False),
        "logo": list(paper.seller.logo) if paper.seller.logo else None,
        "bank": bank(paper.seller) if isinstance(paper, PrintedInvoice) and payable(paper) else None,
        "code": picture(code) if code else None,
        "parties": words["parties"][kind],
        "seller": said(paper.seller, words)
        | {
            "director": plain(paper.seller.director),
            "position": plain(paper.seller.director_position),
            "accountant": plain(paper.seller.accountant),
        },
        "buyer": said(paper.buyer, words),
        "told": list(told(paper, words)),
        "lines": [cells(n, line, paper) for n, line in enumerate(paper.lines, 1)],
        "sums": list(sums(paper, words)),
        "count": words["count"].format(
            count=len(paper.lines), total=money(paper.total, paper.currency, paper.language)
        ),
        "words_of_total": in_words(
            paper.to_pay if isinstance(paper, PrintedInvoice) else paper.total, paper.currency, paper.language
        ),
        "sentences": list(sentences(paper, words)),
    }


def kind_of(paper: Printed) -> str:
    match paper:
        case PrintedInvoice():
            return "invoice"
        case PrintedAct():
            return "act"
        case PrintedCreditNote():
            return "credit_note"


def titled(pattern: str, number: str, dated: str) -> str:
    return pattern.format(number=plain(number), dated=dated)


def about(paper: Printed, words: Words) -> str:
    match paper:
        case PrintedAct():
            return str(words["about_act"])
        case PrintedCreditNote(act_number=number, act_dated=dated):
            return titled(words["about_credit_note"], number, day(dated, paper.language))
        case PrintedInvoice():
            return ""


def payable(paper: PrintedInvoice) -> bool:
    """Whether our account is one for the currency of the invoice: digits 6 to 8 of a Russian account say which."""
    details = paper.seller.details
    return details is not None and details.account[5:8] == ACCOUNTS.get(paper.currency)


def bank(seller: Seller) -> dict[str, str] | None:
    """The block of the bank; none where no account is known."""
    details = seller.details
    if details is None or details.bik is None:
        return None
    return {
        "bank": plain(", ".join(filter(None, (seller.bank_name, seller.bank_town)))),
        "bik": details.bik,
        "correspondent": details.correspondent_account or "",
        "inn": details.inn,
        "kpp": details.kpp or "",
        "account": details.account,
        "payee": plain(seller.name),
    }


def said(party: Party, words: Words) -> dict[str, str]:
    """A party by its name alone, and with all that is known of it."""
    known = (
        plain(party.name),
        party.inn and f"{words['inn']} {plain(party.inn)}",
        party.kpp and f"{words['kpp']} {plain(party.kpp)}",
        plain(party.address),
        party.phone and f"{words['phone']} {plain(party.phone)}",
    )
    return {"name": plain(party.name), "said": ", ".join(filter(None, known))}


def told(paper: Printed, words: Words) -> Iterator[tuple[str, str]]:
    """What is said above the table, by its label."""
    if paper.buyer.contract:
        yield words["ground"], plain(paper.buyer.contract)
    match paper:
        case PrintedAct(first=first, last=last, invoice=invoice):
            if first and last:
                days = (day(first, paper.language), day(last, paper.language))
                yield words["period"], words["from_to"].format(first=days[0], last=days[1]) if first < last else days[0]
            if invoice:
                yield words["by_invoice"], f"№ {plain(invoice)}"
        case PrintedCreditNote(reason=reason):
            yield words["reason"], plain(reason)
        case PrintedInvoice():
            return


def cells(n: int, line: PrintedLine, paper: Paper) -> tuple[str, ...]:
    language = paper.language
    return (
        str(n),
        plain(line.what),
        quantity(line.quantity, language),
        plain(unit(line.unit, language)),
        amount(line.price, language),
        amount(line.amount, language),
    )


def sums(paper: Printed, words: Words) -> Iterator[tuple[str, str]]:
    """What stands below the table."""

    def shown(value: Decimal) -> str:
        return amount(value, paper.language)

    yield words["total"], shown(paper.total)
    if paper.vat_known:
        yield from taxes(paper, words)
    match paper:
        case PrintedInvoice(corrections=corrections):
            yield from taken_off(corrections, paper, words)
            yield words["to_pay"], money(paper.to_pay, paper.currency, paper.language)
        case PrintedCreditNote(before=before):
            yield words["before"], shown(before)
            yield words["less"], shown(paper.total)
            yield words["after"], money(before - paper.total, paper.currency, paper.language)
        case PrintedAct(corrections=corrections):
            yield from taken_off(corrections, paper, words)
            if corrections:
                left = paper.total - sum(note.amount for note in corrections)
                yield words["left"], money(left, paper.currency, paper.language)


def taken_off(corrections: Iterable[Correction], paper: Paper, words: Words) -> Iterator[tuple[str, str]]:
    """Credit notes, one by one."""
    for note in corrections:
        dated = words["corrected"].format(number=plain(note.number), day=short(note.dated))
        yield dated, f"−{amount(note.amount, paper.language)}"


def taxes(paper: Printed, words: Words) -> Iterator[tuple[str, str]]:
    """The VAT by rate, or that there is none."""
    for rate, vat in by_rate(paper.lines).items():
        if rate is not None:
            yield words["vat_of"].format(rate=quantity(rate, paper.language)), amount(vat, paper.language)
    if paper.vat is None:
        yield words["without_vat"], "—"


def by_rate(lines: tuple[PrintedLine, ...]) -> dict[Decimal | None, Decimal]:
    """The VAT of the lines of each rate, the highest first."""
    parts: dict[Decimal | None, Decimal] = {}
    for line in sorted(lines, key=lambda one: Decimal(-1) if one.vat_rate is None else one.vat_rate, reverse=True):
        parts[line.vat_rate] = parts.get(line.vat_rate, Decimal(0)) + line.vat
    return parts


def sentences(paper: Printed, words: Words) -> Iterator[str]:
    """What is said below the amount in words."""
    match paper:
        case PrintedInvoice(pay_by=pay_by):
            if paper.seller.details and not payable(paper):
                yield words["other_account"].format(currency=paper.currency)
            if pay_by:
                yield words["pay_by"].format(day=day(pay_by, paper.language))
        case PrintedAct(accepted_on=accepted_on, accepted_by=who):
            yield words["done"]
            if accepted_on:
                told = words["by_silence" if paper.by_silence else "accepted"].format(day=short(accepted_on))
                yield f"{told}: {plain(who)}" if who and not paper.by_silence else told
            if paper.silent_until:
                yield words["silent_until"].format(day=short(paper.silent_until))
        case PrintedCreditNote():
            yield words["agreed"]
