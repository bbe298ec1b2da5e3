"""Which prices of their own clients have (S0-13)."""

from __future__ import annotations

from decimal import Decimal

from examples import CLIENT, FRIDAY, MONDAY, TUESDAY, roubles
from fold import fold, recorded
from price_list_facts import agreed, terms, terms_ended

from crm_es.projections import client_terms


def test_terms_stand_beside_the_listed_price() -> None:
    (row,) = fold(client_terms, recorded(agreed, MONDAY)).values()
    assert (row.client_id, row.product, row.from_quantity, row.price, row.currency) == (CLIENT, "Flour", 100, 45, "RUB")
    assert (row.list_price, row.until, row.agreed_at) == (60, None, MONDAY)


def test_each_volume_is_a_line_and_what_is_agreed_anew_takes_its_place() -> None:
    anew = agreed.model_copy(
        update={"terms": terms.model_copy(update={"price": roubles(44), "until": FRIDAY.date(), "product": "FLOUR"})}
    )
    more = agreed.model_copy(update={"terms": terms.model_copy(update={"from_quantity": Decimal(500)})})
    rows = fold(client_terms, recorded(agreed), recorded(anew, TUESDAY), recorded(more))
    assert sorted((row.from_quantity, row.price, row.until) for row in rows.values()) == [
        (100, 44, FRIDAY.date()),
        (500, 45, None),
    ]


def test_what_is_ended_is_gone_however_its_volume_is_written() -> None:
    written = terms.model_copy(update={"from_quantity": Decimal("100.000")})
    assert fold(client_terms, recorded(agreed), recorded(terms_ended.model_copy(update={"terms": written}))) == {}
