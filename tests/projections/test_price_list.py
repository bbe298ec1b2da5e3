"""What products cost now (X-24)."""

from __future__ import annotations

from decimal import Decimal

from examples import FRIDAY, MONDAY
from fold import fold, recorded
from price_list_facts import flour, listing, published

from crm_es.aggregates.price_list import PriceListPublished
from crm_es.ids import price_of
from crm_es.projections import price_list
from crm_es.projections.price_list import Price

dearer = flour.model_copy(update={"product": "FLOUR", "price": Decimal(66)})
winter = PriceListPublished(**listing, version=2, prices=(dearer,), dropped=("Tea", "Salt"), valid_from=FRIDAY.date())


def test_each_listed_product_has_a_line_and_no_cost_in_it() -> None:
    rows = fold(price_list, recorded(published))
    assert rows[price_of("flour")] == Price(
        price_of("flour"), "Flour", "kg", Decimal(60), Decimal(50), None, "RUB", MONDAY.date(), 1
    )
    assert {row.product for row in rows.values()} == {"Flour", "Tea", "Salt"}
    assert "cost" not in Price.__dataclass_fields__


def test_the_next_version_takes_its_place() -> None:
    rows = fold(price_list, recorded(published), recorded(winter))
    assert [(row.product, row.price, row.since, row.version) for row in rows.values()] == [
        ("FLOUR", 66, FRIDAY.date(), 2)
    ]
