"""What a price approval promises (S0-23..S0-26)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
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
    clock,
    director,
    head,
    importer,
    operator,
    roubles,
    standing_in,
)
from price_facts import ANSWER_BY, END_OF_FRIDAY, FRIDAY, granted, refused, requested, unanswered, used_up, withdrawn
from pydantic import ValidationError
from spec import Spec

from crm_es.aggregates import price_approval
from crm_es.aggregates.price_approval import (
    ExpirePrice,
    GrantPrice,
    PriceApprovalEvent,
    PriceRequested,
    RefusePrice,
    RequestPrice,
    WithdrawPriceRequest,
)
from crm_es.money import Money
from crm_es.playbook import Calendar
from crm_es.tariff import ListedPrice, Tariff, Terms, by_product

spec = Spec(price_approval.decider, ann())
SATURDAY = date(2026, 11, 28)

request = RequestPrice(
    price_approval_id=ID, client_id=CLIENT, product="flour", quantity=Decimal(20), price=roubles(45), reason="Regular"
)
grant = GrantPrice(price_approval_id=ID, valid_until=FRIDAY, comment="This once")
refuse = RefusePrice(price_approval_id=ID, reason="Too low")
withdraw, expire = WithdrawPriceRequest(price_approval_id=ID), ExpirePrice(price_approval_id=ID)
flour = ListedPrice(product="Flour", unit="kg", price=Decimal(60), floor=Decimal(48), cost=Decimal(36))
TARIFF = Tariff(1, "RUB", by_product([flour, ListedPrice(product="salt", price=Decimal(20))]))
SECOND = timedelta(seconds=1)


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


@pytest.mark.parametrize("price", [0, "-0.01", -45])
def test_a_price_is_above_zero(price: float | str) -> None:
    spec.given().when(request.model_copy(update={"price": roubles(price)})).then_refused("A price is above zero")


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
    by_bob = granted.model_copy(update={"decided_by": BOB, "answered_by": "Bob for Helen"})
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
    spec.given(requested, granted).when(refuse, head()).then_refused("granted already", rule=rule)
    spec.given(requested, refused).when(grant, head()).then_refused("refused already", rule=rule)
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
    by_director = {"was_asked": (DIRECTOR,), "approver_id": DIRECTOR, "decided_by": DIRECTOR, "answered_by": "Dmitry"}
    (asked,) = spec.given().when(request, playbooks=playbooks).events()
    spec.given(asked).when(grant, director()).then(granted.model_copy(update=by_director))


# ── Where there is a price list ─────────────────────────────────────────────


def asked(tariff: Tariff = TARIFF, **changes: object) -> PriceRequested:
    (event,) = spec.given().when(request.model_copy(update=changes), tariff=tariff).events()
    assert isinstance(event, PriceRequested)
    return event


def test_the_price_list_says_the_floor_and_what_remains() -> None:
    """S0-23, S0-25: and the playbook's floor counts no longer, however the product is typed."""
    event = asked(product="FLOUR")
    assert (event.product, event.floor, event.list_price) == ("Flour", roubles(48), roubles(60))
    assert event.margin_percent == Decimal("20.0"), "9 of 45"
    spec.given(event).when(request, tariff=TARIFF).then_nothing()
    spec.given().when(request.model_copy(update={"price": roubles(48)}), tariff=TARIFF).then_refused("not below")


def test_a_listed_product_without_a_floor_may_have_any_price() -> None:
    salt = request.model_copy(update={"product": "salt"})
    spec.given().when(salt, tariff=TARIFF).then_refused("salt has no floor")


def test_a_product_that_no_list_has_keeps_the_floor_of_the_playbook() -> None:
    event = asked(product="sugar", price=roubles(79))
    assert (event.floor, event.list_price, event.margin_percent) == (roubles(80), None, None)


def test_what_was_agreed_with_the_client_needs_no_approval() -> None:
    """S0-13: from its volume on, and until its last day."""
    terms = Terms(client_id=CLIENT, product="flour", from_quantity=Decimal(20), price=roubles(44), until=MONDAY.date())
    tariff = TARIFF.with_terms(terms)
    spec.given().when(request, tariff=tariff).then_refused("45.00 RUB is not below the floor of 44.00 RUB")
    assert asked(tariff, quantity=Decimal(19)).floor == roubles(48)
    assert asked(tariff, client_id=OTHER_ID).floor == roubles(48)
    (later,) = spec.given().when(request, tariff=tariff, at=MONDAY + timedelta(1)).events()
    assert isinstance(later, PriceRequested)


# ── How it ends without an answer ───────────────────────────────────────────


def test_whoever_asked_takes_it_back() -> None:
    spec.given(requested).when(withdraw).then(withdrawn)
    spec.given(requested, withdrawn).when(withdraw).then_nothing()
    spec.given(requested).when(withdraw, head()).then_refused("leave it to them", rule="own price request")
    spec.given(requested, granted).when(withdraw).then_refused("granted already", rule="price answered already")


@pytest.mark.parametrize("over", [withdrawn, unanswered])
def test_what_is_over_is_not_answered(over: PriceApprovalEvent) -> None:
    for answer in (grant, refuse):
        spec.given(requested, over).when(answer, head()).then_refused("ask for it anew", rule="price answered already")


def test_a_request_that_nobody_answers_is_over_in_time() -> None:
    spec.given(requested).when(expire, clock(at=ANSWER_BY)).then_nothing()
    spec.given(requested).when(expire, clock(at=ANSWER_BY + SECOND)).then(unanswered)
    for answered in (refused, withdrawn, unanswered):
        spec.given(requested, answered).when(expire, clock(at=ANSWER_BY + SECOND)).then_nothing()
    of_old = requested.model_copy(update={"answer_by": None})
    spec.given(of_old).when(expire, clock(at=ANSWER_BY + SECOND)).then_nothing()


def test_the_playbook_says_how_long_an_answer_takes() -> None:
    prices = PLAYBOOK.prices.model_copy(update={"answer_within_days": 3})
    (event,) = spec.given().when(request, playbooks={1: PLAYBOOK.model_copy(update={"prices": prices})}).events()
    assert isinstance(event, PriceRequested)
    assert event.answer_by == MONDAY + timedelta(3)


def test_a_grant_is_over_after_its_last_day() -> None:
    spec.given(requested, granted).when(expire, clock(at=END_OF_FRIDAY)).then_nothing()
    spec.given(requested, granted).when(expire, clock(at=END_OF_FRIDAY + SECOND)).then(used_up)
    spec.given(requested, granted, used_up).when(expire, clock(at=END_OF_FRIDAY + SECOND)).then_nothing()


def test_the_last_day_is_one_of_the_company() -> None:
    """X-10: where it is Saturday already, nothing is granted until Friday."""
    east = {1: PLAYBOOK.model_copy(update={"calendar": Calendar(time_zone="Asia/Vladivostok")})}
    friday_night = datetime(2026, 11, 27, 15, tzinfo=UTC)
    spec.given(requested).when(grant, head(at=friday_night, playbooks=east)).then_refused("today or later")
    (event,) = spec.given(requested).when(grant, head(playbooks=east)).events()
    assert isinstance(event, price_approval.PriceGranted)
    assert event.ends_at == datetime(2026, 11, 27, 13, 59, 59, tzinfo=UTC)
