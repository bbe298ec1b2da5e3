"""Papers of Northern Systems for a mill, as tests print them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from crm_es.bank_details import BankDetails
from crm_es.printing.shapes import (
    Correction,
    Party,
    PrintedAct,
    PrintedCreditNote,
    PrintedInvoice,
    PrintedLine,
    PrintedWork,
    Seller,
)

DETAILS: Final = BankDetails(
    inn="7707083893",
    kpp="770701001",
    bik="044030827",
    account="40702810900000002851",
    correspondent_account="30101810200000000827",
)
SELLER: Final = Seller(
    name="ООО «Северные системы»",
    inn=DETAILS.inn,
    kpp=DETAILS.kpp,
    address="620014, г. Екатеринбург, ул. Малышева, д. 5",
    phone="+7 343 000-00-00",
    email="office@north.example",
    details=DETAILS,
    bank_name="АО «Банк Северный»",
    bank_town="г. Санкт-Петербург",
    director="Орлов В. А.",
    accountant="Лисина Н. П.",
)
MILL: Final = Party(
    name="АО «Мельница № 1»",
    inn="7827004526",
    kpp="782701001",
    address="г. Ирбит, ул. Советская, 1",
    contract="Договор № 5 от 01.02.2026",
)
LINE: Final = PrintedLine(
    what="Обслуживание станка",
    quantity=Decimal("2.50"),
    price=Decimal("1525.00"),
    amount=Decimal("3812.50"),
    vat_rate=Decimal(22),
    vat=Decimal("687.50"),
)
WORK: Final = PrintedWork(
    day=date(2026, 11, 17),
    person="Анна Павлова",
    subject="Станок не включается",
    kind="ремонт",
    minutes=150,
    quantity=Decimal("2.50"),
    rate=Decimal("1525.00"),
    amount=Decimal("3812.50"),
)


def said(lines: tuple[PrintedLine, ...], number: str, dated: date) -> dict[str, Any]:
    """What every paper says."""
    return {
        "number": number,
        "dated": dated,
        "seller": SELLER,
        "buyer": MILL,
        "lines": lines,
        "total": sum((line.amount for line in lines), Decimal(0)),
        "vat": sum((line.vat for line in lines), Decimal(0)),
    }


def many(count: int) -> tuple[PrintedLine, ...]:
    return tuple(replace(LINE, what=f"{LINE.what} № {n}") for n in range(1, count + 1))


def invoice(count: int = 3, **changes: Any) -> PrintedInvoice:
    paper = PrintedInvoice(**said(many(count), "2026-00017", date(2026, 11, 23)))
    return replace(paper, **{"pay_by": date(2026, 12, 3)} | changes)


def act(count: int = 2, **changes: Any) -> PrintedAct:
    paper = PrintedAct(
        **said(many(count), "А-5", date(2026, 11, 30)),
        first=date(2026, 11, 1),
        last=date(2026, 11, 30),
        invoice="2026-00017",
        works=tuple(replace(WORK, subject=f"{WORK.subject} {n}") for n in range(1, count + 1)),
    )
    return replace(paper, **changes)


NOTE: Final = Correction("К-1", date(2026, 12, 5), LINE.amount)


def credit_note(**changes: Any) -> PrintedCreditNote:
    paper = PrintedCreditNote(
        **said((LINE,), NOTE.number, NOTE.dated),
        act_number="А-5",
        act_dated=date(2026, 11, 30),
        reason="Два часа не подтверждены",
        before=2 * LINE.amount,
    )
    return replace(paper, **changes)
