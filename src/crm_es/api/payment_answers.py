"""What is asked and answered about many requests for payment at once, as the description of the API tells it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from crm_es.aggregates.payment_request import PayPaymentRequest
from crm_es.aggregates.payment_request.commands import OrderNumber
from crm_es.money import Money
from crm_es.stored_file import StoredFile

MANY: Final = 500
"""So many rows at once."""


class Row(BaseModel):
    """One payment."""

    model_config = ConfigDict(extra="forbid")

    payment_request_id: UUID
    amount: Money | None = Field(default=None, description="How much; all that is left where none is given.")
    paid_on: date | None = Field(default=None, description="Today where none is given.")
    payment_order: OrderNumber | None = Field(default=None, description="Its number.", examples=["31"])
    order_file: StoredFile | None = Field(default=None, description="The payment order, sent before.")
    version: int | None = Field(default=None, strict=True, ge=1, le=2**31, description="Of the request, as you saw it.")
    key: str | None = Field(
        default=None, max_length=100, description="Tells this row from others of the same request, in every repeat."
    )

    @property
    def wish(self) -> PayPaymentRequest:
        return PayPaymentRequest(
            payment_request_id=self.payment_request_id,
            amount=self.amount,
            paid_on=self.paid_on,
            payment_order=self.payment_order,
            order_file=self.order_file,
        )


class Rows(BaseModel):
    """Payments to record, each apart from the others."""

    rows: list[Row] = Field(min_length=1, max_length=MANY)


class Result(BaseModel):
    """What came of one row."""

    payment_request_id: UUID
    key: str | None
    recorded: bool
    version: int | None = None
    position: int | None = None
    sentence: str | None = Field(default=None, description="Why not.")
    rule: str | None = Field(default=None, description="The rule that said no, without particulars.")


class Results(BaseModel):
    """What came of each row, in their order."""

    rows: list[Result]


class Chosen(BaseModel):
    """Requests, by their ids."""

    ids: list[UUID] = Field(min_length=1, max_length=1000)


class Sum(BaseModel):
    """What the requests in one currency come to."""

    currency: str
    count: int
    amount: Decimal
    paid_amount: Decimal
    left_amount: Decimal = Field(description="Of those which are approved, what has not gone out.")
    payable_count: int = Field(description="Those which may be paid now: approved, and nothing speaks against them.")
    payable_amount: Decimal


class Sums(BaseModel):
    """What the requests come to."""

    sums: list[Sum]
    not_found: list[UUID] = Field(description="What is not there, or not for you.")
