"""Suggests how to fill a request's form in, by the little that the person has entered (S1-37)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from crm_es.bank_details import is_bik, is_inn
from crm_es.banks import Bank, Banks
from crm_es.exchange.form_filling import (
    ALIKE,
    DETAILS,
    Filled,
    PartialForm,
    copied,
    form,
    of_bank,
    of_contractor,
    of_request,
)
from crm_es.exchange.known import Earlier, KnownBank, KnownContractor
from crm_es.messages import Message

WHOLE: Final = (10, 12)
"""Digits of an ИНН that is typed to its end."""


class Suggestions(Message):
    """What the form could be filled in with."""

    form: PartialForm
    fields: tuple[Filled, ...]
    contractor: KnownContractor | None
    bank: KnownBank | None
    doubts: tuple[str, ...]
    """What to look at before one relies on it."""


def suggest(
    banks: Banks,
    *,
    row: Mapping[str, Any] | None = None,
    inn: str | None = None,
    bik: str | None = None,
    copy_of: Earlier | None = None,
    last: Earlier | None = None,
) -> Suggestions:
    """By a contractor's row of the list, by numbers, by a request to copy; `last` is the contractor's last request."""
    known = bool(row and row["account"])
    entered = banks.get(bik or "")
    filled = [*of_bank(entered), *of_contractor(row)]
    old = list(of_request(copy_of, copied(copy_of.form))) if copy_of else []
    alike = list(of_request(last, (*ALIKE, *DETAILS))) if last and not copy_of else []
    filled += (one for one in (*old, *alike) if not (known and one.field in DETAILS))
    bank = entered or banks.get(next((one.value for one in filled if one.field == "bik"), ""))
    filled += of_bank(bank)
    first = {one.field: one for one in reversed(filled)}
    fields = tuple(one for one in filled if first[one.field] is one)
    return Suggestions(
        form=form(fields),
        fields=fields,
        contractor=KnownContractor.of(row),
        bank=KnownBank.of(bank),
        doubts=(*of_numbers(inn, bik, banks), *of_a_bank(bank), *(of_change(row, old) if row and known else ())),
    )


def of_numbers(inn: str | None, bik: str | None, banks: Banks) -> Iterator[str]:
    if inn and len(inn) in WHOLE and not is_inn(inn):
        yield f"The ИНН {inn} does not add up: compare it with the invoice digit by digit."
    if bik and is_bik(bik) and banks and bik not in banks:
        yield f"No bank has the БИК {bik}: compare it with the invoice."


def of_a_bank(bank: Bank | None) -> Iterator[str]:
    if bank and (limits := list(bank.limits())):
        yield f"{bank.title} (БИК {bank.bik}): {'; '.join(limits)}. Make sure that the money will arrive."


def of_change(row: Mapping[str, Any], old: list[Filled]) -> Iterator[str]:
    if any(one.value != (row.get(one.field) or "") for one in old if one.field in DETAILS):
        yield "The contractor's bank details have changed since that request: these are the new ones."
