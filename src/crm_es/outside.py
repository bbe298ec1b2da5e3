"""What other systems tell us: an ERP, a shop on the web, a telephone exchange. One class for each kind of news (S0-37).

Whom and what the news are about is told as the other system knows it, and looked up where the news come in.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Final, Literal, get_args
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from crm_es.messages import Message
from crm_es.money import Currency
from crm_es.playbook import Day, Name
from crm_es.trade_lines import OrderLine, Quantity

MOST_LINES: Final = 500
Source = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,39}$"), Field(examples=["erp"])]
"""What a system that tells us something is called."""
Reference = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
"""What the other system calls something."""
Words = Annotated[str, Field(max_length=500)]
Sum = Annotated[Decimal, Field(max_digits=17, decimal_places=2, examples=["1250.50"])]
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def of_our_time(at: datetime) -> datetime:
    if not FIRST <= at < LAST:
        raise ValueError("a fact is of this century or the next: correct the time")
    return at


class Who(Message):
    """A client, by whatever is known of it; the first that fits exactly one client counts."""

    id: UUID | None = None
    """Ours."""
    code: Reference | None = None
    """Theirs."""
    inn: Reference | None = None
    phone: Reference | None = None
    email: Reference | None = None
    name: Reference | None = None

    def __str__(self) -> str:
        return ", ".join(f"{name} {value}" for name, value in self if value) or "nobody"


class News(Message):
    """What all news have."""

    id: Annotated[Reference, Field(examples=["4711"])]
    """The source's own: the same again is recorded once."""
    at: Annotated[AwareDatetime, AfterValidator(of_our_time)] | None = None
    """When it happened; now, where nothing is said."""


class OrderReceived(News):
    """A client ordered something."""

    kind: Literal["order received"]
    order: Reference | None = None
    """What the source calls the order; the id of the news, where nothing is said."""
    number: Annotated[Reference, Field(max_length=60)] | None = None
    client: Who
    manager: Reference | None = None
    """Id or name; who looks after the client, where nothing is said."""
    lines: Annotated[tuple[OrderLine, ...], Field(min_length=1, max_length=MOST_LINES)]
    currency: Currency = "RUB"
    web: bool = False
    """It came by the web: the manager is told."""
    note: Annotated[str, Field(max_length=1000)] = ""


class OfOrder(News):
    """What happened to an order."""

    order: Reference
    """What the source calls it, or its number, or our id."""


class DocumentPrepared(OfOrder):
    """A document for the client is ready."""

    kind: Literal["document prepared"]
    document: Annotated[Name, Field(examples=["waybill"])]
    number: Annotated[Reference, Field(max_length=60)]
    on: Day | None = None


class SentLine(Message):
    """So much of a product."""

    product: Name
    quantity: Quantity


class OrderShipped(OfOrder):
    """Goods left for the client."""

    kind: Literal["order shipped"]
    lines: Annotated[tuple[SentLine, ...], Field(min_length=1, max_length=MOST_LINES)]
    on: Day | None = None
    more_follows: bool = False
    """What is missing comes later."""


class PaymentReceived(OfOrder):
    """Money came for an order."""

    kind: Literal["payment received"]
    amount: Annotated[Sum, Field(gt=0)]
    currency: Currency = "RUB"
    on: Day | None = None


class OrderCancelled(OfOrder):
    """An order, or what is left of it, is not wanted any more."""

    kind: Literal["order cancelled"]
    reason: Annotated[Words, Field(min_length=1)] = "Cancelled in the books of others."


class Reconciled(News):
    """Our books were compared with the client's."""

    kind: Literal["reconciled"]
    client: Who
    manager: Reference | None = None
    since: Day
    until: Day
    our_balance: Sum
    """What the client owes by our books."""
    their_balance: Sum
    """What they owe by theirs."""
    currency: Currency = "RUB"


class Called(News):
    """A client called."""

    kind: Literal["call"]
    phone: Reference
    client: Who | None = None
    """By the number, where nothing is said."""
    manager: Reference | None = None
    """Who was called."""
    missed: bool
    note: Words = ""


Kind = Literal[
    "order received",
    "document prepared",
    "order shipped",
    "payment received",
    "order cancelled",
    "reconciled",
    "call",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
Told = Annotated[
    OrderReceived | DocumentPrepared | OrderShipped | PaymentReceived | OrderCancelled | Reconciled | Called,
    Field(discriminator="kind"),
]
"""Any news."""


Part = Literal["client", "order", "manager"]


class Found(Message):
    """What of ours the news are about, as far as it is known."""

    client_id: UUID | None = None
    order_id: UUID | None = None
    manager_id: UUID | None = None
    caller: Name | None = None
    """The name of the client who called."""
    phone: str | None = None
    """The number of whoever called, as it is dialled from abroad (E.164)."""

    def lacks(self, told: Told) -> tuple[Part, ...]:
        """What has to be known before the news can be entered, and is not."""
        return tuple(part for part in needed(told) if getattr(self, f"{part}_id") is None)


def needed(told: Told) -> tuple[Part, ...]:
    match told:
        case OrderReceived() | Reconciled():
            return ("client", "manager")
        case DocumentPrepared() | OrderShipped() | PaymentReceived() | OrderCancelled():
            return ("order",)
        case Called():
            return ("manager",)
