"""Every wish about a price below the floor, and what decides it: a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from crm_es import approving
from crm_es.aggregates.price_approval.commands import (
    EscalatePriceRequest,
    ForwardPriceRequest,
    GrantPrice,
    PriceApprovalCommand,
    RefusePrice,
    RemindPriceApprovers,
    RequestPrice,
)
from crm_es.aggregates.price_approval.events import (
    PriceApprovalEvent,
    PriceApproversReminded,
    PriceEscalated,
    PriceForwarded,
    PriceGranted,
    PriceRefused,
    PriceRequested,
    PriceStepApproved,
)
from crm_es.aggregates.price_approval.state import PriceApproval
from crm_es.context import Context
from crm_es.messages import Refused
from crm_es.money import Money
from crm_es.playbook import Matter


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
        case ((EscalatePriceRequest() | RemindPriceApprovers()), PriceApproval(answered=True)):
            return
        case _, PriceApproval(answered=True):
            raise Refused("This price is answered already, otherwise: ask for it anew.", "price answered already")
        case _, PriceApproval() if approving.is_barred(approval.barred, context):
            raise Refused(
                "Nobody answers a price request of their own: another approver has to.",
                "nobody answers own price request",
            )
        case GrantPrice(), PriceApproval():
            yield grant(approval, command, context)
        case RefusePrice(reason=reason), PriceApproval():
            whose = approving.must_be_asked(approval.course, context)
            told = wanted(approval, command.price_approval_id) | {"was_asked": approval.course.asked}
            yield PriceRefused(**told, approver_id=whose, decided_by=context.person_id, reason=reason)
        case ForwardPriceRequest(to_id=to_id, comment=comment), PriceApproval():
            told = approving.forward(approval.course, context, to_id, comment, approval.barred)
            yield PriceForwarded(**wanted_because(approval, command.price_approval_id), **told)
        case EscalatePriceRequest(), PriceApproval():
            if escalated := approving.escalate(approval.course, context, approval.barred):
                yield PriceEscalated(**wanted_because(approval, command.price_approval_id), **escalated)
        case RemindPriceApprovers(), PriceApproval():
            if reminded := approving.remind(approval.course, context):
                yield PriceApproversReminded(**wanted_because(approval, command.price_approval_id), **reminded)


def request(command: RequestPrice, context: Context) -> PriceRequested:
    prices, price = context.playbook.prices, command.price
    floor = prices.floor(command.product)
    if floor is None:
        raise Refused(f"{command.product} has no floor: no approval is needed.", "product has no floor")
    if not price.below(floor):
        raise Refused(f"{price} is not below the floor of {floor}: no approval is needed.", "not below the floor")
    # not checked as money is: it may have more digits than any amount that is paid
    value = Money.model_construct(amount=price.amount * command.quantity, currency=price.currency)
    route = prices.route(Matter(value, command.product))
    asked = approving.ask(route, context.person_id, context)
    return PriceRequested(**dict(command), asker_id=context.person_id, floor=floor, **asked)


def grant(approval: PriceApproval, command: GrantPrice, context: Context) -> PriceStepApproved | PriceGranted:
    verdict = approving.say_yes(
        approval.course, context, named=command.step, comment=command.comment, pass_on=command.pass_on
    )
    until, price_approval_id = command.valid_until, command.price_approval_id
    if until < context.at.date():
        raise Refused("A price is granted until today or later: choose another last day.")
    if verdict.final:
        return PriceGranted(**wanted(approval, price_approval_id), **verdict.told, valid_until=until)
    told = wanted_because(approval, price_approval_id) | verdict.told | verdict.left
    return PriceStepApproved(**told, valid_until=until)


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


def wanted(approval: PriceApproval, price_approval_id: UUID) -> dict[str, Any]:
    """What every event tells of the price."""
    return {
        "price_approval_id": price_approval_id,
        "asker_id": approval.asker_id,
        "client_id": approval.client_id,
        "product": approval.product,
        "quantity": approval.quantity,
        "price": approval.price,
    }


def wanted_because(approval: PriceApproval, price_approval_id: UUID) -> dict[str, Any]:
    """The same for those who are asked."""
    return wanted(approval, price_approval_id) | {"floor": approval.floor, "reason": approval.reason}
