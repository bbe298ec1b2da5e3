"""Which clients want what, and what came of it (S0-41, S0-42)."""

from decimal import Decimal
from typing import Any

import pytest
from examples import ANN, CLIENT, FRIDAY, ID, MONDAY, OTHER_ID, TUESDAY
from fold import fold, recorded

from crm_es.aggregates.order_desk import InterestDropped, InterestNoted, OrderPlaced
from crm_es.ids import at_desk, order_desk_of
from crm_es.messages import Corrupt
from crm_es.projections import interests
from crm_es.projections.interests import Interest
from crm_es.trade_lines import OrderLine

whose: dict[str, Any] = {"order_desk_id": order_desk_of(ANN), "manager_id": ANN, "client_id": CLIENT}
flour = OrderLine(product="flour", quantity=Decimal(20), unit="kg", price=Decimal("45.50"))
sugar = OrderLine(product="sugar", quantity=Decimal("5.5"))
noted = InterestNoted(**whose, interest_id=ID, source="call", lines=(flour,), contact="Peter", until=FRIDAY)
dropped = InterestDropped(**whose, interest_id=ID, reason="Bought elsewhere")
placed = OrderPlaced(**whose, interest_id=ID, order_id=OTHER_ID, lines=(flour,))


def interest(*history: Any) -> Interest:
    found: Interest = fold(interests, *history)[at_desk(order_desk_of(ANN), ID)]
    return found


def test_an_interest_says_who_wants_what_and_how_long_it_counts() -> None:
    found = interest(recorded(noted, MONDAY))
    assert (found.interest_id, found.client_id, found.manager_id, found.status) == (ID, CLIENT, ANN, "open")
    assert (found.source, found.contact, found.noted_at, found.until) == ("call", "Peter", MONDAY, FRIDAY)
    assert (found.wanted, found.total) == (("flour, 20 kg at 45.50",), Decimal("910.00"))


def test_what_lines_come_to_is_told_once_all_prices_are_known() -> None:
    both = interest(recorded(noted.model_copy(update={"lines": (flour, sugar)})))
    assert (both.wanted[1], both.total) == ("sugar, 5.5 piece", None)
    assert interest(recorded(noted.model_copy(update={"lines": ()}))).total is None


def test_it_leads_to_an_order_or_is_dropped() -> None:
    found = interest(recorded(noted), recorded(placed, TUESDAY))
    assert (found.status, found.order_id, found.ended_at) == ("ordered", OTHER_ID, TUESDAY)
    found = interest(recorded(noted), recorded(dropped, TUESDAY))
    assert (found.status, found.reason, found.ended_at) == ("dropped", "Bought elsewhere", TUESDAY)


def test_an_order_without_an_interest_is_no_matter_here() -> None:
    assert fold(interests, recorded(placed.model_copy(update={"interest_id": None}))) == {}


def test_nothing_comes_of_what_was_not_noted() -> None:
    with pytest.raises(Corrupt):
        fold(interests, recorded(dropped))
