"""How much of each limit is taken, and how much is left (X-37)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from budget_facts import MARKETING_BUDGET, confirmed, overdrawn, reserved, total
from examples import ID, roubles
from fold import fold, recorded

from crm_es.aggregates.budget import BudgetReleased, Total
from crm_es.messages import Event
from crm_es.money import Money
from crm_es.projections import budgets
from crm_es.projections.budgets import Budget

row = Budget(
    MARKETING_BUDGET,
    "marketing",
    "2026-11",
    allowed=Decimal(50_000),
    reserved=Decimal(40_000),
    available=Decimal(10_000),
    currency="RUB",
    requests=1,
)
released = BudgetReleased(
    budget_id=MARKETING_BUDGET, payment_request_id=ID, round=1, kept=None, reserved=total(5_000), requests=1
)
nobody_limits = reserved.model_copy(update={"limit": None, "period": None, "allowed": None})


def rows(*history: Event) -> dict[Any, Any]:
    return dict(fold(budgets, *map(recorded, history)))


def test_a_budget_shows_what_is_reserved_and_what_is_left() -> None:
    assert rows(reserved) == {MARKETING_BUDGET: row}


def test_what_goes_over_it_leaves_less_than_nothing_once_somebody_answers_for_it() -> None:
    assert rows(reserved, overdrawn) == {MARKETING_BUDGET: row}
    (shown,) = rows(reserved, overdrawn, confirmed).values()
    assert (shown.reserved, shown.available, shown.requests) == (80_000, -30_000, 2)


def test_what_comes_to_nothing_is_left_again() -> None:
    (shown,) = rows(reserved, overdrawn, confirmed, released).values()
    assert (shown.reserved, shown.available, shown.requests) == (5_000, 45_000, 1)


def test_an_end_without_a_beginning_changes_nothing() -> None:
    assert rows(released.model_copy(update={"reserved": None})) == {}
    assert rows(reserved, released.model_copy(update={"reserved": None})) == {MARKETING_BUDGET: row}


def test_a_limit_that_the_playbook_raises_shows_as_raised() -> None:
    (shown,) = rows(reserved, reserved.model_copy(update={"allowed": roubles(60_000)})).values()
    assert (shown.allowed, shown.available) == (60_000, 20_000)


def test_what_the_playbook_does_not_limit_any_more_shows_as_it_was() -> None:
    assert rows(nobody_limits) == {}
    assert rows(reserved, nobody_limits) == {MARKETING_BUDGET: row}


def test_one_budget_shows_one_currency() -> None:
    """The playbook may have changed it in between: what was reserved in the old one is not mixed in."""
    euros = Total(amount=Decimal(3), currency="EUR")
    assert rows(reserved, released.model_copy(update={"reserved": euros})) == {MARKETING_BUDGET: row}
    changed = {"allowed": Money(amount=Decimal(9), currency="EUR"), "reserved": euros}
    (shown,) = rows(reserved, reserved.model_copy(update=changed)).values()
    assert (shown.available, shown.currency) == (6, "EUR")
