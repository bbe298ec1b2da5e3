"""A request hears what other books say of it: that an invoice is asked for twice, that a limit is exceeded."""

from __future__ import annotations

from typing import Any

import pytest
from budget_facts import overdraft, overdrawn, overdrawn_last, reserved, reserved_last
from examples import CAROL, CONTRACTOR, DIRECTOR, HEAD, ID, MONDAY, OTHER_ID, roubles

from crm_es.aggregates.invoice_register import InvoiceRegistered, InvoiceRepeated
from crm_es.aggregates.payment_request import DoubtPaymentRequest, PassPaymentCheck
from crm_es.ids import invoice_register_of
from crm_es.policies.answer_payment_checks import react

registered = InvoiceRegistered(
    invoice_register_id=invoice_register_of("7707083893"),
    contractor_id=CONTRACTOR,
    payment_request_id=ID,
    round=2,
    invoice_number="17",
    amount=roubles(40_000),
    what_for="Printing",
    registered_on=MONDAY.date(),
)
repeated = InvoiceRepeated(
    **dict(registered),
    other_id=OTHER_ID,
    other_number="№ 17",
    other_what_for="Cards",
    other_registered_on=MONDAY.date(),
    settlers=(CAROL, HEAD),
)
MARKETING_IS_OVER = "marketing 2026-11 is over its limit of 50 000.00 RUB by 30 000.00 RUB."
passed_last = reserved_last.model_copy(update={"overdrafts": (overdraft,)})


def test_an_invoice_that_no_other_request_holds_passes() -> None:
    assert list(react(registered)) == [PassPaymentCheck(payment_request_id=ID, round=2, check="duplicate")]


def test_an_invoice_that_another_request_holds_is_doubted() -> None:
    assert list(react(repeated)) == [
        DoubtPaymentRequest(
            payment_request_id=ID,
            round=2,
            check="duplicate",
            sentence="Invoice № 17 for 40 000.00 RUB is in another request already, of 23.11.2026.",
            other_id=OTHER_ID,
            settlers=(CAROL, HEAD),
        )
    ]


def test_the_author_is_not_told_what_the_other_request_is_for() -> None:
    (told,) = react(repeated)
    assert repeated.other_what_for not in told.model_dump_json()


def test_the_last_budget_answers_for_all() -> None:
    assert list(react(reserved)) == []
    assert list(react(overdrawn)) == []
    assert list(react(reserved_last)) == [PassPaymentCheck(payment_request_id=ID, round=1, check="over budget")]


@pytest.mark.parametrize(
    ("answer", "sentence", "settlers"),
    [
        (passed_last, MARKETING_IS_OVER, (DIRECTOR,)),
        (
            overdrawn_last,
            f"{MARKETING_IS_OVER} all 2026 is over its limit of 900 000.00 RUB by 0.50 RUB.",
            (CAROL,),
        ),
    ],
    ids=["the first is exceeded", "both are: who keeps the widest settles"],
)
def test_a_request_over_any_of_its_limits_is_doubted(answer: Any, sentence: str, settlers: Any) -> None:
    assert list(react(answer)) == [
        DoubtPaymentRequest(payment_request_id=ID, round=1, check="over budget", sentence=sentence, settlers=settlers)
    ]


def test_the_longest_names_fit_into_a_sentence() -> None:
    many = tuple(overdraft.model_copy(update={"limit": letter * 80}) for letter in "abcdefgh")
    (told,) = react(reserved_last.model_copy(update={"overdrafts": many}))
    assert isinstance(told, DoubtPaymentRequest)
    assert len(told.sentence) <= 500
