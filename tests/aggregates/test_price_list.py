"""What a price list promises (S0-13, X-24)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from examples import CLIENT, FRIDAY, ID, MONDAY, PLAYBOOK, THURSDAY, administration, clock, director, head, roubles
from price_list_facts import agreed, flour, listing, published, salt, tea, terms, terms_ended
from spec import Spec

from crm_es.aggregates import price_list
from crm_es.aggregates.price_list import (
    AgreeTerms,
    EndTerms,
    PriceList,
    PriceListEvent,
    PriceListPlanned,
    PriceListPublished,
    PublishPriceList,
    StartPriceList,
    TermsAgreed,
)
from crm_es.ids import PRICE_LIST
from crm_es.messages import Corrupt
from crm_es.money import Money
from crm_es.playbook import Calendar
from crm_es.tariff import ListedPrice

spec = Spec(price_list.decider, head())
publish = PublishPriceList(name="Autumn", prices=(flour, tea, salt))
start = StartPriceList()
agree = AgreeTerms(client_id=CLIENT, product="flour", from_quantity=Decimal(100), price=roubles(45))
end = EndTerms(client_id=CLIENT, product="FLOUR", from_quantity=Decimal("100.000"))
planned = PriceListPlanned(
    **listing,
    prices=(flour,),
    valid_from=FRIDAY.date(),
    starts_at=FRIDAY.replace(hour=0),
)
plan = publish.model_copy(update={"prices": (flour,), "valid_from": FRIDAY.date()})


def state(*history: PriceListEvent) -> PriceList:
    found = price_list.decider.fold(history)
    assert found
    return found


# ── Versions ────────────────────────────────────────────────────────────────


def test_a_price_list_holds_from_today_on() -> None:
    spec.given().when(publish).then(published)
    today = publish.model_copy(update={"valid_from": MONDAY.date()})
    spec.given().when(today).then(published)
    spec.given(published).when(publish).then_nothing()


def test_the_next_version_says_what_it_drops() -> None:
    second = publish.model_copy(update={"name": "Winter", "prices": (flour,)})
    expected = published.model_copy(
        update={"name": "Winter", "version": 2, "prices": (flour,), "dropped": ("Tea", "Salt")}
    )
    spec.given(published).when(second).then(expected)
    tariff = state(published, agreed, expected).tariff
    assert tariff
    assert tariff.listed("tea") is None
    assert tariff.agreed("flour", CLIENT, Decimal(100), MONDAY.date()) == roubles(45), "terms outlive the version"


def test_another_name_or_currency_is_another_version() -> None:
    for changes in ({"name": "Winter"}, {"currency": "EUR"}):
        (event,) = spec.given(published).when(publish.model_copy(update=changes)).events()
        assert isinstance(event, PriceListPublished)
        assert event.version == 2


def test_a_list_of_a_later_day_waits_for_it() -> None:
    spec.given(published).when(plan).then(planned)
    spec.given(published, planned).when(plan).then_nothing()
    spec.given(published, planned).when(start, clock(at=THURSDAY)).then_nothing()
    started = published.model_copy(
        update={
            "version": 2,
            "prices": (flour,),
            "valid_from": FRIDAY.date(),
            "dropped": ("Tea", "Salt"),
            "planned": True,
        }
    )
    spec.given(published, planned).when(start, clock(at=FRIDAY)).then(started)
    spec.given(published, planned, started).when(start, clock(at=FRIDAY)).then_nothing()
    spec.given().when(start, clock(at=FRIDAY)).then_nothing()


def test_what_is_published_meanwhile_leaves_the_plan_and_another_plan_takes_its_place() -> None:
    assert state(planned, published).planned == planned
    sooner = planned.model_copy(update={"valid_from": THURSDAY.date(), "starts_at": THURSDAY.replace(hour=0)})
    assert state(published, planned, sooner).planned == sooner


def test_the_day_begins_in_the_company_s_own_time_zone() -> None:
    """X-10"""
    moscow = {1: PLAYBOOK.model_copy(update={"calendar": Calendar(time_zone="Europe/Moscow")})}
    (event,) = spec.given().when(plan, playbooks=moscow).events()
    assert isinstance(event, PriceListPlanned)
    assert event.starts_at == datetime(2026, 11, 26, 21, tzinfo=UTC)


def test_prices_do_not_hold_in_the_past() -> None:
    past = publish.model_copy(update={"valid_from": MONDAY.date() - timedelta(1)})
    spec.given().when(past).then_refused("today or a later day", rule="prices hold from today")


@pytest.mark.parametrize(
    ("prices", "words", "rule"),
    [
        ((flour, flour.model_copy(update={"product": "FLOUR "})), "listed twice: 'FLOUR '", "products listed once"),
        ((flour.model_copy(update={"floor": Decimal(61)}),), "'Flour'", "floors below prices"),
        ((tea.model_copy(update={"vat_rate": Decimal(18)}),), "22 %, 10 %, 0 %", "rates of the playbook"),
        (
            tuple(ListedPrice(product=f"P{n}", price=Decimal(1), floor=Decimal(2)) for n in range(7)),
            "'P4' and 2 more",
            "floors below prices",
        ),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(prices: Any, words: str, rule: str) -> None:
    spec.given().when(publish.model_copy(update={"prices": prices})).then_refused(words, rule=rule)


def test_a_company_has_one_price_list() -> None:
    other = publish.model_copy(update={"price_list_id": ID})
    spec.given().when(other).then_refused("one price list")
    with pytest.raises(Corrupt):
        state(published.model_copy(update={"price_list_id": ID}))


@pytest.mark.parametrize("history", [(published, published), (published.model_copy(update={"version": 2}),), (agreed,)])
def test_versions_have_no_gap_and_terms_need_one(history: Any) -> None:
    with pytest.raises(Corrupt):
        state(*history)


def test_whoever_runs_the_program_publishes_it() -> None:
    (event,) = spec.given().when(publish, head(by=administration().by)).events()
    assert event == published
    assert {"administrator", "import", "head_of_sales"} <= PublishPriceList.ROLES


# ── What is agreed with clients ─────────────────────────────────────────────


def test_a_client_gets_a_price_of_its_own_from_a_volume_on() -> None:
    """S0-13: under the name of the list, and in place of what was agreed for the same volume."""
    spec.given(published).when(agree, director()).then(agreed)
    spec.given(published, agreed).when(agree, director()).then_nothing()
    cheaper = agree.model_copy(update={"price": roubles(44), "until": FRIDAY.date()})
    terms_then = terms.model_copy(update={"price": roubles(44), "until": FRIDAY.date()})
    spec.given(published, agreed).when(cheaper, director()).then(
        agreed.model_copy(update={"terms": terms_then, "instead_of": terms})
    )


def test_below_the_floor_a_director_agrees() -> None:
    refused = spec.given(published).when(agree)
    refused.then_refused("floor of 50.00 RUB", rule="terms below the floor")
    at_floor = agree.model_copy(update={"price": roubles(50)})
    terms_then = terms.model_copy(update={"price": roubles(50)})
    spec.given(published).when(at_floor).then(agreed.model_copy(update={"terms": terms_then}))
    salt_alone = agree.model_copy(update={"product": "salt", "price": roubles(1)})
    (event,) = spec.given(published).when(salt_alone).events()
    assert isinstance(event, TermsAgreed), "it has no floor"


def test_what_was_agreed_may_be_ended() -> None:
    spec.given(published, agreed).when(end).then(terms_ended)
    spec.given(published, agreed, terms_ended).when(end).then_nothing()
    spec.given(published, agreed).when(end.model_copy(update={"from_quantity": Decimal(1)})).then_nothing()


def test_each_volume_has_its_price() -> None:
    more = agreed.model_copy(
        update={"terms": terms.model_copy(update={"from_quantity": Decimal(500), "price": roubles(42)})}
    )
    tariff = state(published, agreed, more).tariff
    assert tariff
    day = MONDAY.date()
    prices = {much: tariff.agreed("Flour", CLIENT, Decimal(much), day) for much in (99, 100, 499, 500)}
    assert prices == {99: None, 100: roubles(45), 499: roubles(45), 500: roubles(42)}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"product": "Coffee"}, "a listed product"),
        ({"price": Money(amount=Decimal(1), currency="EUR")}, "amounts in one currency"),
        ({"price": roubles(0)}, "a price above zero"),
        ({"until": MONDAY.date() - timedelta(1)}, "terms end later"),
    ],
)
def test_terms_fit_the_list(changes: dict[str, Any], rule: str) -> None:
    spec.given(published).when(agree.model_copy(update=changes), director()).then_refused(".", rule=rule)


def test_terms_need_a_list() -> None:
    spec.given().when(agree).then_refused("publish one first")
    spec.given(planned).when(end).then_refused("publish one first")


def test_terms_end_in_their_currency() -> None:
    """What was agreed in roubles says nothing once the list is in euros."""
    in_euros = published.model_copy(update={"version": 2, "currency": "EUR"})
    tariff = state(published, agreed, in_euros).tariff
    assert tariff
    assert tariff.agreed("flour", CLIENT, Decimal(100), MONDAY.date()) is None


def test_the_stream_is_named_by_itself() -> None:
    assert price_list.decider.stream(publish) == price_list.decider.stream(agree) == PRICE_LIST
