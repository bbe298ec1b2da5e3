"""A payment is matched with one request or none: nobody guesses (S1-36)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from bank_payment_facts import LINE
from bank_statements import THEIRS
from examples import ID, MONDAY, REQUEST, roubles
from hypothesis import given
from hypothesis import strategies as st

from crm_es.aggregates.bank_payment import Line
from crm_es.exchange.payment_matching import ByHand, Candidate, Match, match_all
from crm_es.money import Money

PAYER, OTHER = UUID(int=61), UUID(int=62)
request = Candidate(
    payment_request_id=REQUEST,
    what_for="Printing",
    left=roubles(40_000),
    payable=True,
    account=THEIRS,
    inn="123456789047",
    invoice_number="12",
)
other = replace(request, payment_request_id=OTHER, what_for="Bags", invoice_number="13")
by_hand = ByHand("101", Decimal(40_000), MONDAY.date())
paid = replace(request, left=roubles(0), payable=False, by_hand=(by_hand,))


def line(**changes: Any) -> Line:
    return LINE.model_copy(update=changes)


def found(*candidates: Candidate, **changes: Any) -> list[UUID]:
    """The requests that fit one payment."""
    match = match_all([line(**changes)], candidates).get(ID, Match())
    return [one.payment_request_id for one in match.candidates]


def test_payee_and_amount_are_enough() -> None:
    assert found(request, purpose="Оплата") == [REQUEST]


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": roubles(39_999)},
        {"amount": roubles(40_001)},
        {"amount": Money(amount=Decimal(40_000), currency="USD")},
        {"payee_account": "40802810500000000024"},
        {"payee_account": "", "payee_inn": ""},
    ],
)
def test_other_money_or_another_payee_fit_nothing(changes: dict[str, Any]) -> None:
    """An account that was not approved is not approved by a known ИНН."""
    assert found(request, **({"purpose": "Оплата"} | changes)) == []


def test_where_the_account_does_not_tell_the_inn_does() -> None:
    for account in ("30101810200000000593", ""):
        assert found(request, payee_account=account) == [REQUEST]
        assert found(request, payee_account=account, payee_inn="7707083893") == []
    assert found(replace(request, account=None)) == [REQUEST]


def test_what_is_not_to_be_paid_fits_nothing() -> None:
    assert found(replace(request, payable=False)) == []


def test_the_invoice_in_the_purpose_tells_which_of_several() -> None:
    assert found(request, other) == [REQUEST]
    assert found(request, other, purpose="Оплата по счету №13") == [OTHER]
    assert found(request, other, purpose="Оплата") == [REQUEST, OTHER], "nobody guesses"


def test_the_number_of_our_order_comes_first() -> None:
    ordered = replace(other, ordered=(PAYER, "101"))
    assert found(request, ordered, payer_account_id=PAYER) == [OTHER]
    assert found(request, ordered, payer_account_id=PAYER, number="000101") == [OTHER]
    assert found(replace(ordered, account="40802810500000000024"), payer_account_id=PAYER) == []


def test_a_payment_of_another_number_is_rather_for_what_was_not_ordered() -> None:
    ordered = replace(request, ordered=(PAYER, "55"), invoice_number=None)
    bare = replace(other, invoice_number=None)
    assert found(ordered, bare, payer_account_id=PAYER) == [OTHER]
    assert found(ordered, payer_account_id=PAYER) == [REQUEST]


def test_a_part_fits_where_a_number_says_so() -> None:
    part = {"amount": roubles(15_000)}
    assert found(request, **part) == [REQUEST]
    assert found(request, **part, purpose="Оплата") == []
    assert found(replace(request, ordered=(PAYER, "101")), **part, payer_account_id=PAYER, purpose="") == [REQUEST]


def test_a_payment_entered_by_hand_is_known_again() -> None:
    assert match_all([line()], [paid])[ID] == Match((paid,), by_hand)
    for near in (30, -30):
        assert found(paid, paid_on=MONDAY.date() + timedelta(near)) == [REQUEST]
    for changes in ({"paid_on": date(2027, 11, 23)}, {"number": "102"}, {"amount": roubles(1)}):
        assert found(paid, **changes) == []


def test_a_payment_entered_without_its_number_is_known_by_the_rest() -> None:
    bare = replace(paid, by_hand=(by_hand._replace(number=""),))
    assert found(bare) == [REQUEST]
    assert found(bare, amount=roubles(1)) == []
    numbered = replace(paid, payment_request_id=OTHER)
    assert found(bare, numbered) == [OTHER]


def test_the_same_payment_again_is_another_payment() -> None:
    """Whoever paid twice must explain the second."""
    twice = [line(), line(bank_payment_id=OTHER, paid_on=date(2026, 11, 24))]
    for candidate in (paid, request):
        assert set(match_all(twice, [candidate])) == {ID}


def test_sure_matches_come_before_likely_ones_whatever_their_order_in_the_file() -> None:
    ordered = replace(request, ordered=(PAYER, "102"), invoice_number=None)
    bare = replace(other, invoice_number=None)
    lines = [line(payer_account_id=PAYER), line(bank_payment_id=OTHER, number="102", payer_account_id=PAYER)]
    matches = match_all(lines, [ordered, bare])
    assert (matches[OTHER].one, matches[ID].one) == (ordered, bare)


amounts = st.sampled_from([10, 20, 30]).map(roubles)
numbers = st.sampled_from(["1", "2", "3"])
lines_of = st.lists(st.tuples(amounts, numbers), max_size=8).map(
    lambda drawn: [
        line(
            bank_payment_id=UUID(int=n),
            amount=amount,
            number=number,
            purpose=f"счет № {number}",
            payer_account_id=PAYER,
        )
        for n, (amount, number) in enumerate(drawn)
    ]
)
requests_of = st.lists(st.tuples(amounts, numbers, st.none() | st.tuples(st.just(PAYER), numbers)), max_size=5).map(
    lambda drawn: [
        replace(request, payment_request_id=UUID(int=100 + n), left=left, invoice_number=invoice, ordered=ordered)
        for n, (left, invoice, ordered) in enumerate(drawn)
    ]
)


@given(lines_of, requests_of)
def test_no_request_is_matched_with_more_than_is_left_of_it(lines: list[Line], candidates: list[Candidate]) -> None:
    matches = match_all(lines, candidates)
    for one in candidates:
        taken = [
            line.amount.amount
            for line in lines
            if (match := matches.get(line.bank_payment_id))
            and match.one
            and match.one.payment_request_id == one.payment_request_id
        ]
        assert sum(taken) <= one.left.amount
