"""An order that a manager takes is opened (S0-37, S0-41)."""

from __future__ import annotations

from decimal import Decimal

from examples import ANN, CLIENT, DEAL, ID

from crm_es.aggregates.order import RegisterOrder
from crm_es.aggregates.order_desk import OrderPlaced
from crm_es.ids import order_desk_of
from crm_es.policies.open_placed_orders import react
from crm_es.trade_lines import OrderLine

flour = OrderLine(product="flour", quantity=Decimal(20), price=Decimal(45))
placed = OrderPlaced(
    order_desk_id=order_desk_of(ANN),
    manager_id=ANN,
    order_id=ID,
    client_id=CLIENT,
    deal_id=DEAL,
    lines=(flour,),
    currency="EUR",
    total=Decimal(900),
    note="Before noon",
)


def test_it_is_opened_as_it_was_taken() -> None:
    (command,) = react(placed)
    assert command == RegisterOrder(
        order_id=ID,
        client_id=CLIENT,
        manager_id=ANN,
        lines=(flour,),
        source="manager",
        currency="EUR",
        deal_id=DEAL,
        note="Before noon",
    )


def test_nothing_is_noted_where_nothing_was() -> None:
    (command,) = react(placed.model_copy(update={"note": None}))
    assert command.note == ""
