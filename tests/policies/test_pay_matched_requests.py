"""The bank's statement pays requests, each payment once (S1-36)."""

from __future__ import annotations

from bank_payment_facts import explained, matched
from examples import ID, MONDAY, REQUEST, roubles

from crm_es.aggregates.payment_request import PayPaymentRequest
from crm_es.policies.pay_matched_requests import react

pay = PayPaymentRequest(
    payment_request_id=REQUEST,
    amount=roubles(40_000),
    paid_on=MONDAY.date(),
    payment_order="101",
    bank_payment_id=ID,
    payee_account=matched.payee_account,
    payee_inn=matched.payee_inn,
)


def test_a_request_is_paid_by_what_the_bank_shows() -> None:
    assert list(react(matched)) == [pay]


def test_a_payment_that_somebody_entered_is_not_entered_again() -> None:
    assert list(react(matched.model_copy(update={"entered_before": True}))) == []


def test_a_head_may_name_the_request_that_it_was_for() -> None:
    assert list(react(explained)) == []
    named = pay.model_copy(update={"named_by": explained.explained_by})
    assert list(react(explained.model_copy(update={"payment_request_id": REQUEST}))) == [named]


def test_a_payment_without_a_number_has_none() -> None:
    (told,) = react(matched.model_copy(update={"number": ""}))
    assert told.payment_order is None
