"""What keeps a payment from arriving (S1-20)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from stdnum import bic, iban

from crm_es.bank_details.numbers import is_account, is_bik, is_inn, is_kpp, key_fits
from crm_es.bank_details.shapes import BankDetails, ForeignBankDetails
from crm_es.banks import Bank, Banks

OF_A_PERSON: Final = 12
"""Digits of the ИНН of a person."""


class Fault(NamedTuple):
    """Something that keeps a payment from arriving."""

    field: str
    sentence: str
    """For the person: what is wrong, and what to do."""
    rule: str


def faults(details: BankDetails | ForeignBankDetails, banks: Banks, day: date) -> list[Fault]:
    """Everything that keeps the payment from arriving."""
    match details:
        case BankDetails():
            return [*_of_holder(details), *_of_bank(details, banks, day), *_of_accounts(details, banks)]
        case ForeignBankDetails():
            return list(_abroad(details))


def _of_holder(details: BankDetails) -> Iterator[Fault]:
    inn, kpp = details.inn, details.kpp
    if not inn.strip("0"):
        yield Fault("inn", "An ИНН of zeros is nobody's: copy it from the invoice.", "ИНН of zeros")
    elif not is_inn(inn):
        yield Fault(
            "inn", f"The ИНН {inn} does not add up: compare it with the invoice digit by digit.", "ИНН does not add up"
        )
    if kpp and len(inn) == OF_A_PERSON:
        yield Fault("kpp", f"A person (ИНН {inn}) has no КПП: leave it empty.", "a person has no КПП")
    elif kpp and not is_kpp(kpp):
        yield Fault("kpp", f"{kpp} is no КПП: copy its 9 characters from the invoice.", "КПП is malformed")


def _of_bank(details: BankDetails, banks: Banks, day: date) -> Iterator[Fault]:
    bik = details.bik
    if bik is None:
        return
    if not is_bik(bik):
        yield Fault("bik", f"{bik} is no БИК: it has 9 digits and begins with 0, 1 or 2.", "БИК is malformed")
    elif banks and bik not in banks:
        yield Fault("bik", f"No bank has the БИК {bik}: compare it with the invoice.", "БИК is not in the directory")
    elif banks and banks[bik].is_closed(day):
        sentence = f"{banks[bik].title} (БИК {bik}) is closed: ask the contractor for an account in another bank."
        yield Fault("bik", sentence, "bank is closed")
    elif banks and banks[bik].is_without_licence(day):
        sentence = f"{banks[bik].title} (БИК {bik}) has lost its licence: ask the contractor for another account."
        yield Fault("bik", sentence, "bank has lost its licence")


def _of_accounts(details: BankDetails, banks: Banks) -> Iterator[Fault]:
    bik, account, correspondent = details.bik, details.account, details.correspondent_account
    if not is_account(account):
        yield Fault("account", f"{account} is no account: copy its 20 digits from the invoice.", "account is malformed")
    if correspondent and not is_account(correspondent):
        sentence = f"{correspondent} is no correspondent account: copy its 20 digits from the invoice, or leave it out."
        yield Fault("correspondent_account", sentence, "correspondent account is malformed")
    if bik is None or not is_bik(bik) or (banks and bik not in banks):
        return
    bank = banks.get(bik)
    if is_account(account) and not key_fits(account, _keeper(bik, bank)):
        sentence = f"The account {account} does not fit the БИК {bik}: a digit of one of them is wrong. Compare both."
        yield Fault("account", sentence, "account does not fit the БИК")
    if correspondent and is_account(correspondent):
        yield from _of_correspondent(correspondent, bik, bank)


def _keeper(bik: str, bank: Bank | None) -> str:
    """The БИК with which a client's key is reckoned: where there is no К/С, that of the unit that keeps the account."""
    return bank.key_bik if bank and bank.key_bik and not bank.correspondent_account else bik


def _of_correspondent(account: str, bik: str, bank: Bank | None) -> Iterator[Fault]:
    if bank is None:
        if not key_fits(account, bik, correspondent=True):
            sentence = f"The correspondent account {account} does not fit the БИК {bik}: compare both."
            yield Fault("correspondent_account", sentence, "correspondent account does not fit the БИК")
    elif account not in {bank.correspondent_account, *bank.further_accounts}:
        own = f"it is {bank.correspondent_account}" if bank.correspondent_account else "it has none, leave it empty"
        sentence = f"{account} is not the correspondent account of {bank.title} (БИК {bik}): {own}."
        yield Fault("correspondent_account", sentence, "correspondent account is not the bank's")


def _abroad(details: ForeignBankDetails) -> Iterator[Fault]:
    if not bic.is_valid(details.swift):
        yield Fault(
            "swift", f"{details.swift} is no SWIFT code: compare it with the invoice.", "SWIFT code is malformed"
        )
    if details.iban is None and details.account is None:
        yield Fault("iban", "Name the IBAN, or the account where the country has no IBAN.", "neither IBAN nor account")
    if details.iban is not None and not iban.is_valid(details.iban):
        yield Fault(
            "iban", f"The IBAN {details.iban} does not add up: compare it with the invoice.", "IBAN does not add up"
        )
    if details.account is not None and not details.account.strip("0/-"):
        yield Fault("account", "An account of zeros is nobody's: copy it from the invoice.", "account of zeros")
