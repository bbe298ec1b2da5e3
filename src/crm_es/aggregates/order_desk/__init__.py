"""An order desk: where one manager takes orders, and what of their clients' wishes comes before them (S0-41, S0-42).

An order comes from an interest of the same client that was noted at this desk, lasts still and has not led to an order
yet, where the playbook says so; it says what the interest says, unless it is told otherwise. Who takes one without it
leaves a trace. No order is placed twice, and none at a closed desk but under an exemption, which has an end.
"""

from typing import get_args

from crm_es.aggregates.order_desk.commands import (
    BlockOrderDesk,
    DropInterest,
    ExemptOrderDesk,
    NoteInterest,
    OrderDeskCommand,
    PlaceOrder,
    UnblockOrderDesk,
)
from crm_es.aggregates.order_desk.decisions import (
    decide,
)
from crm_es.aggregates.order_desk.events import (
    InterestDropped,
    InterestNoted,
    OrderDeskBlocked,
    OrderDeskEvent,
    OrderDeskExempted,
    OrderDeskUnblocked,
    OrderPlaced,
)
from crm_es.aggregates.order_desk.state import (
    Interest,
    OrderDesk,
    evolve,
)
from crm_es.decider import Decider

__all__ = [
    "BlockOrderDesk",
    "DropInterest",
    "ExemptOrderDesk",
    "Interest",
    "InterestDropped",
    "InterestNoted",
    "NoteInterest",
    "OrderDesk",
    "OrderDeskBlocked",
    "OrderDeskCommand",
    "OrderDeskEvent",
    "OrderDeskExempted",
    "OrderDeskUnblocked",
    "OrderPlaced",
    "PlaceOrder",
    "UnblockOrderDesk",
    "decider",
]

decider = Decider("order_desk", "order desks", get_args(OrderDeskCommand), decide, evolve)
