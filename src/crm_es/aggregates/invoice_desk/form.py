"""What an invoice would say, as far as it is filled in."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from crm_es.messages import Message
from crm_es.money import Currency, Money
from crm_es.playbook import Name, Rate
from crm_es.trade_lines import Quantity, UnitPrice


class WantedLine(Message):
    """Something to be paid for. What is left out is taken from the price list and the playbook."""

    product: Name
    quantity: Quantity
    unit: Name | None = None
    """Left out, that of the price list."""
    price: UnitPrice | None = None
    """Of one unit, VAT included; left out, what was agreed with the client, else what the price list says."""
    vat_rate: Rate | Literal["none"] | None = None
    """In per cent, or `none` for a line without VAT; left out, the rate of the price list, else the usual one."""
    price_approval_id: UUID | None = None
    """The grant that lets the price be below the floor; left out, any that fits."""


class InvoiceForm(Message):
    """What an invoice would say."""

    client_id: UUID | None = None
    deal_id: UUID | None = None
    order_id: UUID | None = None
    """The order that it is for."""
    what_for: Name | None = None
    """In one line; left out, the products say it."""
    amount: Money | None = None
    """What it comes to. Where lines are given, it may be left out, and has to be their sum."""
    currency: Currency | None = None
    """Of the prices; left out, that of the amount, else of the price list."""
    lines: Annotated[tuple[WantedLine, ...], Field(max_length=500)] = ()
