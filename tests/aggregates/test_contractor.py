"""What a contractor promises (S1-06, S1-10..S1-15, S1-37)."""

from __future__ import annotations

import pytest
from examples import CONTRACTOR, ann, carol
from pydantic import ValidationError
from spec import Spec

from crm_es.aggregates import contractor
from crm_es.aggregates.contractor import (
    BankDetailsRecorded,
    ContactRecorded,
    ContractorRegistered,
    RecordBankDetails,
    RecordContact,
    RegisterContractor,
)
from crm_es.bank_details import BankDetails, ForeignBankDetails

spec = Spec(contractor.decider, ann())
DETAILS = BankDetails(inn="7707083893", account="40702810900000002851")
NEW_DETAILS = DETAILS.model_copy(update={"account": "40702810900000002852"})

register = RegisterContractor(contractor_id=CONTRACTOR, name="Printers")
record = RecordBankDetails(contractor_id=CONTRACTOR, details=DETAILS)
registered = ContractorRegistered(contractor_id=CONTRACTOR, name="Printers", country="RU")
recorded = BankDetailsRecorded(contractor_id=CONTRACTOR, details=DETAILS)


def test_a_contractor_is_registered_once() -> None:
    spec.given().when(register).then(registered)
    spec.given(registered, recorded).when(register).then_nothing()
    spec.given(registered).when(register.model_copy(update={"country": "KZ"})).then_refused("registered already")


def test_bank_details_are_recorded_whenever_they_differ() -> None:
    """S1-37"""
    spec.given(registered).when(record).then(recorded)
    spec.given(registered, recorded).when(record).then_nothing()
    new = RecordBankDetails(contractor_id=CONTRACTOR, details=NEW_DETAILS)
    changed = BankDetailsRecorded(contractor_id=CONTRACTOR, details=NEW_DETAILS)
    spec.given(registered, recorded).when(new, carol()).then(changed)
    spec.given(registered, recorded, changed).when(record, carol()).then(recorded)
    spec.given(registered, recorded).when(new).then_refused("accounting", rule="not accounting")


def test_details_that_cannot_be_right_are_not_kept() -> None:
    """S1-20"""
    wrong = DETAILS.model_copy(update={"inn": "7707083894"})
    command = RecordBankDetails(contractor_id=CONTRACTOR, details=wrong)
    spec.given(registered).when(command).then_refused("7707083894")


def test_a_contractor_abroad_has_an_iban_and_a_swift_code() -> None:
    abroad = ForeignBankDetails(swift="COBADEFF", iban="DE89370400440532013000")
    command = RecordBankDetails(contractor_id=CONTRACTOR, details=abroad)
    spec.given(registered).when(command).then(BankDetailsRecorded(contractor_id=CONTRACTOR, details=abroad))
    wrong = RecordBankDetails(
        contractor_id=CONTRACTOR, details=abroad.model_copy(update={"iban": "DE89370400440532013001"})
    )
    spec.given(registered).when(wrong).then_refused("IBAN")


def test_where_it_is_written_to_is_recorded_whenever_it_differs() -> None:
    """S1-39"""
    write = RecordContact(contractor_id=CONTRACTOR, email="books@printers.example", language="en")
    known = ContactRecorded(contractor_id=CONTRACTOR, email="books@printers.example", language="en")
    spec.given(registered).when(write).then(known)
    spec.given(registered, known).when(write).then_nothing()
    silent = ContactRecorded(contractor_id=CONTRACTOR, email=None, language="ru")
    spec.given(registered, known).when(RecordContact(contractor_id=CONTRACTOR), carol()).then(silent)
    spec.given(registered, known, silent).when(write, carol()).then(known)
    spec.given(registered, known, silent).when(write).then_refused("accounting")


@pytest.mark.parametrize(
    "email",
    [
        *("books", "books@", "@printers.example", "books@printers", "a b@printers.example", "a..b@printers.example"),
        *("a@printers.example\nBcc: eve@evil.example", "a@printers.example\n", "a@b@printers.example", "a@-b.example"),
        *(
            "Ann <ann@printers.example>",
            "ann@printers.example,eve@evil.example",
            "счёт@printers.example",
            "a@[127.0.0.1]",
        ),
        f"{'a' * 250}@b.example",
    ],
)
def test_what_is_no_address_is_not_written_to(email: str) -> None:
    with pytest.raises(ValidationError):
        RecordContact(contractor_id=CONTRACTOR, email=email)


def test_usual_addresses_are_taken() -> None:
    for email in ("ann.smith+bills@mail.printers.co.uk", "o'neil@x-y.example", "books@xn--e1afmkfd.xn--p1ai"):
        assert RecordContact(contractor_id=CONTRACTOR, email=email).email == email


def test_an_unknown_contractor_has_no_details() -> None:
    spec.given().when(record).then_refused("no such contractor")


@pytest.mark.parametrize(
    "facts", [{"inn": "770708389"}, {"account": "4070281090000000285"}, {"kpp": "77"}, {"bik": "1"}]
)
def test_details_of_the_wrong_shape_are_not_taken(facts: dict[str, str]) -> None:
    """S1-20"""
    with pytest.raises(ValidationError):
        BankDetails.model_validate(DETAILS.model_dump() | facts)
