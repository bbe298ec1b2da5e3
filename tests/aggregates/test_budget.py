"""Limits hold per period and budget line, and whoever keeps one may let a request go over it (X-37)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from budget_facts import total
from examples import CAROL, DIRECTOR, ID, OTHER_ID, PLAYBOOK, policy, roubles
from hypothesis import given as for_all
from hypothesis import settings
from spec import Spec
from wishes import MARKETING, euros, histories

from crm_es.aggregates import budget
from crm_es.aggregates.budget import (
    BudgetConfirmed,
    BudgetEvent,
    BudgetOverdrawn,
    BudgetReleased,
    BudgetReserved,
    ConfirmBudget,
    Overdraft,
    ReleaseBudget,
    ReserveBudget,
)
from crm_es.context import Context
from crm_es.ids import budget_of
from crm_es.messages import Event
from crm_es.money import Money
from crm_es.playbook import Limit

BUDGET = budget_of("marketing", "2026-11")
OVERALL = Limit(name="all", per="year", amount=roubles(1000), keeper_role="accountant")
THEN = budget_of("all", "2026")


def limited(*limits: Limit, **changes: Any) -> Context:
    """A policy while the playbook has these limits."""
    payments = PLAYBOOK.payments.model_copy(update={"limits": limits})
    return policy(playbooks={1: PLAYBOOK.model_copy(update={"payments": payments})}, **changes)


spec = Spec(budget.decider, limited(MARKETING, OVERALL))
reserve = ReserveBudget(
    budget_id=BUDGET,
    payment_request_id=ID,
    round=1,
    amount=roubles(60),
    budget_line="marketing",
    department=None,
    pay_by=date(2026, 11, 30),
    then=(THEN,),
)
reserved = BudgetReserved(
    **dict(reserve), limit="marketing", period="2026-11", allowed=roubles(100), reserved=total(60), requests=1
)
another = reserve.model_copy(update={"payment_request_id": OTHER_ID})
overdraft = Overdraft(limit="marketing", period="2026-11", allowed=roubles(100), over=total(20), settlers=(DIRECTOR,))
overdrawn = BudgetOverdrawn(
    **dict(another) | {"overdrafts": (overdraft,)},
    limit="marketing",
    period="2026-11",
    allowed=roubles(100),
    reserved=total(60),
    requests=1,
    over=total(20),
    settlers=(DIRECTOR,),
)
confirm = ConfirmBudget(budget_id=BUDGET, payment_request_id=OTHER_ID, round=1)
confirmed = BudgetConfirmed(**dict(confirm), amount=roubles(60), reserved=total(120), requests=2)
release = ReleaseBudget(budget_id=BUDGET, payment_request_id=ID, round=1)
released = BudgetReleased(budget_id=BUDGET, payment_request_id=ID, round=1, kept=None, reserved=total(0), requests=0)


def test_a_request_reserves_its_amount() -> None:
    spec.given().when(reserve).then(reserved)


def test_a_request_that_asks_twice_in_a_round_reserves_once() -> None:
    spec.given(reserved).when(reserve).then_nothing()


def test_the_keepers_of_a_limit_may_settle_what_goes_over_it() -> None:
    spec.given(reserved).when(another).then(overdrawn)


def test_what_goes_over_the_limit_stands_in_nobodys_way_until_it_is_settled() -> None:
    """Else one request for a fortune would hold up all that come after it."""
    third = another.model_copy(update={"payment_request_id": UUID(int=99), "amount": roubles(1)})
    fits = {"payment_request_id": UUID(int=99), "amount": roubles(1), "reserved": total(61), "requests": 2}
    spec.given(reserved, overdrawn).when(third).then(reserved.model_copy(update=fits))
    spec.given(reserved, overdrawn).when(confirm).then(confirmed)
    (event,) = spec.given(reserved, overdrawn, confirmed).when(third).events()
    assert isinstance(event, BudgetOverdrawn)
    assert (event.reserved, event.over, event.requests) == (total(120), total(21), 2)


def test_what_went_out_of_a_request_counts_while_the_rest_goes_over_the_limit() -> None:
    kept = released.model_copy(update={"kept": roubles(50), "reserved": total(50), "requests": 1})
    more = reserve.model_copy(update={"round": 2, "amount": roubles(130)})
    (event,) = spec.given(reserved, kept).when(more).events()
    assert isinstance(event, BudgetOverdrawn)
    assert (event.reserved, event.over, event.requests) == (total(50), total(30), 1)


def test_it_is_confirmed_once_for_its_round_and_while_it_may_be_paid() -> None:
    freed = {"payment_request_id": OTHER_ID, "reserved": total(60), "requests": 1}
    ended = released.model_copy(update=freed)
    second = confirm.model_copy(update={"round": 2})
    spec.given().when(confirm).then_nothing()
    spec.given(reserved, overdrawn, confirmed).when(confirm).then_nothing()
    spec.given(reserved, overdrawn).when(second).then_nothing()
    spec.given(reserved, overdrawn, ended).when(confirm).then_nothing()
    of_other = {"payment_request_id": OTHER_ID}
    spec.given(reserved, overdrawn).when(release.model_copy(update=of_other)).then(ended)


def test_what_fits_needs_no_word() -> None:
    spec.given(reserved).when(confirm.model_copy(update={"payment_request_id": ID})).then_nothing()


def test_a_limit_may_be_used_up_to_the_last_rouble() -> None:
    exact = reserve.model_copy(update={"amount": roubles(100)})
    (event,) = spec.given().when(exact).events()
    assert isinstance(event, BudgetReserved)
    spec.given(event).when(another.model_copy(update={"amount": roubles("0.01")})).then(
        overdrawn.model_copy(
            update={
                "amount": roubles("0.01"),
                "reserved": total(100),
                "over": total("0.01"),
                "overdrafts": (overdraft.model_copy(update={"over": total("0.01")}),),
            }
        )
    )


def test_what_budgets_before_found_is_passed_on() -> None:
    """The last of them answers for all."""
    last = reserve.model_copy(update={"budget_id": THEN, "then": (), "overdrafts": (overdraft,)})
    (event,) = spec.given().when(last).events()
    assert isinstance(event, BudgetReserved)
    assert event.overdrafts == (overdraft,)
    (event,) = spec.given().when(last.model_copy(update={"amount": roubles(1001)})).events()
    assert isinstance(event, BudgetOverdrawn)
    assert [(found.limit, found.settlers) for found in event.overdrafts] == [
        ("marketing", (DIRECTOR,)),
        ("all", (CAROL,)),
    ]


def test_a_request_that_came_to_nothing_frees_what_it_reserved() -> None:
    spec.given(reserved).when(release).then(released)
    (event,) = spec.given(reserved, released).when(another).events()
    assert isinstance(event, BudgetReserved)
    spec.given(reserved, released).when(release).then_nothing()


def test_what_went_out_of_it_stays_spent() -> None:
    part = release.model_copy(update={"paid": roubles(50)})
    spec.given(reserved).when(part).then(
        released.model_copy(update={"kept": roubles(50), "reserved": total(50), "requests": 1})
    )


def test_a_request_that_comes_again_reserves_again() -> None:
    """S1-25: all of its amount, in place of what was kept."""
    kept = released.model_copy(update={"kept": roubles(50), "reserved": total(50), "requests": 1})
    again = {"round": 2}
    for before in (released, kept):
        spec.given(reserved, before).when(reserve.model_copy(update=again)).then(reserved.model_copy(update=again))
    spec.given(reserved, reserved.model_copy(update=again)).when(release).then_nothing()


def test_an_end_that_comes_before_its_beginning_lets_nothing_be_reserved() -> None:
    """A request is withdrawn while its first budget is asked: the others hear of the end first."""
    spec.given().when(release).then(released.model_copy(update={"reserved": None}))
    ended = released.model_copy(update={"reserved": None})
    spec.given(ended).when(reserve).then_nothing()
    again = {"round": 2}
    spec.given(ended).when(reserve.model_copy(update=again)).then(reserved.model_copy(update=again))
    spec.given(ended).when(release.model_copy(update=again)).then(ended.model_copy(update=again))


@pytest.mark.parametrize(
    "playbook",
    [
        limited(),
        limited(MARKETING.model_copy(update={"per": "year"})),
        limited(MARKETING.model_copy(update={"budget_lines": ("rent",)})),
        limited(MARKETING.model_copy(update={"amount": euros})),
    ],
    ids=["taken out", "by the year now", "of another budget line now", "in another currency now"],
)
def test_a_limit_that_the_playbook_has_no_more_lets_everything_pass(playbook: Context) -> None:
    nothing = {"limit": None, "period": None, "allowed": None}
    spec.given().when(reserve, playbook).then(reserved.model_copy(update=nothing))


def test_a_request_without_a_day_to_pay_by_counts_in_the_month_it_is_submitted() -> None:
    (event,) = spec.given().when(reserve.model_copy(update={"pay_by": None})).events()
    assert isinstance(event, BudgetReserved)
    assert event.period == "2026-11"


@pytest.mark.parametrize("pay_by", [date(2035, 1, 1), date(2025, 11, 30)])
def test_a_request_to_be_paid_in_years_or_years_ago_counts_in_the_month_it_is_submitted(pay_by: date) -> None:
    """It may be paid today all the same."""
    (event,) = spec.given().when(reserve.model_copy(update={"pay_by": pay_by})).events()
    assert isinstance(event, BudgetReserved)
    assert event.period == "2026-11"


def test_a_sum_may_have_more_digits_than_an_amount() -> None:
    """However much is asked for, the books go on counting."""
    most = roubles("9999999999999999.99")
    history: tuple[Event, ...] = ()
    for n in range(12):
        asked = reserve.model_copy(update={"payment_request_id": UUID(int=n), "amount": most})
        history += spec.given(*history).when(asked).events()
        history += spec.given(*history).when(confirm.model_copy(update={"payment_request_id": UUID(int=n)})).events()
    last = history[-1]
    assert isinstance(last, BudgetConfirmed)
    assert last.reserved.amount == 12 * most.amount


@settings(max_examples=150, deadline=None)
@for_all(histories(budget.decider))
def test_what_is_reserved_is_the_sum_of_what_requests_hold(history: list[BudgetEvent]) -> None:
    held: dict[UUID, tuple[int, Money | None, bool]] = {}
    for event in history:
        request, before = event.payment_request_id, held.get(event.payment_request_id, (0, None, False))
        match event:
            case BudgetReleased():
                held[request] = (event.round, event.kept, True)
                continue
            case BudgetConfirmed():
                held[request] = (event.round, event.amount, False)
            case BudgetReserved() | BudgetOverdrawn():
                assert event.round > before[0], "nothing is reserved for a round that is over"
                spent = before[1] if before[2] else None
                held[request] = (event.round, event.amount if isinstance(event, BudgetReserved) else spent, False)
                if isinstance(event, BudgetReserved) and event.allowed:
                    assert event.reserved.amount <= event.allowed.amount
        amounts = [amount for _, amount, _ in held.values() if amount and amount.currency == event.amount.currency]
        assert event.reserved.amount == sum(amount.amount for amount in amounts)
        assert event.requests == sum(amount is not None for _, amount, _ in held.values())
