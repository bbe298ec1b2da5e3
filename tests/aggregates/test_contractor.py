"""What a contractor promises (S1-06, S1-10..S1-15, S1-37)."""

from __future__ import annotations

import pytest
from examples import CONTRACTOR, ann
from pydantic import ValidationError
from spec import Spec

from crm_es.aggregates import contractor
from crm_es.aggregates.contractor import (
    BankDetailsRecorded,
    ContractorRegistered,
    RecordBankDetails,
    RegisterContractor,
)
from crm_es.bank_details import BankDetails

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
    spec.given(registered, recorded).when(new).then(changed)
    spec.given(registered, recorded, changed).when(record).then(recorded)


def test_an_unknown_contractor_has_no_details() -> None:
    spec.given().when(record).then_refused("no such contractor")


@pytest.mark.parametrize(
    "facts", [{"inn": "770708389"}, {"account": "4070281090000000285"}, {"kpp": "77"}, {"bik": "1"}]
)
def test_details_of_the_wrong_shape_are_not_taken(facts: dict[str, str]) -> None:
    """S1-20"""
    with pytest.raises(ValidationError):
        BankDetails.model_validate(DETAILS.model_dump() | facts)
