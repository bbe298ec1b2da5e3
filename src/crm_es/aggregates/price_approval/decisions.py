"""Every wish about a price below the floor, and what decides it: a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from crm_es import approving, pricing
from crm_es.aggregates.price_approval.commands import (
    EscalatePriceRequest,
    ExpirePrice,
    ForwardPriceRequest,
    GrantPrice,
    PriceApprovalCommand,
    RefusePrice,
    RemindPriceApprovers,
    RequestPrice,
    WithdrawPriceRequest,
)
from crm_es.aggregates.price_approval.events import (
    PriceApprovalEvent,
    PriceApproversReminded,
    PriceEscalated,
    PriceExpired,
    PriceForwarded,
    PriceGranted,
    PriceRefused,
    PriceRequested,
    PriceStepApproved,
    PriceWithdrawn,
)
from crm_es.aggregates.price_approval.state import PriceApproval
from crm_es.context import Context
from crm_es.messages import Refused
from crm_es.money import Money
from crm_es.playbook import Matter
from crm_es.playbook.names import typed_alike


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
        case ExpirePrice(), PriceApproval():
            if is_over(approval, context):
                told = wanted(approval, command.price_approval_id)
                granted = approval.answered
                was_asked = () if granted else approval.course.asked
                yield PriceExpired(**told, granted=granted, was_asked=was_asked)
        case GrantPrice(valid_until=valid_until), PriceApproval(answered=True) if valid_until == approval.valid_until:
            return
        case RefusePrice(), PriceApproval(outcome="refused"):
            return
        case WithdrawPriceRequest(), PriceApproval(outcome="withdrawn"):
            return
        case ((EscalatePriceRequest() | RemindPriceApprovers()), PriceApproval(answered=True)):
            return
        case _, PriceApproval(answered=True):
            raise Refused(
                f"This price is {approval.outcome} already: ask for it anew where it is wanted otherwise.",
                "price answered already",
            )
        case WithdrawPriceRequest(), PriceApproval():
            if context.person != approval.asker_id:
                raise Refused("Whoever asked for a price takes it back: leave it to them.", "own price request")
            told = wanted(approval, command.price_approval_id)
            yield PriceWithdrawn(**told, was_asked=approval.course.asked)
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
            who = context.person_id
            by_name = named(whose, who, context)
            yield PriceRefused(**told, approver_id=whose, decided_by=who, reason=reason, answered_by=by_name)
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
    prices, price, product = context.playbook.prices, command.price, pricing.listed_name(context, command.product)
    floor = pricing.floor(context, product, command.client_id, command.quantity)
    if floor is None:
        raise Refused(f"{product} has no floor: no approval is needed.", "product has no floor")
    if price.amount <= 0:
        raise Refused("A price is above zero: ask for another.", "a price above zero")
    if not price.below(floor):
        raise Refused(f"{price} is not below the floor of {floor}: no approval is needed.", "not below the floor")
    # The floor's value, or a lower price would be a smaller matter. It is not checked as money is: it may have more
    # digits than any amount that is paid.
    value = Money.model_construct(amount=floor.amount * command.quantity, currency=floor.currency)
    route = prices.route(Matter(value, product))
    return PriceRequested(
        **dict(command) | {"product": product},
        asker_id=context.person_id,
        floor=floor,
        list_price=pricing.list_price(context, product),
        margin_percent=pricing.margin(context, product, price),
        answer_by=context.at + timedelta(prices.answer_within_days),
        **approving.ask(route, context.person_id, context),
    )


def grant(approval: PriceApproval, command: GrantPrice, context: Context) -> PriceStepApproved | PriceGranted:
    verdict = approving.say_yes(
        approval.course, context, named=command.step, comment=command.comment, pass_on=command.pass_on
    )
    until, price_approval_id = command.valid_until, command.price_approval_id
    if until < pricing.today(context):
        raise Refused("A price is granted until today or later: choose another last day.")
    if verdict.final:
        return PriceGranted(
            **wanted(approval, price_approval_id),
            **verdict.told,
            valid_until=until,
            ends_at=context.playbook.calendar.end_of(until),
            answered_by=named(verdict.told["approver_id"], verdict.told["decided_by"], context),
        )
    told = wanted_because(approval, price_approval_id) | verdict.told | verdict.left
    return PriceStepApproved(**told, valid_until=until)


def is_over(approval: PriceApproval, context: Context) -> bool:
    """Whether nobody answered in time, or the last day of the grant is past."""
    ends_at = {None: approval.answer_by, "granted": approval.ends_at}.get(approval.outcome)
    return ends_at is not None and ends_at < context.at


def named(approver_id: UUID, decided_by: UUID, context: Context) -> str:
    """Who answered, and for whom."""
    name = context.directory.name
    return name(decided_by) if decided_by == approver_id else f"{name(decided_by)} for {name(approver_id)}"


def repeats(command: RequestPrice, approval: PriceApproval, context: Context) -> bool:
    """Whether the same is asked for again."""
    same = replace(
        approval,
        asker_id=context.person_id,
        client_id=command.client_id,
        product=approval.product if typed_alike(command.product) == typed_alike(approval.product) else command.product,
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
    return wanted(approval, price_approval_id) | {
        "floor": approval.floor,
        "reason": approval.reason,
        "list_price": approval.list_price,
        "margin_percent": approval.margin_percent,
    }
