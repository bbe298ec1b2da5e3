"""Whom we pay, by the bank details recorded last (S1-37)."""

import pytest
from examples import CLIENT, CONTRACTOR, ID, MONDAY, TUESDAY, WEDNESDAY
from fold import fold, keep, recorded

from crm_es.aggregates.contractor import BankDetailsRecorded, ContactRecorded, ContractorRegistered
from crm_es.bank_details import BankDetails
from crm_es.messages import Corrupt
from crm_es.projections import contractor_registry
from crm_es.projections.contractor_registry import Contractor, contact_of
from crm_es.store.database import Database

first = BankDetails(inn="7707083893", kpp="773601001", bik="044525225", account="40702810900000002851")
second = first.model_copy(update={"account": "40702810900000002852", "kpp": None})

registered = recorded(ContractorRegistered(contractor_id=CONTRACTOR, name="Bags Ltd", country="RU"), MONDAY)
known = recorded(BankDetailsRecorded(contractor_id=CONTRACTOR, details=first), TUESDAY)
corrected = recorded(BankDetailsRecorded(contractor_id=CONTRACTOR, details=second), WEDNESDAY)


def test_a_new_contractor_has_no_bank_details() -> None:
    assert fold(contractor_registry, registered) == {CONTRACTOR: Contractor(CONTRACTOR, "Bags Ltd", "RU", MONDAY)}


def test_the_last_bank_details_stand() -> None:
    found = fold(contractor_registry, registered, known, corrected)[CONTRACTOR]
    assert (found.inn, found.kpp, found.bik) == ("7707083893", None, "044525225")
    assert (found.account, found.details_since) == ("40702810900000002852", WEDNESDAY)


def test_the_last_contact_stands() -> None:
    """S1-39."""
    contacts = [
        recorded(ContactRecorded(contractor_id=CONTRACTOR, email=email, language="en"), TUESDAY)
        for email in ("books@bags.example", None)
    ]
    found = fold(contractor_registry, registered, contacts[0])[CONTRACTOR]
    assert (found.email, found.language) == ("books@bags.example", "en")
    assert fold(contractor_registry, registered, *contacts)[CONTRACTOR].email is None


def test_who_is_asked_where_to_write_knows_or_says_that_nobody_does(database: Database) -> None:
    with database.get_connection() as db:
        keep(db, Contractor(CONTRACTOR, "Bags Ltd", "RU", MONDAY, email="books@bags.example", language="en"))
        keep(db, Contractor(CLIENT, "Boxes Ltd", "RU", MONDAY))
        assert contact_of(CONTRACTOR, db) == ("books@bags.example", "en")
        assert contact_of(CLIENT, db) == contact_of(ID, db) == (None, "ru")


def test_bank_details_belong_to_somebody_registered() -> None:
    with pytest.raises(Corrupt):
        fold(contractor_registry, known)
