"""A price approval: a manager asks to sell below the floor, and the head of sales answers (S0-23..S0-26).

It is requested once and answered once: granted or refused. At or above the floor nobody need ask.
Nobody answers a request of their own. A grant holds for its client, product and quantity until its last day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, get_args
from uuid import UUID

from pydantic import Field

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Refused
from crm_es.money import Money
from crm_es.playbook import Name

Reason = Annotated[str, Field(min_length=1, max_length=500)]
Quantity = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=3)]

# ── Events ──────────────────────────────────────────────────────────────────


class PriceRequested(Event):
    """A manager asked for a price below the floor."""

    price_approval_id: UUID
    asker_id: UUID
    client_id: UUID
    deal_id: UUID | None = None
    product: str
    quantity: Decimal
    price: Money
    floor: Money
    reason: str
    approvers: tuple[UUID, ...]
    """Who may answer."""


class PriceGranted(Event):
    """The manager may sell at this price."""

    price_approval_id: UUID
    asker_id: UUID
    client_id: UUID
    product: str
    quantity: Decimal
    price: Money
    approver_id: UUID
    """Whose answer it is."""
    decided_by: UUID
    """Who gave it: the approver, or a deputy."""
    comment: str | None = None
    valid_until: date
    approvers: tuple[UUID, ...]


class PriceRefused(Event):
    """The manager may not sell at this price."""

    price_approval_id: UUID
    asker_id: UUID
    client_id: UUID
    product: str
    quantity: Decimal
    price: Money
    approver_id: UUID
    decided_by: UUID
    reason: str
    approvers: tuple[UUID, ...]


PriceApprovalEvent = PriceRequested | PriceGranted | PriceRefused

# ── Commands ────────────────────────────────────────────────────────────────


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
    """Allow the price until a day, that day included."""

    price_approval_id: UUID
    valid_until: date
    comment: Reason | None = None


class RefusePrice(Command, roles={"employee", "import"}, in_person=True):
    """Say no, with a reason."""

    price_approval_id: UUID
    reason: Reason


PriceApprovalCommand = RequestPrice | GrantPrice | RefusePrice

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class PriceApproval:
    asker_id: UUID
    client_id: UUID
    product: str
    quantity: Decimal
    price: Money
    approvers: tuple[UUID, ...]
    answered: bool = False
    valid_until: date | None = None
    """Until when it is granted; None while it is not."""


def evolve(approval: PriceApproval | None, event: PriceApprovalEvent) -> PriceApproval:
    match approval, event:
        case None, PriceRequested():
            return PriceApproval(
                event.asker_id, event.client_id, event.product, event.quantity, event.price, event.approvers
            )
        case PriceApproval(answered=False), PriceGranted(valid_until=valid_until):
            return replace(approval, answered=True, valid_until=valid_until)
        case PriceApproval(answered=False), PriceRefused():
            return replace(approval, answered=True)
        case _:
            raise Corrupt(approval, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(
    approval: PriceApproval | None, command: PriceApprovalCommand, context: Context
) -> Iterator[PriceApprovalEvent]:
    match command, approval:
        case RequestPrice(), None:
            yield request(command, context)
        case _, None:
            raise Refused("There is no such price approval.")
        case RequestPrice(), PriceApproval():
            if not repeats(command, approval, context):
                raise Refused("This price is asked for already: ask for another with an id of its own.")
        case GrantPrice(valid_until=valid_until), PriceApproval(answered=True) if valid_until == approval.valid_until:
            return
        case RefusePrice(), PriceApproval(answered=True, valid_until=None):
            return
        case _, PriceApproval(answered=True):
            raise Refused("This price is answered already, otherwise: ask for it anew.", "price answered already")
        case _, PriceApproval() if context.person == approval.asker_id:
            raise Refused(
                "Nobody answers a price request of their own: another approver has to.",
                "nobody answers own price request",
            )
        case GrantPrice(valid_until=valid_until, comment=comment), PriceApproval():
            answer = answered(approval, command, context)
            if valid_until < context.at.date():
                raise Refused("A price is granted until today or later: choose another last day.")
            yield PriceGranted(**answer, valid_until=valid_until, comment=comment)
        case RefusePrice(reason=reason), PriceApproval():
            yield PriceRefused(**answered(approval, command, context), reason=reason)


def request(command: RequestPrice, context: Context) -> PriceRequested:
    prices, asker_id = context.playbook.prices, context.person_id
    floor = prices.floor(command.product)
    if floor is None:
        raise Refused(f"{command.product} has no floor: no approval is needed.", "product has no floor")
    if not command.price.below(floor):
        raise Refused(
            f"{command.price} is not below the floor of {floor}: no approval is needed.", "not below the floor"
        )
    approvers = tuple(person for person in context.directory.holders(prices.approver_role) if person != asker_id)
    if not approvers:
        raise Refused(
            f"Nobody but you has the role {prices.approver_role}: ask an administrator to give it to somebody.",
            "nobody may answer",
        )
    return PriceRequested(**dict(command), asker_id=asker_id, floor=floor, approvers=approvers)


def repeats(command: RequestPrice, approval: PriceApproval, context: Context) -> bool:
    """Whether the same is asked for again."""
    same = replace(
        approval,
        asker_id=context.person_id,
        client_id=command.client_id,
        product=command.product,
        quantity=command.quantity,
        price=command.price,
    )
    return same == approval


def answered(approval: PriceApproval, command: GrantPrice | RefusePrice, context: Context) -> dict[str, Any]:
    """What either answer tells, if the asker may answer."""
    may = (person for person in approval.approvers if context.is_or_stands_in_for(person))
    approver_id = context.person_id if context.person in approval.approvers else next(may, None)
    if approver_id is None:
        raise Refused(
            "Answering takes the one who is asked, or a deputy within the dates: have them appoint you deputy.",
            "not an approver",
        )
    return {
        "price_approval_id": command.price_approval_id,
        "asker_id": approval.asker_id,
        "client_id": approval.client_id,
        "product": approval.product,
        "quantity": approval.quantity,
        "price": approval.price,
        "approver_id": approver_id,
        "decided_by": context.person_id,
        "approvers": approval.approvers,
    }


decider = Decider("price_approval", "price approvals", get_args(PriceApprovalCommand), decide, evolve)
