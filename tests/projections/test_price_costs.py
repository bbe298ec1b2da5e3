"""What remains of each price over its cost."""

from __future__ import annotations

from decimal import Decimal

from examples import MONDAY
from fold import fold, recorded
from price_list_facts import flour, listing, published

from crm_es.aggregates.price_list import PriceListPublished
from crm_es.ids import price_of
from crm_es.projections import price_costs
from crm_es.projections.price_costs import Cost

KEY = price_of("flour")


def test_the_margin_is_told_at_the_price_and_at_the_floor() -> None:
    expected = Cost(KEY, "Flour", "kg", Decimal(40), Decimal(60), Decimal("33.3"), Decimal(50), Decimal("20.0"), "RUB")
    assert fold(price_costs, recorded(published)) == {KEY: expected}


def test_without_a_floor_or_a_cost_it_is_not_told() -> None:
    assert fold(price_costs, recorded(listing_of(floor=None)))[KEY].margin_at_floor is None
    assert fold(price_costs, recorded(published), recorded(listing_of(cost=None))) == {}


def listing_of(**changes: None) -> PriceListPublished:
    prices = (flour.model_copy(update=changes),)
    return PriceListPublished(**listing, version=1, prices=prices, valid_from=MONDAY.date())
