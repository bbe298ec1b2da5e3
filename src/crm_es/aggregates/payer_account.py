"""A payer account: one of our own accounts, from which payments go out.

It is registered once, gives each payment order its number, and may be closed. Numbers run from 1 to 999999 and then
begin again; none ends with 000. A request keeps the number it got, as long as it asks for the same amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Final, get_args
from uuid import UUID

from pydantic import Field

from crm_es.accounting import is_accounting, must_be_accounting
from crm_es.bank_details import BankDetails, faults
from crm_es.banks import Banks
from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Message, Refused
from crm_es.money import Money
from crm_es.playbook import Name

LAST: Final = 999_999
Number = Annotated[int, Field(ge=1, le=LAST)]
BankName = Annotated[str, Field(min_length=1, max_length=160)]

# ── Events ──────────────────────────────────────────────────────────────────


class Due(Message):
    """What a payment order is wanted for."""

    payment_request_id: UUID
    round: Annotated[int, Field(ge=1)]
    """How often the request had been submitted."""
    part: Money
    """What is left to pay of it."""


class Numbered(Due):
    """The number of its payment order."""

    number: Number


class PayerAccountRegistered(Event):
    """We pay from this account too."""

    payer_account_id: UUID
    name: str
    """Ours, as payment orders name us."""
    details: BankDetails
    bank_name: str
    bank_town: str
    first_number: int


class PaymentOrderNumbersTaken(Event):
    """Payment orders got their numbers."""

    payer_account_id: UUID
    numbers: tuple[Numbered, ...]


class PayerAccountClosed(Event):
    """Nothing is paid from it any more."""

    payer_account_id: UUID


PayerAccountEvent = PayerAccountRegistered | PaymentOrderNumbersTaken | PayerAccountClosed

# ── Commands ────────────────────────────────────────────────────────────────

KEEPERS = {"employee", "administrator"}


class RegisterPayerAccount(Command, roles=KEEPERS, opens=True, in_person=True):
    """Pay from this account too."""

    payer_account_id: UUID
    name: Name
    """Ours, as payment orders name us."""
    details: BankDetails
    bank_name: BankName | None = None
    """As the bank directory has it where none is given."""
    bank_town: Annotated[str, Field(max_length=40)] | None = None
    first_number: Number = 1
    """Of the first payment order, where some went out another way."""


class TakePaymentOrderNumbers(Command, roles={"employee"}, in_person=True):
    """Give payment orders their numbers."""

    payer_account_id: UUID
    orders: Annotated[tuple[Due, ...], Field(min_length=1, max_length=1000)]


class ClosePayerAccount(Command, roles=KEEPERS, in_person=True):
    """Pay nothing from it any more."""

    payer_account_id: UUID


PayerAccountCommand = RegisterPayerAccount | TakePaymentOrderNumbers | ClosePayerAccount

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class PayerAccount:
    name: str
    details: BankDetails
    bank_name: str
    bank_town: str
    following: int
    """The number from which the next is sought."""
    numbers: Mapping[Due, int] = field(default_factory=dict)
    closed: bool = False


def evolve(account: PayerAccount | None, event: PayerAccountEvent) -> PayerAccount:
    match account, event:
        case None, PayerAccountRegistered() as told:
            return PayerAccount(told.name, told.details, told.bank_name, told.bank_town, told.first_number)
        case PayerAccount(), PaymentOrderNumbersTaken(numbers=numbers):
            taken = {due(one): one.number for one in numbers}
            return replace(account, following=numbers[-1].number + 1, numbers={**account.numbers, **taken})
        case PayerAccount(), PayerAccountClosed():
            return replace(account, closed=True)
        case _:
            raise Corrupt(account, event)


def due(order: Due) -> Due:
    """The order without its number."""
    return Due(payment_request_id=order.payment_request_id, round=order.round, part=order.part)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(account: PayerAccount | None, command: PayerAccountCommand, context: Context) -> Iterator[PayerAccountEvent]:
    match command, account:
        case RegisterPayerAccount(), None:
            must_keep_accounts(context)
            yield registered(command, context.banks, context.at.date())
        case _, None:
            raise Refused("There is no such account of ours: register it.", "no such payer account")
        case RegisterPayerAccount(name=name, details=details), PayerAccount():
            if (name, details) != (account.name, account.details):
                raise Refused("This account is registered already, with another name or other details.")
        case ClosePayerAccount(payer_account_id=account_id), PayerAccount():
            must_keep_accounts(context)
            if not account.closed:
                yield PayerAccountClosed(payer_account_id=account_id)
        case TakePaymentOrderNumbers(payer_account_id=account_id, orders=orders), PayerAccount():
            must_be_accounting(context)
            if account.closed:
                raise Refused("This account is closed: pay from another.", "payer account is closed")
            if wanted := [one for one in dict.fromkeys(orders) if one not in account.numbers]:
                numbers = zip(wanted, following(account.following), strict=False)
                taken = tuple(Numbered(**dict(one), number=number) for one, number in numbers)
                yield PaymentOrderNumbersTaken(payer_account_id=account_id, numbers=taken)


def registered(command: RegisterPayerAccount, banks: Banks, day: date) -> PayerAccountRegistered:
    """The account with what the directory knows of its bank."""
    if command.details.bik is None:
        raise Refused("Name the БИК of the bank: payment orders need it.", "payer account without БИК")
    if wrong := faults(command.details, banks, day):
        raise Refused(" ".join(fault.sentence for fault in wrong), wrong[0].rule)
    bank = banks.get(command.details.bik)
    name = command.bank_name or (bank.name if bank else "")
    if not name:
        raise Refused("Name the bank, or import the bank directory.", "payer account without bank")
    return PayerAccountRegistered(
        payer_account_id=command.payer_account_id,
        name=command.name,
        details=command.details,
        bank_name=name,
        bank_town=command.bank_town or (bank.town if bank else ""),
        first_number=command.first_number,
    )


def must_keep_accounts(context: Context) -> None:
    if "administrator" not in context.roles and not is_accounting(context):
        raise Refused(
            "Our accounts are kept by administrators and accounting: ask one of them.", "not a keeper of accounts"
        )


def following(number: int) -> Iterator[int]:
    """Numbers for payment orders, this one first if banks take it."""
    while True:
        number = 1 if number > LAST else number
        if number % 1000:
            yield number
        number += 1


decider = Decider("payer_account", "payer accounts", get_args(PayerAccountCommand), decide, evolve)
