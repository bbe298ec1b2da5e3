"""What the bank's addresses take and answer, as the description of the API tells it."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

from crm_es.exchange.bank_file import MOST
from crm_es.exchange.client_bank.writing import Encoding
from crm_es.money import Money


class WantedFile(BaseModel):
    """Which payments go into the file."""

    model_config = ConfigDict(extra="forbid")

    payer_account_id: UUID
    payment_request_ids: Annotated[list[UUID] | None, Field(min_length=1, max_length=MOST)] = None
    due_by: Annotated[date | None, Field(description="Instead of ids: all that is to be paid by this day.")] = None
    encoding: Encoding = "windows"
    again: Annotated[bool, Strict(), Field(description="Also what went into a file before, as it was.")] = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.payment_request_ids is None) == (self.due_by is None):
            raise ValueError("Name the requests, or a day by which they are due: one of the two.")
        return self


class OrderedPayment(BaseModel):
    """What became of one request."""

    payment_request_id: UUID
    what_for: str | None
    amount: Money | None
    number: Annotated[str | None, Field(description="Of its payment order.")]
    refusal: Annotated[str | None, Field(description="Why it is not in the file.")]


class WrittenFile(BaseModel):
    """A file for the bank."""

    name: str
    encoding: Encoding
    content: Annotated[str | None, Field(description="In base64; null where no request went into it.")]
    results: list[OrderedPayment]


class UnreadRow(BaseModel):
    """A document that could not be used."""

    line: int
    reason: str


class PaymentToExplain(BaseModel):
    """A payment that a head has to explain."""

    bank_payment_id: UUID
    number: str
    paid_on: date
    amount: Money
    payee: str
    why: str


class ReadStatement(BaseModel):
    """What came of a statement."""

    kind: Literal["statement"]
    documents: int
    outgoing: int
    incoming: int
    fees: Annotated[int, Field(description="Outgoing: what the bank took for itself, and no statement showed before.")]
    matched: int
    unexplained: int
    ambiguous: Annotated[int, Field(description="Of those, how many fit several requests.")]
    already_known: int
    refused: dict[str, int]
    bad_rows: list[UnreadRow]
    faults: Annotated[list[str], Field(description="What is wrong with the file as a whole.")]
    to_explain: list[PaymentToExplain]
    seconds: float
