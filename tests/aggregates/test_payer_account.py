"""What an account of ours promises: it is registered once, and no two payment orders get one number (S1-36)."""

from __future__ import annotations

from itertools import islice
from typing import Any
from uuid import UUID

import pytest
from examples import ID, REQUEST, admin, administration, ann, bob, carol, roubles
from hypothesis import given as for_all
from hypothesis import strategies as st
from spec import Spec

from crm_es.aggregates import payer_account
from crm_es.aggregates.payer_account import (
    ClosePayerAccount,
    Due,
    Numbered,
    PayerAccountClosed,
    PayerAccountEvent,
    PayerAccountRegistered,
    PaymentOrderNumbersTaken,
    RegisterPayerAccount,
    TakePaymentOrderNumbers,
    following,
)
from crm_es.bank_details import BankDetails
from crm_es.banks import Bank
from crm_es.messages import Corrupt

spec = Spec(payer_account.decider, carol())
SBERBANK = Bank(bik="044525225", name="ПАО Сбербанк", town="г Москва", correspondent_account="30101810400000000225")
DETAILS = BankDetails(
    inn="1234567894",
    kpp="770101001",
    bik="044525225",
    account="40702810100000000017",
    correspondent_account="30101810400000000225",
)
told: dict[str, Any] = {"payer_account_id": ID, "name": "Пример", "details": DETAILS}
register = RegisterPayerAccount(**told, bank_name="ПАО Сбербанк", bank_town="г Москва")
registered = PayerAccountRegistered(**told, bank_name="ПАО Сбербанк", bank_town="г Москва", first_number=1)
rent = Due(payment_request_id=REQUEST, round=1, part=roubles(40_000))
bags = Due(payment_request_id=UUID(int=70), round=1, part=roubles(500))
close, closed = ClosePayerAccount(payer_account_id=ID), PayerAccountClosed(payer_account_id=ID)


def take(*orders: Due) -> TakePaymentOrderNumbers:
    return TakePaymentOrderNumbers(payer_account_id=ID, orders=orders)


def taken(*orders: tuple[Due, int]) -> PaymentOrderNumbersTaken:
    numbers = tuple(Numbered(**dict(order), number=number) for order, number in orders)
    return PaymentOrderNumbersTaken(payer_account_id=ID, numbers=numbers)


def test_administrators_and_accounting_register_an_account() -> None:
    for asking in (carol(), admin(), administration()):
        spec.given().when(register, asking).then(registered)
    spec.given().when(register, ann()).then_refused("administrators and accounting")


def test_an_account_is_registered_once() -> None:
    spec.given(registered).when(register).then_nothing()
    other = register.model_copy(update={"name": "Другой"})
    spec.given(registered).when(other).then_refused("registered already")


def test_the_bank_directory_fills_in_the_bank() -> None:
    bare = RegisterPayerAccount(**told)
    spec.given().when(bare).then_refused("Name the bank")
    spec.given().when(bare, banks={SBERBANK.bik: SBERBANK}).then(registered)


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"bik": None}, "Name the БИК"),
        ({"account": "40702810200000000017"}, "does not fit the БИК"),
        ({"inn": "1234567895"}, "does not add up"),
    ],
)
def test_details_that_cannot_be_right_are_refused(details: dict[str, Any], words: str) -> None:
    wrong = register.model_copy(update={"details": DETAILS.model_copy(update=details)})
    spec.given().when(wrong).then_refused(words)


def test_each_payment_order_gets_the_next_number() -> None:
    spec.given(registered).when(take(rent, bags)).then(taken((rent, 1), (bags, 2)))
    spec.given(registered, taken((rent, 1))).when(take(bags)).then(taken((bags, 2)))
    started = registered.model_copy(update={"first_number": 500})
    spec.given(started).when(take(rent)).then(taken((rent, 500)))


def test_who_has_a_number_keeps_it() -> None:
    spec.given(registered, taken((rent, 1))).when(take(rent)).then_nothing()
    spec.given(registered, taken((rent, 1))).when(take(rent, bags, bags)).then(taken((bags, 2)))


@pytest.mark.parametrize("changes", [{"round": 2}, {"part": roubles(39_000)}])
def test_another_round_or_amount_is_another_payment_order(changes: dict[str, Any]) -> None:
    """Else the bank would be given two orders of one number."""
    changed = rent.model_copy(update=changes)
    spec.given(registered, taken((rent, 1))).when(take(changed)).then(taken((changed, 2)))


@pytest.mark.parametrize(("last", "following_one"), [(999, 1001), (999_999, 1)])
def test_no_number_ends_with_three_zeros_and_after_the_last_comes_the_first(last: int, following_one: int) -> None:
    spec.given(registered, taken((rent, last))).when(take(bags)).then(taken((bags, following_one)))


@for_all(st.integers(1, 999_999))
def test_numbers_are_those_that_banks_take(first: int) -> None:
    numbers = list(islice(following(first), 2_000))
    assert all(1 <= number <= 999_999 and number % 1000 for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_only_accounting_takes_numbers() -> None:
    spec.given(registered).when(take(rent), bob()).then_refused("hands of accounting", rule="not accounting")


def test_from_a_closed_account_nothing_is_paid() -> None:
    spec.given(registered).when(close, ann()).then_refused("administrators and accounting")
    spec.given(registered).when(close).then(closed)
    spec.given(registered, closed).when(close).then_nothing()
    spec.given(registered, closed).when(take(rent)).then_refused("closed")


def test_an_unknown_account_pays_nothing() -> None:
    spec.given().when(take(rent)).then_refused("no such account")
    spec.given().when(close).then_refused("no such account")


@pytest.mark.parametrize("history", [(closed,), (registered, registered)])
def test_an_account_begins_with_its_registration(history: tuple[PayerAccountEvent, ...]) -> None:
    with pytest.raises(Corrupt):
        payer_account.decider.fold(history)
