"""What a file of the exchange with a bank holds: parties, documents, balances."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from crm_es.exchange.summary import BadRow

PAYMENT_ORDER: Final = "Платежное поручение"
Direction = Literal["outgoing", "incoming"]
CURRENCIES: Final = {"810": "RUB", "643": "RUB", "840": "USD", "978": "EUR", "156": "CNY", "398": "KZT", "933": "BYN"}
"""By the digits of an account that tell it."""


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a payment, as the file names it. What it does not say is empty."""

    account: str
    name: str = ""
    inn: str = ""
    kpp: str = ""
    bank: str = ""
    town: str = ""
    bik: str = ""
    correspondent_account: str = ""
    through: str = ""
    """The account that the banks settle over, where it is another than the party's own (indirect settlement)."""

    @property
    def accounts(self) -> frozenset[str]:
        """All accounts that stand for this side."""
        return frozenset((self.account, self.through)) - {""}


class Key(NamedTuple):
    """What a payment is known by, in whichever file it comes."""

    payer_account: str
    payee_account: str
    number: str
    day: date
    amount: Decimal
    carried_out_on: date
    """The same order carried out on two days is two payments."""


@dataclass(frozen=True, slots=True)
class Document:
    """One payment document."""

    kind: str
    number: str
    day: date
    amount: Decimal
    payer: Party
    payee: Party
    purpose: str = ""
    debited_on: date | None = None
    """When the money left the payer's account; a document that is on its way to the bank has no such day."""
    credited_on: date | None = None
    line: int = 0
    """Where it begins in its file."""

    @property
    def key(self) -> Key:
        accounts, number = (self.payer.account, self.payee.account), plain_number(self.number)
        return Key(*accounts, number, self.day, self.amount, self.carried_out_on)

    @property
    def carried_out_on(self) -> date:
        """When the money went, as far as the document tells."""
        return self.debited_on or self.credited_on or self.day

    def direction(self, own: frozenset[str]) -> Direction | None:
        """Which way the money went, seen from these accounts; None where the document does not tell."""
        if self.payer.accounts & own or self.payee.accounts & own:
            return "outgoing" if self.payer.accounts & own else "incoming"
        if (self.debited_on is None) == (self.credited_on is None):
            return None
        return "outgoing" if self.debited_on else "incoming"


@dataclass(frozen=True, slots=True)
class Balance:
    """What a statement says of one account in one period. What it does not say is None."""

    account: str
    opening: Decimal | None = None
    received: Decimal | None = None
    spent: Decimal | None = None
    closing: Decimal | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """A file as it was read, with all that is wrong with it."""

    accounts: tuple[str, ...] = ()
    """Whose statement it is: the accounts of the header and of the balances, each once."""
    balances: tuple[Balance, ...] = ()
    documents: tuple[Document, ...] = ()
    """Each once."""
    faults: tuple[str, ...] = ()
    """What is wrong with the whole, in sentences."""
    bad_rows: tuple[BadRow, ...] = ()
    """Documents that could not be used."""
    since: date | None = None
    until: date | None = None

    @property
    def own(self) -> frozenset[str]:
        return frozenset(self.accounts)

    @property
    def is_of_orders(self) -> bool:
        """Whether it tells what a bank is asked to pay, and not what was paid."""
        return not self.balances and not any(one.debited_on or one.credited_on for one in self.documents)


def plain_number(number: str) -> str:
    """The number of a document without the zeros that some programs put before it."""
    return number.lstrip("0") or number


def currency_of(account: str) -> str:
    """What money an account holds: roubles, unless it tells another currency that we know."""
    return CURRENCIES.get(account[5:8], "RUB")
