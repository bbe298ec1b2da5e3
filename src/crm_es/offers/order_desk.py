"""What may be done at an order desk: with an interest that was noted, and with the desk that is closed."""

from __future__ import annotations

from decimal import Decimal

from crm_es.aggregates.order_desk import DropInterest, ExemptOrderDesk, OrderDesk, PlaceOrder, decider
from crm_es.offers.way import Kind, Look, Values, Way, naming, own
from crm_es.trade_lines import OrderLine

A_LINE = (OrderLine(product="flour", quantity=Decimal(1)),)


def wanted(look: Look) -> Values | None:
    """What the client was interested in."""
    desk: OrderDesk | None = look.state
    interest = desk.interests.get(look.told["interest_id"]) if desk else None
    if interest is None:
        return None
    told: Values = {"client_id": interest.client_id, "currency": interest.currency}
    return {**told, "lines": interest.lines} if interest.lines else told


DESK = Kind(
    "order-desks",
    decider,
    (Way(ExemptOrderDesk),),
    own("order_desk_id"),
    naming(manager_id="manager_id"),
)

INTEREST = Kind(
    "interests",
    decider,
    (Way(PlaceOrder, wanted, typed={"lines": A_LINE}), Way(DropInterest, menu=True)),
    own("order_desk_id"),
    naming(interest_id="interest_id"),
)
