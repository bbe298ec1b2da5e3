"""What a payment in the bank's statement promises: nobody is past it before a head explains it (S0-44)."""

from __future__ import annotations

import pytest
from bank_payment_facts import WHY, explained, fee, matched, shown, unexplained
from examples import (
    ADMIN,
    ANN,
    BOB,
    CAROL,
    HEAD,
    ID,
    MONDAY,
    REQUEST,
    bob,
    carol,
    changed,
    gone,
    head,
    importer,
    standing_in,
)
from spec import Spec

from crm_es.aggregates import bank_payment
from crm_es.aggregates.bank_payment import (
    BankPaymentEvent,
    ExplainBankPayment,
    RecordBankFee,
    RecordBankPayment,
    UnmatchBankPayment,
)
from crm_es.messages import Corrupt

spec = Spec(bank_payment.decider, importer())
record = RecordBankPayment(**shown)
record_matched = RecordBankPayment(**shown, payment_request_id=REQUEST)
record_fee = RecordBankFee(**shown)
unmatch = UnmatchBankPayment(bank_payment_id=ID, why="It was rejected meanwhile.")
explain = ExplainBankPayment(bank_payment_id=ID, reason="A fine")


def test_a_payment_that_fits_a_request_is_matched() -> None:
    spec.given().when(record_matched).then(matched)
    before = record_matched.model_copy(update={"entered_before": True})
    spec.given().when(before).then(matched.model_copy(update={"entered_before": True}))


def test_a_payment_that_nobody_approved_is_for_the_heads_to_explain() -> None:
    """S0-44."""
    spec.given().when(record).then(unexplained)
    assert unexplained.heads == (HEAD,)


def test_without_a_head_administrators_hear_of_it() -> None:
    spec.given().when(record, directory=gone(HEAD)).then(unexplained.model_copy(update={"heads": (ADMIN,)}))


@pytest.mark.parametrize("history", [(matched,), (unexplained,), (unexplained, explained)])
def test_a_payment_is_recorded_once(history: tuple[BankPaymentEvent, ...]) -> None:
    for wish in (record, record_matched):
        spec.given(*history).when(wish).then_nothing()


def test_only_accounting_brings_statements() -> None:
    spec.given().when(record, on_behalf_of=CAROL).then(unexplained)
    spec.given().when(record, on_behalf_of=ANN).then_refused("hands of accounting")


def test_a_match_that_did_not_hold_is_for_the_heads_too() -> None:
    told = unexplained.model_copy(update={"why": unmatch.why})
    spec.given(matched).when(unmatch).then(told)
    spec.given(matched, told).when(unmatch).then_nothing()
    spec.given(unexplained, explained).when(unmatch).then_nothing()
    spec.given(matched, told).when(explain, head()).then(explained)


def test_a_head_explains_it() -> None:
    spec.given(unexplained).when(explain, head()).then(explained)
    named = explain.model_copy(update={"payment_request_id": REQUEST})
    spec.given(unexplained).when(named, head()).then(explained.model_copy(update={"payment_request_id": REQUEST}))


def test_nobody_else_explains_it_away() -> None:
    for asking in (carol(), bob()):
        spec.given(unexplained).when(explain, asking).then_refused("Only a head", rule="not a head")
    deputy = standing_in(BOB, HEAD, MONDAY.date(), MONDAY.date())
    spec.given(unexplained).when(explain, bob(directory=deputy)).then(
        explained.model_copy(update={"explained_by": BOB})
    )


def test_it_is_explained_once() -> None:
    spec.given(unexplained, explained).when(explain, head()).then_nothing()
    other = explain.model_copy(update={"reason": "A gift"})
    spec.given(unexplained, explained).when(other, head()).then_refused("explained already", "A fine")


def test_what_was_approved_needs_no_explanation() -> None:
    spec.given(matched).when(explain, head()).then_refused("nothing to explain")


def test_what_the_bank_takes_for_itself_is_recorded_once_and_asks_for_nothing() -> None:
    spec.given().when(record_fee).then(fee)
    spec.given().when(record_fee, on_behalf_of=ANN).then_refused("hands of accounting")
    for history in ((fee,), (matched,), (unexplained,)):
        spec.given(*history).when(record_fee).then_nothing()
    for wish in (record, record_matched, unmatch):
        spec.given(fee).when(wish).then_nothing()
    spec.given(fee).when(explain, head()).then_refused("nothing to explain")


def test_who_was_told_hears_of_the_explanation_even_if_heads_change() -> None:
    new_head = changed(BOB, roles=frozenset({"head_of_sales"}))
    told = explained.model_copy(update={"explained_by": BOB})
    spec.given(unexplained).when(explain, bob(directory=new_head)).then(told)


def test_what_no_statement_shows_is_not_explained() -> None:
    spec.given().when(explain, head()).then_refused("no such payment")
    spec.given().when(unmatch).then_refused("no such payment")


@pytest.mark.parametrize("history", [(explained,), (matched, explained), (unexplained, unexplained)])
def test_an_explanation_follows_a_question(history: tuple[BankPaymentEvent, ...]) -> None:
    with pytest.raises(Corrupt):
        bank_payment.decider.fold(history)


def test_what_kept_it_from_a_request_is_told() -> None:
    several = record.model_copy(update={"why": "Several approved requests fit it: Rent, Bags"})
    spec.given().when(several).then(unexplained.model_copy(update={"why": several.why}))
    assert record.why == WHY
