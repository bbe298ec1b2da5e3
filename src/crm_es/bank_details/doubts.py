"""What should be looked at before a payment goes out, and is no reason to refuse it (S1-20)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crm_es.bank_details.shapes import BankDetails, ForeignBankDetails
from crm_es.banks import Bank, Banks, in_words


def doubts(details: BankDetails | ForeignBankDetails, banks: Banks, day: date) -> list[str]:
    """Each a sentence for the person."""
    return list(_doubts(details, banks, day) if isinstance(details, BankDetails) else _doubts_abroad(details))


def _doubts(details: BankDetails, banks: Banks, day: date) -> Iterator[str]:
    if details.bik is None:
        yield "No БИК is named: neither the bank nor the keys of the accounts could be checked."
    elif not banks:
        yield f"No bank directory is imported: nobody could check whether a bank has the БИК {details.bik}."
    elif details.bik in banks:
        yield from _doubts_of(banks[details.bik], day)


def _doubts_of(bank: Bank, day: date) -> Iterator[str]:
    if bank.since is not None and bank.since > day:
        yield f"{bank.title} (БИК {bank.bik}) opens on {bank.since} only: pay from that day on."
    if bank.until is not None and bank.until > day:
        yield f"{bank.title} (БИК {bank.bik}) closes on {bank.until}: ask the contractor for another account in time."
    for code in dict.fromkeys(one.code for one in bank.in_force(day)):
        yield f"{bank.title} (БИК {bank.bik}): {in_words(code)}. Make sure that the money will arrive."


def _doubts_abroad(details: ForeignBankDetails) -> Iterator[str]:
    if details.iban and details.iban[:2] != details.country:
        yield f"The IBAN is of {details.iban[:2]}, the bank of {details.country}: make sure that both are right."
