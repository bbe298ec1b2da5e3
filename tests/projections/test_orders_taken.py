"""Who took which orders from what, and which passed without what comes first (S0-30, S0-41)."""

from decimal import Decimal

from examples import ANN, CLIENT, ID, MONDAY, OPERATOR, OTHER_ID
from fold import fold, recorded

from crm_es.aggregates.order_desk import OrderPlaced
from crm_es.ids import at_desk, order_desk_of
from crm_es.projections import orders_taken
from crm_es.projections.orders_taken import OrderTaken
from crm_es.trade_lines import OrderLine

placed = OrderPlaced(
    order_desk_id=order_desk_of(ANN),
    manager_id=ANN,
    order_id=ID,
    client_id=CLIENT,
    interest_id=OTHER_ID,
    lines=(OrderLine(product="flour", quantity=Decimal(2), price=Decimal(45)),),
    total=Decimal(90),
)


def taken(event: OrderPlaced) -> OrderTaken:
    found: OrderTaken = fold(orders_taken, recorded(event, MONDAY))[at_desk(order_desk_of(ANN), ID)]
    return found


def test_an_order_says_who_took_it_from_what() -> None:
    found = taken(placed)
    assert (found.order_id, found.interest_id, found.placed_at) == (ID, OTHER_ID, MONDAY)
    assert (found.manager_id, found.client_id) == (ANN, CLIENT)
    assert (found.total, found.currency, found.exempt, found.passed_gate) == (Decimal(90), "RUB", None, False)


def test_what_passed_and_who_entered_it_stays_visible() -> None:
    """S0-41, S0-46."""
    changes = {"interest_id": None, "exempt": "The fair", "passed_gate": True, "entered_by": OPERATOR}
    found = taken(placed.model_copy(update=changes))
    assert (found.interest_id, found.exempt, found.passed_gate, found.entered_by_id) == (
        None,
        "The fair",
        True,
        OPERATOR,
    )
