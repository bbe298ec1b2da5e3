"""What money left our accounts, and what of it nobody has explained (S0-44)."""

from decimal import Decimal

import pytest
from bank_payment_facts import WHY, explained, fee, matched, unexplained
from examples import HEAD, ID, MONDAY, REQUEST, TUESDAY
from fold import fold, recorded

from crm_es.messages import Corrupt
from crm_es.projections import bank_payments


def test_a_payment_is_shown_as_the_bank_shows_it() -> None:
    row = fold(bank_payments, recorded(matched))[ID]
    assert (row.status, row.payment_request_id, row.entered_before) == ("matched", REQUEST, False)
    assert (row.number, row.paid_on, row.amount, row.currency) == ("101", MONDAY.date(), Decimal(40_000), "RUB")
    assert (row.payee_name, row.purpose, row.recorded_at) == ("ИП Примеров", "Оплата по счету № 12", MONDAY)


def test_what_nobody_approved_waits_for_an_explanation() -> None:
    row = fold(bank_payments, recorded(unexplained))[ID]
    assert (row.status, row.why, row.heads, row.reason) == ("unexplained", WHY, (HEAD,), None)
    row = fold(bank_payments, recorded(unexplained), recorded(explained, TUESDAY))[ID]
    assert (row.status, row.reason, row.explained_by_id, row.explained_at) == ("explained", "A fine", HEAD, TUESDAY)


def test_a_match_that_did_not_hold_names_no_request() -> None:
    row = fold(bank_payments, recorded(matched), recorded(unexplained, TUESDAY))[ID]
    assert (row.status, row.payment_request_id, row.recorded_at) == ("unexplained", None, MONDAY)


def test_a_fee_of_the_bank_is_shown_too() -> None:
    row = fold(bank_payments, recorded(fee))[ID]
    assert (row.status, row.amount, row.heads, row.recorded_at) == ("fee", Decimal(40_000), (), MONDAY)


def test_an_explanation_is_of_a_payment() -> None:
    with pytest.raises(Corrupt):
        fold(bank_payments, recorded(explained))
