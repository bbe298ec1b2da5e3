"""What may be wished of a price below the floor."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from crm_es.messages import Command
from crm_es.money import Money
from crm_es.playbook import Day, Name

Reason = Annotated[str, Field(min_length=1, max_length=500)]
Quantity = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=3)]


class RequestPrice(Command, roles={"manager", "head_of_sales", "operator", "import"}, opens=True):
    """Ask to sell a product to a client below its floor."""

    price_approval_id: UUID
    client_id: UUID
    deal_id: UUID | None = None
    product: Name
    quantity: Quantity = Decimal(1)
    price: Money
    """Of one unit."""
    reason: Reason


class GrantPrice(Command, roles={"employee", "import"}, in_person=True):
    """Allow the price until a day, that day included; where others have to say yes too, the last one's day counts."""

    price_approval_id: UUID
    valid_until: Day
    comment: Reason | None = None
    step: Name | None = None
    """Which step of the route; where none is named, the first that the asker may decide."""
    pass_on: bool = False
    """Where the step would close the route: say yes, and let the next step decide too."""


class RefusePrice(Command, roles={"employee", "import"}, in_person=True):
    """Say no, with a reason."""

    price_approval_id: UUID
    reason: Reason


class WithdrawPriceRequest(Command, roles={"manager", "head_of_sales", "operator", "import"}):
    """Take back a request of one's own that nobody has answered yet."""

    price_approval_id: UUID


class ExpirePrice(Command, roles={"clock"}):
    """End a request that nobody answered in time, or a grant whose last day is over."""

    price_approval_id: UUID


class ForwardPriceRequest(Command, roles={"employee"}, in_person=True):
    """Give the question to somebody else, who then answers in one's place."""

    price_approval_id: UUID
    to_id: UUID
    comment: Reason | None = None


class EscalatePriceRequest(Command, roles={"clock"}):
    """Ask the superiors too: nobody answered in time."""

    price_approval_id: UUID


class RemindPriceApprovers(Command, roles={"clock"}):
    """Remind those who have not answered."""

    price_approval_id: UUID


PriceApprovalCommand = (
    RequestPrice
    | GrantPrice
    | RefusePrice
    | WithdrawPriceRequest
    | ExpirePrice
    | ForwardPriceRequest
    | EscalatePriceRequest
    | RemindPriceApprovers
)
