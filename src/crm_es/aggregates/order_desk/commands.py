"""What may be wished of an order desk. Each manager has one: `order_desk_id` follows from the manager."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from crm_es.messages import Command
from crm_es.money import Currency
from crm_es.playbook import EntryKind, Name
from crm_es.trade_lines import OrderLine

Reason = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Lines = Annotated[tuple[OrderLine, ...], Field(max_length=500)]


class BlockOrderDesk(Command, roles={"policy"}):
    """Let no order pass before this entry is closed."""

    order_desk_id: UUID
    manager_id: UUID
    entry_id: UUID
    kind: EntryKind
    text: str


class UnblockOrderDesk(Command, roles={"policy"}):
    """This entry holds up orders no longer."""

    order_desk_id: UUID
    entry_id: UUID


class ExemptOrderDesk(Command, roles={"employee"}, in_person=True):
    """Let a manager take orders until a time whatever the notebook holds, and say why. Nobody exempts themselves."""

    order_desk_id: UUID
    manager_id: UUID
    until: AwareDatetime
    reason: Reason


class NoteInterest(Command, roles={"manager", "head_of_sales", "operator"}):
    """Write down what a client wants: an order is filled in from it."""

    order_desk_id: UUID
    interest_id: UUID
    client_id: UUID
    source: Annotated[Name, Field(examples=["call"])]
    lines: Lines = ()
    currency: Currency | None = None
    """Of the prices; that of the price list where none is given."""
    note: Reason | None = None
    contact: Name | None = None


class DropInterest(Command, roles={"manager", "head_of_sales", "operator"}):
    """Say that nothing will come of an interest, and why."""

    order_desk_id: UUID
    interest_id: UUID
    reason: Reason


class PlaceOrder(Command, roles={"manager", "head_of_sales", "operator"}):
    """Take a client's order. It says what the interest says that it comes from, unless lines are given.

    Where no interest is named, the oldest of this client that lasts still is meant.
    """

    order_desk_id: UUID
    order_id: UUID
    client_id: UUID
    interest_id: UUID | None = None
    deal_id: UUID | None = None
    lines: Lines = ()
    currency: Currency | None = None
    """Of the prices; that of the interest, or of the price list, where none is given."""
    note: Reason | None = None
    without_interest_because: Reason | None = None
    """Of whoever may do without one: why."""


OrderDeskCommand = BlockOrderDesk | UnblockOrderDesk | ExemptOrderDesk | NoteInterest | DropInterest | PlaceOrder
