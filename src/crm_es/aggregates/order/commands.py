"""What one may want of an order."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.aggregates.order.events import ShippedLine
from crm_es.messages import Command
from crm_es.money import Currency, Money
from crm_es.playbook import Day, Name
from crm_es.trade_lines import OrderLine

BOOKS = {"operator", "import", "policy"}
"""Who tells what the books of others say."""
Number = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
MOST_LINES = 500


class RegisterOrder(Command, roles={"import", "policy"}, opens=True):
    """Tell that a client ordered something."""

    order_id: UUID
    client_id: UUID
    manager_id: UUID
    lines: Annotated[tuple[OrderLine, ...], Field(max_length=MOST_LINES)]
    source: Annotated[Name, Field(examples=["web"])] = "manager"
    number: Number | None = None
    currency: Currency = "RUB"
    deal_id: UUID | None = None
    note: Annotated[str, Field(max_length=1000)] = ""


class PrepareDocument(Command, roles={*BOOKS, "warehouse", "accountant"}):
    """Tell that a document for the client is ready (S0-33)."""

    order_id: UUID
    kind: Annotated[Name, Field(examples=["waybill"])]
    number: Number
    on: Day


class ShipOrder(Command, roles={*BOOKS, "warehouse"}):
    """Tell what left the warehouse (S0-31, S0-38)."""

    order_id: UUID
    shipment_id: UUID
    lines: Annotated[tuple[ShippedLine, ...], Field(min_length=1, max_length=MOST_LINES)]
    on: Day
    more_follows: bool = False
    """What is missing comes later: nobody need be told that it is missing."""


class PayOrder(Command, roles={*BOOKS, "accountant"}):
    """Tell that money came for it, all or a part."""

    order_id: UUID
    payment_id: UUID
    amount: Money
    on: Day


class CancelOrder(Command, roles={*BOOKS, "manager", "head_of_sales"}):
    """Ship nothing more of it."""

    order_id: UUID
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]


OrderCommand = RegisterOrder | PrepareDocument | ShipOrder | PayOrder | CancelOrder
