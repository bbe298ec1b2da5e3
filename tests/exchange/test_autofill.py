"""What the company knows fills a form in, each value with where it comes from, and what is odd is said (S1-37)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from examples import CONTRACTOR, MONDAY, REQUEST, roubles

from crm_es.aggregates.payment_request import Form
from crm_es.bank_details import BankDetails, ForeignBankDetails
from crm_es.banks import Bank, Restriction
from crm_es.exchange.autofill import Suggestions, suggest
from crm_es.exchange.known import Earlier

DETAILS = BankDetails(
    inn="7707083893",
    kpp="773601001",
    bik="044030827",
    account="40702810900000002851",
    correspondent_account="30101810200000000827",
)
NEVA = Bank(bik="044030827", name="Neva Bank", town="Tula", correspondent_account="30101810200000000827")
BANKS = {NEVA.bik: NEVA}
ROW: dict[str, Any] = {
    "contractor_id": CONTRACTOR,
    "name": "ООО «Вектор»",
    "details_since": MONDAY,
    **DETAILS.model_dump(),
}
UNKNOWN = ROW | dict.fromkeys(("details_since", *DETAILS.model_dump()))
FORM = Form(
    what_for="Rent",
    amount=roubles(40),
    contractor_id=CONTRACTOR,
    pay_by=date(2026, 11, 30),
    purpose="Аренда по счету № 17",
    invoice_number="17",
    invoice_date=date(2026, 11, 12),
    department="Warehouse",
    details=DETAILS,
)
EARLIER = Earlier(REQUEST, FORM, MONDAY)


def details_of(told: Suggestions) -> dict[str, str]:
    return told.form.details.model_dump(exclude_none=True) if told.form.details else {}


def test_nothing_known_suggests_nothing() -> None:
    told = suggest({})
    assert (told.fields, told.doubts, told.form.model_dump(exclude_none=True)) == ((), (), {})


def test_a_contractor_brings_the_last_details() -> None:
    told = suggest({}, row=ROW)
    assert details_of(told) == DETAILS.model_dump()
    assert {(one.origin, one.record_id, one.since) for one in told.fields} == {("contractor", CONTRACTOR, MONDAY)}


def test_the_last_request_brings_what_is_mostly_alike_and_no_sum() -> None:
    told = suggest({}, row=ROW, last=EARLIER)
    assert told.form.department == "Warehouse"
    assert (told.form.amount, told.form.what_for, told.form.purpose) == (None, None, None)


def test_a_contractor_without_details_is_paid_as_last_time() -> None:
    assert details_of(suggest({}, row=UNKNOWN, last=EARLIER)) == DETAILS.model_dump()
    abroad = FORM.model_copy(update={"details": ForeignBankDetails(swift="COBADEFF", iban="DE89370400440532013000")})
    told = suggest({}, row=UNKNOWN, last=EARLIER._replace(form=abroad))
    assert details_of(told) == {"swift": "COBADEFF", "iban": "DE89370400440532013000"}


def test_a_bik_brings_the_bank_and_its_correspondent_account() -> None:
    told = suggest(BANKS, bik=NEVA.bik)
    assert details_of(told) == {"bik": NEVA.bik, "correspondent_account": NEVA.correspondent_account}
    assert told.bank
    assert told.bank.name == "Neva Bank"


def test_what_a_contractor_lacks_comes_from_the_bank() -> None:
    told = suggest(BANKS, row=ROW | {"correspondent_account": None})
    assert details_of(told) == DETAILS.model_dump()


def test_a_copy_lends_all_but_its_day_and_its_invoice() -> None:
    form = suggest({}, copy_of=EARLIER).form
    assert (form.what_for, form.amount, form.contractor_id, form.department) == (
        "Rent",
        roubles(40),
        CONTRACTOR,
        "Warehouse",
    )
    assert (form.purpose, form.invoice_number, form.invoice_date) == (None, None, None)


def test_a_copy_lends_a_purpose_that_names_no_invoice() -> None:
    rent = FORM.model_copy(update={"purpose": "Аренда за месяц"})
    assert suggest({}, copy_of=EARLIER._replace(form=rent)).form.purpose == "Аренда за месяц"


def test_a_copy_has_the_details_that_hold_now() -> None:
    moved = ROW | {"account": "40702810200000002852"}
    told = suggest({}, row=moved, copy_of=EARLIER)
    assert details_of(told)["account"] == "40702810200000002852"
    assert told.doubts == ("The contractor's bank details have changed since that request: these are the new ones.",)
    assert suggest({}, row=ROW, copy_of=EARLIER).doubts == ()


@pytest.mark.parametrize(
    ("inn", "bik", "doubts"),
    [
        ("77070838", "0440308", ()),
        ("7707083894", None, ("The ИНН 7707083894 does not add up: compare it with the invoice digit by digit.",)),
        (None, "044030828", ("No bank has the БИК 044030828: compare it with the invoice.",)),
    ],
)
def test_typing_mistakes_are_told_while_one_types(inn: str | None, bik: str | None, doubts: tuple[str, ...]) -> None:
    assert suggest(BANKS, inn=inn, bik=bik).doubts == doubts


def test_what_restricts_a_bank_is_told() -> None:
    restricted = NEVA.model_copy(update={"restrictions": (Restriction(code="URRS"),)})
    (doubt,) = suggest({NEVA.bik: restricted}, row=ROW).doubts
    assert "urgent transfers are restricted" in doubt
