"""What a price approval promises (S0-23..S0-26)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from examples import (
    ANN,
    BOB,
    CLIENT,
    DIRECTOR,
    HEAD,
    ID,
    MONDAY,
    OPERATOR,
    OTHER_ID,
    PLAYBOOK,
    ann,
    bob,
    director,
    head,
    importer,
    operator,
    roubles,
    standing_in,
)
from price_facts import FRIDAY, granted, refused, requested
from pydantic import ValidationError
from spec import Spec

from crm_es.aggregates import price_approval
from crm_es.aggregates.price_approval import (
    GrantPrice,
    RefusePrice,
    RequestPrice,
)
from crm_es.money import Money

spec = Spec(price_approval.decider, ann())
SATURDAY = date(2026, 11, 28)

request = RequestPrice(
    price_approval_id=ID, client_id=CLIENT, product="flour", quantity=Decimal(20), price=roubles(45), reason="Regular"
)
grant = GrantPrice(price_approval_id=ID, valid_until=FRIDAY, comment="This once")
refuse = RefusePrice(price_approval_id=ID, reason="Too low")


def test_a_price_below_the_floor_is_asked_for() -> None:
    """S0-23"""
    spec.given().when(request).then(requested)
    spec.given(requested).when(request).then_nothing()
    spec.given().when(request, operator(on_behalf_of=ANN)).then(requested.model_copy(update={"submitted_by": OPERATOR}))
    spec.given().when(request, importer()).then_refused("on whose behalf")


def test_one_id_is_one_price() -> None:
    other = request.model_copy(update={"price": roubles(44)})
    spec.given(requested).when(other).then_refused("asked for already")
    spec.given(requested).when(request, bob()).then_refused("asked for already")


def test_at_or_above_the_floor_nobody_need_ask() -> None:
    """S0-25"""
    at_floor = request.model_copy(update={"price": roubles(50)})
    spec.given().when(at_floor).then_refused("50.00 RUB is not below the floor", rule="not below the floor")


def test_a_product_without_a_floor_needs_no_approval() -> None:
    """S0-25"""
    salt = request.model_copy(update={"product": "salt"})
    spec.given().when(salt).then_refused("salt has no floor", rule="product has no floor")


def test_prices_in_two_currencies_are_not_compared() -> None:
    euros = request.model_copy(update={"price": Money(amount=Decimal(1), currency="EUR")})
    spec.given().when(euros).then_refused("different currencies")


def test_where_only_the_asker_could_answer_it_is_refused() -> None:
    spec.given().when(request, head()).then_refused("head_of_sales", rule="nobody may approve a step")


def test_the_head_of_sales_answers() -> None:
    """S0-24, S0-26"""
    spec.given(requested).when(grant, head()).then(granted)
    spec.given(requested).when(refuse, head()).then(refused)


@pytest.mark.parametrize("command", [grant, refuse])
def test_nobody_answers_a_request_of_their_own_nor_as_a_deputy(command: GrantPrice | RefusePrice) -> None:
    rule = "nobody answers own price request"
    spec.given(requested).when(command).then_refused("of their own", rule=rule)
    directory = standing_in(ANN, HEAD, MONDAY.date(), FRIDAY)
    spec.given(requested).when(command, directory=directory).then_refused("of their own", rule=rule)


def test_a_deputy_answers_within_the_dates() -> None:
    """S0-26"""
    directory = standing_in(BOB, HEAD, MONDAY.date(), FRIDAY)
    by_bob = granted.model_copy(update={"decided_by": BOB})
    spec.given(requested).when(grant, bob(directory=directory)).then(by_bob)
    late = bob(directory=directory, at=MONDAY.replace(day=28))
    spec.given(requested).when(refuse, late).then_refused("deputy within the dates", rule="not an approver")


def test_others_do_not_answer() -> None:
    spec.given(requested).when(grant, director()).then_refused("one of those who are asked", rule="not an approver")


def test_a_grant_ends_today_at_the_earliest() -> None:
    on_friday = MONDAY.replace(day=27)
    spec.given(requested).when(grant, head(at=on_friday)).then(granted)
    spec.given(requested).when(grant, head(at=MONDAY.replace(day=28))).then_refused("today or later")


def test_a_price_is_answered_once() -> None:
    spec.given(requested, granted).when(grant, head()).then_nothing()
    spec.given(requested, refused).when(refuse, head()).then_nothing()
    rule = "price answered already"
    spec.given(requested, granted).when(refuse, head()).then_refused("answered already", rule=rule)
    spec.given(requested, refused).when(grant, head()).then_refused("answered already", rule=rule)
    longer = grant.model_copy(update={"valid_until": SATURDAY})
    spec.given(requested, granted).when(longer, head()).then_refused("ask for it anew", rule=rule)


def test_what_is_not_there_is_not_answered() -> None:
    spec.given().when(grant.model_copy(update={"price_approval_id": OTHER_ID}), head()).then_refused("no such")


def test_a_price_is_for_some_quantity() -> None:
    with pytest.raises(ValidationError):
        RequestPrice(
            price_approval_id=ID, client_id=CLIENT, product="flour", quantity=Decimal(0), price=roubles(1), reason="?"
        )


def test_the_playbook_says_who_answers() -> None:
    prices = PLAYBOOK.prices.model_copy(update={"approver_role": "director"})
    playbooks = {1: PLAYBOOK.model_copy(update={"prices": prices})}
    by_director = {"was_asked": (DIRECTOR,), "approver_id": DIRECTOR, "decided_by": DIRECTOR}
    (asked,) = spec.given().when(request, playbooks=playbooks).events()
    spec.given(asked).when(grant, director()).then(granted.model_copy(update=by_director))
