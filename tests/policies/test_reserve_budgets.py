"""A request reserves its budgets as long as it may be paid (X-37)."""

from __future__ import annotations

from typing import Any

import pytest
from budget_facts import MARKETING_BUDGET, YEAR_BUDGET, overdrawn, reserve, reserved, reserved_last
from examples import DIRECTOR, ID, roubles
from payment_facts import rejected, returned, returned_by_accounting, submitted, told, withdrawn

from crm_es.aggregates.budget import ConfirmBudget, ReleaseBudget
from crm_es.aggregates.payment_request import PaymentRequestDoubtSettled
from crm_es.policies.reserve_budgets import react

BUDGETS = (MARKETING_BUDGET, YEAR_BUDGET)
counted = submitted.model_copy(update={"budget_ids": BUDGETS, "budget_line": "marketing"})


def test_a_submitted_request_asks_the_first_of_its_budgets() -> None:
    assert list(react(counted)) == [reserve]


def test_a_request_that_no_limit_counts_asks_none() -> None:
    assert list(react(submitted)) == []


@pytest.mark.parametrize("answer", [reserved, overdrawn])
def test_the_next_one_is_asked_whatever_the_first_answers(answer: Any) -> None:
    """And hears what was found so far."""
    following = reserve.model_copy(update={"budget_id": YEAR_BUDGET, "then": (), "overdrafts": answer.overdrafts})
    assert list(react(answer)) == [following]


def test_after_the_last_one_none_is_asked() -> None:
    assert list(react(reserved_last)) == []


def test_what_somebody_lets_go_over_a_limit_counts_from_then_on() -> None:
    settled = PaymentRequestDoubtSettled(
        **told,
        doubt="over budget",
        reason="Worth it",
        decided_by=DIRECTOR,
        settlers=(DIRECTOR,),
        budget_ids=BUDGETS,
    )
    assert list(react(settled)) == [
        ConfirmBudget(budget_id=budget_id, payment_request_id=ID, round=1) for budget_id in BUDGETS
    ]
    assert list(react(settled.model_copy(update={"doubt": "duplicate"}))) == []


@pytest.mark.parametrize("ending", [returned, returned_by_accounting, rejected, withdrawn])
def test_what_comes_to_nothing_frees_all_its_budgets(ending: Any) -> None:
    """But for what went out of it."""
    for paid in (None, roubles(10_000)):
        ended = ending.model_copy(update={"budget_ids": BUDGETS, "paid": paid})
        assert list(react(ended)) == [
            ReleaseBudget(budget_id=budget_id, payment_request_id=ID, round=1, paid=paid) for budget_id in BUDGETS
        ]
    assert list(react(ending)) == []
