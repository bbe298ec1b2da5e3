"""A price goes along a route like a payment: the same steps, deputies, quorum and times (S0-50, X-37)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from examples import (
    ANN,
    CLIENT,
    DIRECTOR,
    HEAD,
    ID,
    LAWYER,
    MONDAY,
    OPERATOR,
    PLAYBOOK,
    ann,
    clock,
    director,
    head,
    lawyer,
    operator,
    roubles,
)
from price_facts import FRIDAY, forwarded, granted, refused, requested
from spec import Spec

from crm_es.aggregates import price_approval
from crm_es.aggregates.price_approval import (
    EscalatePriceRequest,
    ForwardPriceRequest,
    GrantPrice,
    PriceApprovalEvent,
    PriceEscalated,
    PriceForwarded,
    PriceGranted,
    PriceRequested,
    PriceStepApproved,
    RefusePrice,
    RemindPriceApprovers,
    RequestPrice,
)
from crm_es.playbook import Playbook, Prices, Route, RouteStep

spec = Spec(price_approval.decider, ann())
HOUR = timedelta(hours=1)
HEAD_STEP = RouteStep(name="head", role="head_of_sales", remind_after_hours=4, escalate_after_hours=8)
TOP = RouteStep(name="director", role="director")

request = RequestPrice(
    price_approval_id=ID, client_id=CLIENT, product="flour", quantity=Decimal(20), price=roubles(45), reason="Regular"
)
grant = GrantPrice(price_approval_id=ID, valid_until=FRIDAY, comment="This once")
remind, escalate = RemindPriceApprovers(price_approval_id=ID), EscalatePriceRequest(price_approval_id=ID)


def playbook(*routes: Route) -> dict[int, Playbook]:
    prices = Prices(floors=PLAYBOOK.prices.floors, routes=routes)
    return {1: PLAYBOOK.model_copy(update={"prices": prices})}


TWO_STEPS = playbook(Route(name="two steps", steps=(HEAD_STEP, TOP)))


def asked(playbooks: Any = None, **changes: Any) -> PriceRequested:
    (event,) = spec.given().when(request.model_copy(update=changes), playbooks=playbooks or TWO_STEPS).events()
    assert isinstance(event, PriceRequested)
    return event


def answered(*history: PriceApprovalEvent, by: Any, command: Any = grant) -> Any:
    (event,) = spec.given(*history).when(command, by).events()
    return event


def test_every_needed_step_says_yes_before_it_is_granted() -> None:
    first = answered(asked(), by=head())
    assert isinstance(first, PriceStepApproved)
    assert (first.step, first.was_asked, first.asked) == ("head", (HEAD,), (DIRECTOR,))
    assert (first.floor, first.reason) == (roubles(50), "Regular"), "what the next one has to know"
    last = answered(asked(), first, by=director())
    assert isinstance(last, PriceGranted)
    assert (last.step, last.approver_id, last.was_asked) == ("director", DIRECTOR, (DIRECTOR,))


def test_the_last_day_that_is_named_counts() -> None:
    until = date(2026, 12, 31)
    first = answered(asked(), by=head())
    longer = grant.model_copy(update={"valid_until": until})
    assert (first.valid_until, answered(asked(), first, by=director(), command=longer).valid_until) == (FRIDAY, until)


def test_the_value_and_the_product_choose_the_route() -> None:
    """The value is that of the whole quantity at the floor of 50: a lower price is no smaller matter."""
    routes = playbook(
        Route(name="sweets", kinds=("sugar",), steps=(TOP,)),
        Route(name="small", up_to=Decimal(1000), currency="RUB", steps=(HEAD_STEP,)),
    )
    sugar = asked(routes, product="sugar", price=roubles(79))
    assert (sugar.route, sugar.asked) == ("sweets", (DIRECTOR,))
    assert asked(routes).route == "small"
    assert asked(routes, price=roubles("0.01")).route == "small"
    above = asked(routes, price=roubles("0.01"), quantity=Decimal("20.001"))
    assert (above.route, above.asked) == ("price", (HEAD,)), "where no route fits, the role of the playbook answers"


def test_a_value_beyond_all_money_still_finds_its_route() -> None:
    huge = asked(playbook(Route(name="any", steps=(TOP,))), quantity=Decimal(10**15 - 1))
    assert huge.route == "any"


def test_a_no_at_any_step_is_the_answer() -> None:
    first = answered(asked(), by=head())
    refuse = RefusePrice(price_approval_id=ID, reason="Too low")
    spec.given(asked(), first).when(refuse, head()).then_refused("those who are asked", rule="not an approver")
    by_director = refused.model_copy(
        update={"approver_id": DIRECTOR, "decided_by": DIRECTOR, "was_asked": (DIRECTOR,), "answered_by": "Dmitry"}
    )
    spec.given(asked(), first).when(refuse, director()).then(by_director)


def test_a_step_may_be_named_and_passed_on() -> None:
    closing = HEAD_STEP.model_copy(update={"closes": True})
    history = asked(playbook(Route(name="closing", steps=(closing, TOP))))
    assert isinstance(answered(history, by=head()), PriceGranted)
    onward = grant.model_copy(update={"step": "head", "pass_on": True})
    assert answered(history, by=head(), command=onward).asked == (DIRECTOR,)


def test_the_question_may_be_forwarded() -> None:
    forward = ForwardPriceRequest(price_approval_id=ID, to_id=DIRECTOR, comment="You know them")
    spec.given(requested).when(forward, head()).then(forwarded)
    assert answered(requested, forwarded, by=director()).approver_id == DIRECTOR
    spec.given(requested, forwarded).when(grant, head()).then_refused("those who are asked", rule="not an approver")
    own = forward.model_copy(update={"to_id": ANN})
    spec.given(requested).when(own, head()).then_refused("of their own", rule="forwarded to the author")


def test_whoever_is_asked_is_reminded_and_then_the_superiors_are_asked_too() -> None:
    spec.given(asked()).when(remind, clock(at=MONDAY + 3 * HOUR)).then_nothing()
    reminded = answered(asked(), by=clock(at=MONDAY + 4 * HOUR), command=remind)
    assert (reminded.asked, reminded.reason) == ((HEAD,), "Regular")
    spec.given(asked(), reminded).when(escalate, clock(at=MONDAY + 7 * HOUR)).then_nothing()
    escalated = answered(asked(), reminded, by=clock(at=MONDAY + 8 * HOUR), command=escalate)
    assert isinstance(escalated, PriceEscalated)
    assert (escalated.to, escalated.asked) == ((DIRECTOR,), (HEAD, DIRECTOR))
    assert isinstance(answered(asked(), escalated, by=director()), PriceStepApproved)


@pytest.mark.parametrize("command", [remind, escalate])
def test_what_is_answered_is_left_alone(command: RemindPriceApprovers | EscalatePriceRequest) -> None:
    for answer in (granted, refused):
        spec.given(asked(), answer).when(command, clock(at=MONDAY + 9 * HOUR)).then_nothing()


def test_whoever_enters_a_price_for_a_manager_does_not_answer_it() -> None:
    """S0-46"""
    (entered,) = spec.given().when(request, operator(on_behalf_of=ANN)).events()
    assert isinstance(entered, PriceRequested)
    assert (entered.asker_id, entered.submitted_by) == (ANN, OPERATOR)
    spec.given(entered).when(grant, operator()).then_refused("of their own", rule="nobody answers own price request")
    forward = ForwardPriceRequest(price_approval_id=ID, to_id=OPERATOR)
    spec.given(entered).when(forward, head()).then_refused("of their own", rule="forwarded to the author")


def test_an_answered_price_is_not_forwarded() -> None:
    forward = ForwardPriceRequest(price_approval_id=ID, to_id=LAWYER)
    spec.given(requested, granted).when(forward, lawyer()).then_refused("granted already")


def test_who_forwards_is_told_from_who_answers() -> None:
    forwarded_on = answered(
        requested, forwarded, by=director(), command=ForwardPriceRequest(price_approval_id=ID, to_id=LAWYER)
    )
    assert isinstance(forwarded_on, PriceForwarded)
    assert (forwarded_on.from_id, forwarded_on.asked) == (DIRECTOR, (LAWYER,))
