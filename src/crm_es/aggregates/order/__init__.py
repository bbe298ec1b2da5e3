"""An order: goods that a client wants, from the day it is taken until it is shipped and paid (S0-31, S0-33..S0-38).

Most of its facts come from the books of others: documents prepared, goods shipped, money received. Each shipment is
compared with what was ordered and shipped so far: what is missing, or too much, stands in the fact itself. What is
cancelled is not shipped any more. No shipment and no payment counts twice.
"""

from typing import get_args

from crm_es.aggregates.order.commands import (
    CancelOrder,
    OrderCommand,
    PayOrder,
    PrepareDocument,
    RegisterOrder,
    ShipOrder,
)
from crm_es.aggregates.order.decisions import decide
from crm_es.aggregates.order.events import (
    ComparedLine,
    OrderCancelled,
    OrderDocumentPrepared,
    OrderEvent,
    OrderPaid,
    OrderRegistered,
    OrderShipped,
    ShippedLine,
)
from crm_es.aggregates.order.state import Order, evolve
from crm_es.decider import Decider

__all__ = [
    "CancelOrder",
    "ComparedLine",
    "Order",
    "OrderCancelled",
    "OrderCommand",
    "OrderDocumentPrepared",
    "OrderEvent",
    "OrderPaid",
    "OrderRegistered",
    "OrderShipped",
    "PayOrder",
    "PrepareDocument",
    "RegisterOrder",
    "ShipOrder",
    "ShippedLine",
    "decider",
]

decider = Decider("order", "orders", get_args(OrderCommand), decide, evolve)
