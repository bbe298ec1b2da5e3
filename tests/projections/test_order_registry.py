"""Orders with what is shipped, paid and left (S0-31, S0-35)."""

from decimal import Decimal
from typing import Any

import pytest
from examples import ANN, CLIENT, ID, MONDAY, OPERATOR
from fold import fold, recorded
from order_facts import DAY, FIRST, cancelled, paid, prepared, registered, shipped_rest, shipped_short

from crm_es.messages import Corrupt, Event
from crm_es.projections import order_registry
from crm_es.projections.order_registry import Order


def after(*events: Event) -> Any:
    (row,) = fold(
        order_registry, recorded(registered, actor="inbox", on_behalf_of=OPERATOR), *map(recorded, events)
    ).values()
    return row


def test_an_order_is_shown_with_who_told_of_it() -> None:
    """S0-46: entered by one, the responsibility of another."""
    assert after() == Order(
        order_id=ID,
        number="17",
        client_id=CLIENT,
        manager_id=ANN,
        deal_id=None,
        source="web",
        status="ordered",
        total=Decimal("5800.00"),
        currency="RUB",
        ordered_at=MONDAY,
        note="",
        entered_by=str(OPERATOR),
        unpaid=Decimal("5800.00"),
    )


def test_what_is_shipped_and_paid_is_counted() -> None:
    order = after(shipped_short, paid("3800", "3800", "2000.00"), prepared("waybill 5"))
    assert (order.status, order.short, order.shipped, order.shipped_on) == ("shipped in part", True, 3800, DAY)
    assert (order.paid, order.unpaid, order.paid_on, order.documents) == (3800, 2000, DAY, ("waybill 5",))
    order = after(shipped_short, shipped_rest)
    assert (order.status, order.short, order.shipped) == ("shipped", False, 5800)


@pytest.mark.parametrize("left", ["0.00", "-1.00"])
def test_it_is_closed_when_all_is_shipped_and_paid(left: str) -> None:
    payment = paid("5800", "5800", left)
    assert after(shipped_short, shipped_rest, payment).status == "closed"
    assert after(payment, shipped_short).status == "shipped in part"
    assert after(payment, shipped_short, shipped_rest).status == "closed"
    assert after(shipped_short, shipped_rest, paid("1", "1", None)).status == "shipped"


def test_what_follows_as_said_is_not_short() -> None:
    assert not after(shipped_short.model_copy(update={"more_follows": True})).short


def test_a_cancelled_order_comes_to_what_was_shipped() -> None:
    order = after(shipped_short, cancelled("3800.00", "3800.00", FIRST))
    assert (order.status, order.total, order.unpaid, order.short) == ("cancelled", 3800, 3800, False)
    assert order.cancelled_because == "Not needed"


def test_nothing_happens_to_an_order_that_is_not_there() -> None:
    with pytest.raises(Corrupt):
        fold(order_registry, recorded(shipped_short))
