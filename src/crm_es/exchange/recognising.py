"""Compares what was read of an invoice with what the company knows: contractors, their accounts, and banks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from psycopg import Connection
from pydantic import ValidationError

from crm_es import bank_details
from crm_es.bank_details import BankDetails, is_kpp
from crm_es.banks import Banks
from crm_es.exchange.form_filling import PartialForm, form, of_bank, of_contractor, of_invoice
from crm_es.exchange.known import KnownBank, KnownContractor, contractor_of
from crm_es.exchange.suggested import Reading


class Recognised(Reading):
    """What was read, whom and which bank it names, and the form that it fills in."""

    contractor: KnownContractor | None
    bank: KnownBank | None
    form: PartialForm


def recognise(reading: Reading, db: Connection[Any], banks: Banks, today: date) -> Recognised:
    inn, bank = reading.value("inn"), banks.get(reading.value("bik") or "")
    row = contractor_of(inn, reading.value("kpp"), db) if inn else None
    filled = list(of_invoice(reading))
    filled += (one for one in of_contractor(row) if row and one.field == "contractor_id")
    filled += of_bank(bank)
    doubts = dict.fromkeys((*reading.doubts, *of_bank_details(reading, banks, today), *of_account(reading, row)))
    return Recognised(
        **dict(reading) | {"doubts": tuple(doubts)},
        contractor=KnownContractor.of(row),
        bank=KnownBank.of(bank),
        form=form(filled),
    )


def of_bank_details(reading: Reading, banks: Banks, today: date) -> Iterator[str]:
    """What the bank directory has against them."""
    said = {one.field: one.value for one in reading.fields if one.field in BankDetails.model_fields}
    if not is_kpp(said.get("kpp", "")):
        said.pop("kpp", None)
    try:
        details = BankDetails.model_validate(said)
    except ValidationError:
        return
    yield from (fault.sentence for fault in bank_details.faults(details, banks, today) if fault.field != "account")
    yield from bank_details.doubts(details, banks, today)


def of_account(reading: Reading, row: Mapping[str, Any] | None) -> Iterator[str]:
    """An account that is new is how false invoices are known."""
    account = reading.value("account")
    if row and account and row["account"] not in (None, account):
        yield (
            f"So far {row['name']} was paid to the account {row['account']}: make sure that {account} is really theirs."
        )
