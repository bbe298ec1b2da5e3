"""Whose order desk is closed, by what, since when, and who passed (S0-30, S0-41)."""

from decimal import Decimal
from typing import Any

import pytest
from examples import ANN, CLIENT, FRIDAY, HEAD, ID, MONDAY, OTHER_ID, THURSDAY, TUESDAY, WEDNESDAY
from fold import fold, recorded

from crm_es.aggregates.order_desk import OrderDeskBlocked, OrderDeskExempted, OrderDeskUnblocked, OrderPlaced
from crm_es.ids import order_desk_of
from crm_es.messages import Corrupt
from crm_es.projections import order_desks
from crm_es.projections.order_desks import OrderDesk
from crm_es.trade_lines import OrderLine

DESK = order_desk_of(ANN)
whose: dict[str, Any] = {"order_desk_id": DESK, "manager_id": ANN}
blocked = OrderDeskBlocked(**whose, entry_id=ID, kind="missed call", text="Acme called.")
again = blocked.model_copy(update={"entry_id": OTHER_ID})
one_less = OrderDeskUnblocked(**whose, entry_id=ID, free=False)
freed = OrderDeskUnblocked(**whose, entry_id=ID, free=True)
exempted = OrderDeskExempted(**whose, exempted_by=HEAD, until=FRIDAY, reason="The fair")
placed = OrderPlaced(
    **whose, order_id=ID, client_id=CLIENT, lines=(OrderLine(product="flour", quantity=Decimal(1)),), passed_gate=True
)


def desk(*history: Any) -> OrderDesk:
    found: OrderDesk = fold(order_desks, *history)[DESK]
    return found


def test_a_desk_is_closed_since_the_first_entry() -> None:
    found = desk(recorded(blocked, MONDAY), recorded(again, TUESDAY))
    assert found == OrderDesk(DESK, ANN, 2, entries=(ID, OTHER_ID), since=MONDAY, times_blocked=1)


def test_dealing_with_one_of_two_leaves_it_closed() -> None:
    found = desk(recorded(blocked, MONDAY), recorded(again, TUESDAY), recorded(one_less, WEDNESDAY))
    assert (found.blocked_by, found.entries, found.since) == (1, (OTHER_ID,), MONDAY)


def test_dealing_with_the_last_frees_it_until_the_next() -> None:
    """S0-29."""
    found = desk(recorded(blocked, MONDAY), recorded(freed, TUESDAY))
    assert (found.blocked_by, found.entries, found.since, found.freed_at) == (0, (), None, TUESDAY)
    found = desk(recorded(blocked, MONDAY), recorded(freed, TUESDAY), recorded(blocked, THURSDAY))
    assert (found.since, found.times_blocked) == (THURSDAY, 2)


def test_an_exemption_says_until_when_by_whom_and_why() -> None:
    found = desk(recorded(exempted), recorded(exempted))
    assert (found.exempted_until, found.exempted_by_id, found.exempted_because) == (FRIDAY, HEAD, "The fair")
    assert found.times_exempted == 2


def test_who_passed_by_an_exemption_is_counted() -> None:
    """S0-41."""
    usual = placed.model_copy(update={"passed_gate": False, "interest_id": OTHER_ID})
    found = desk(recorded(placed), recorded(placed.model_copy(update={"exempt": "The fair"})), recorded(usual))
    assert (found.orders, found.passed_gate, found.without_interest) == (3, 2, 1)


def test_what_was_not_closed_is_not_freed() -> None:
    with pytest.raises(Corrupt):
        fold(order_desks, recorded(freed))
