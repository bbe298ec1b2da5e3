"""What of each product was ordered, shipped and is missing (S0-31)."""

from decimal import Decimal
from typing import Any

import pytest
from examples import ANN, CLIENT, ID, MONDAY
from fold import fold, recorded
from order_facts import DAY, cancelled, flour, registered, sent, shipped_rest, shipped_short

from crm_es.messages import Corrupt, Event
from crm_es.projections import order_lines
from crm_es.projections.order_lines import OrderedProduct, line_of


def lines(*events: Event) -> dict[str, Any]:
    rows = fold(order_lines, *map(recorded, (registered, *events))).values()
    return {row.product: (row.ordered, row.shipped, row.missing) for row in rows}


def test_each_product_has_a_line() -> None:
    rows = fold(order_lines, recorded(registered), recorded(shipped_short))
    assert rows[line_of(ID, "Flour")] == OrderedProduct(
        line_id=line_of(ID, "flour"),
        order_id=ID,
        client_id=CLIENT,
        manager_id=ANN,
        product="flour",
        unit="kg",
        ordered=Decimal(100),
        shipped=Decimal(60),
        missing=Decimal(40),
        ordered_at=MONDAY,
        shipped_on=DAY,
    )


def test_what_is_missing_is_counted() -> None:
    assert lines(shipped_short, shipped_rest) == {"flour": (100, 100, 0), "sugar": (10, 10, 0)}
    twice = registered.model_copy(update={"lines": (flour, flour)})
    assert fold(order_lines, recorded(twice))[line_of(ID, "flour")].ordered == 200


def test_what_nobody_ordered_is_too_much() -> None:
    over = shipped_short.model_copy(update={"lines": sent(flour=110, salt=2)})
    assert lines(over, cancelled("0", "0")) == {"flour": (100, 110, -10), "sugar": (10, 0, 0), "salt": (0, 2, -2)}


def test_what_is_cancelled_is_not_missing() -> None:
    assert lines(shipped_short, cancelled("0", "0"))["flour"] == (100, 60, 0)
    with pytest.raises(Corrupt):
        fold(order_lines, recorded(cancelled("0", "0")))
