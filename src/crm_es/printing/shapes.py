"""What papers say: plain values, filled in by whoever knows, with every sum reckoned already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from crm_es.bank_details import BankDetails

Language = Literal["ru", "en"]


@dataclass(frozen=True, kw_only=True)
class Party:
    """Whoever a paper is for."""

    name: str
    inn: str | None = None
    kpp: str | None = None
    address: str = ""
    phone: str = ""
    contract: str = ""
    """The agreement that we have with them: Договор № 5 от 01.02.2026."""


@dataclass(frozen=True, kw_only=True)
class Seller(Party):
    """We, as our papers name us."""

    email: str = ""
    details: BankDetails | None = None
    """Our account; without it an invoice has no block of the bank, and no payment code."""
    bank_name: str = ""
    bank_town: str = ""
    director: str = ""
    """Who signs, as papers say it: Орлов В. А."""
    director_position: str = "Генеральный директор"
    accountant: str = ""
    logo: bytes | None = None
    """A picture: PNG, JPEG, GIF, WebP or SVG."""


@dataclass(frozen=True, kw_only=True)
class PrintedLine:
    """One line of a paper."""

    what: str
    quantity: Decimal
    unit: str = "hour"
    """As the playbook names it; usual ones are printed in the language of the paper."""
    price: Decimal
    """Of one unit, VAT included."""
    amount: Decimal
    """VAT included."""
    vat_rate: Decimal | None = None
    """In per cent; None where it is without VAT."""
    vat: Decimal = Decimal("0.00")


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What every paper says."""

    number: str
    dated: date
    seller: Seller
    buyer: Party
    lines: tuple[PrintedLine, ...]
    total: Decimal
    vat: Decimal | None = None
    """The part of the total that is VAT; None where nothing is taxed."""
    vat_known: bool = True
    """Nothing is said of VAT where it is not."""
    currency: str = "RUB"
    language: Language = "ru"


class Correction(NamedTuple):
    """A credit note that belongs to an act."""

    number: str
    dated: date
    amount: Decimal
    vat: Decimal = Decimal("0.00")
    """The part of the amount that is VAT."""


@dataclass(frozen=True, kw_only=True)
class PrintedInvoice(Paper):
    """An invoice: счёт на оплату."""

    corrections: tuple[Correction, ...] = ()
    """Credit notes to the act that it is for."""
    pay_by: date | None = None
    purpose: str = ""
    """Of the payment, as the payment code says it; made of the number where none is given."""
    cancelled: bool = False

    @property
    def to_pay(self) -> Decimal:
        """What is left of the total after credit notes."""
        return self.total - sum(note.amount for note in self.corrections)

    @property
    def vat_to_pay(self) -> Decimal | None:
        return None if self.vat is None else self.vat - sum(note.vat for note in self.corrections)


@dataclass(frozen=True, kw_only=True)
class PrintedWork:
    """One piece of work behind an act."""

    day: date
    person: str
    subject: str
    kind: str
    minutes: int
    quantity: Decimal
    """Hours, as they are billed."""
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class PrintedAct(Paper):
    """An act of work done: акт выполненных работ."""

    first: date | None = None
    """The first day of the work."""
    last: date | None = None
    invoice: str = ""
    """The number of the invoice that it goes with."""
    accepted_on: date | None = None
    accepted_by: str = ""
    """Who accepted it, without signing on paper."""
    by_silence: bool = False
    """Nobody disputed it in time."""
    silent_until: date | None = None
    """Without a word until then it counts as accepted."""
    corrections: tuple[Correction, ...] = ()
    cancelled: bool = False
    works: tuple[PrintedWork, ...] = ()
    """What the XLSX appendix lists."""


@dataclass(frozen=True, kw_only=True)
class PrintedCreditNote(Paper):
    """What is taken back of an act; its lines and total are what the client pays less."""

    act_number: str
    act_dated: date
    reason: str
    before: Decimal
    """What the act came to until then."""
