"""From which accounts we pay, and how far their numbers have come."""

from typing import Any
from uuid import UUID

import pytest
from examples import ID, MONDAY, REQUEST, TUESDAY, roubles
from fold import fold, recorded

from crm_es.aggregates.payer_account import (
    Numbered,
    PayerAccountClosed,
    PayerAccountRegistered,
    PaymentOrderNumbersTaken,
)
from crm_es.bank_details import BankDetails
from crm_es.messages import Corrupt
from crm_es.projections import payer_accounts

DETAILS = BankDetails(inn="1234567894", kpp="770101001", bik="044525225", account="40702810100000000017")
order: dict[str, Any] = {"round": 1, "part": roubles(500)}
numbers = (
    Numbered(payment_request_id=REQUEST, **order, number=7),
    Numbered(payment_request_id=UUID(int=8), **order, number=8),
)
registered = recorded(
    PayerAccountRegistered(
        payer_account_id=ID, name="Ours", details=DETAILS, bank_name="Bank", bank_town="", first_number=7
    )
)
taken = recorded(PaymentOrderNumbersTaken(payer_account_id=ID, numbers=numbers), TUESDAY)
closed = recorded(PayerAccountClosed(payer_account_id=ID), TUESDAY)


def test_a_new_account_has_given_no_number() -> None:
    account = fold(payer_accounts, registered)[ID]
    assert (account.account, account.inn, account.kpp, account.bank_name) == (
        "40702810100000000017",
        "1234567894",
        "770101001",
        "Bank",
    )
    assert (account.registered_at, account.last_number, account.orders, account.closed_at) == (MONDAY, None, 0, None)


def test_it_tells_its_last_number_and_when_it_was_closed() -> None:
    account = fold(payer_accounts, registered, taken, closed)[ID]
    assert (account.last_number, account.orders, account.closed_at) == (8, 2, TUESDAY)


def test_numbers_are_of_an_account() -> None:
    with pytest.raises(Corrupt):
        fold(payer_accounts, taken)
