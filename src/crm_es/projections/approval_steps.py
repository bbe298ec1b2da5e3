"""Who was asked at which step of a payment's route, since when, and what came of it? Answers the report by approver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from crm_es.aggregates.payment_request import (
    PaymentRequestAdopted,
    PaymentRequestApproved,
    PaymentRequestEscalated,
    PaymentRequestForwarded,
    PaymentRequestPaid,
    PaymentRequestRejected,
    PaymentRequestReturned,
    PaymentRequestStepApproved,
    PaymentRequestSubmitted,
    PaymentRequestWithdrawn,
)
from crm_es.approval_asks import NOT_NEEDED, Answer, Ask, Asks, begun
from crm_es.ids import derived
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

Approved = PaymentRequestStepApproved | PaymentRequestApproved
Asking = PaymentRequestForwarded | PaymentRequestEscalated
Ended = PaymentRequestReturned | PaymentRequestRejected | PaymentRequestWithdrawn | PaymentRequestAdopted
AskFact = PaymentRequestSubmitted | Approved | Asking | PaymentRequestPaid | Ended

PAYMENT: Final = "payment"
"""What follows the steps: accounting is asked to pay."""


@dataclass(frozen=True)
class Round(Row, table="approval_steps", key="round_id", indexes=("payment_request_id",)):
    """One request from a submission to its end. The lists hold one value each for everybody asked, as in Ask."""

    round_id: UUID
    payment_request_id: UUID
    author_id: UUID
    round: int
    route: str
    submitted_at: datetime
    steps: tuple[str, ...]
    """Of the route, in order."""
    optional: tuple[str, ...]
    step: tuple[str, ...] = ()
    person: tuple[UUID, ...] = ()
    asked_at: tuple[datetime, ...] = ()
    decided_at: tuple[datetime, ...] = ()
    decided_by: tuple[UUID, ...] = ()
    outcome: tuple[str, ...] = ()

    @property
    def asks(self) -> Asks:
        lists = (self.step, self.person, self.asked_at, self.decided_at, self.decided_by, self.outcome)
        return Asks(self.steps, self.optional, tuple(Ask(*one) for one in zip(*lists, strict=True)))


def with_asks(round_: Round, asks: Asks) -> Round:
    lists: dict[str, Any] = dict(zip(Ask._fields, zip(*asks.all, strict=True), strict=False))
    return replace(round_, **lists)


def keys(event: AskFact) -> tuple[UUID, ...]:
    return (derived(event.payment_request_id, "round", event.round),)


def evolve(round_: Round | None, recorded: Recorded[AskFact], key: UUID) -> Round | None:
    event, at = recorded.event, recorded.occurred_at
    if isinstance(event, PaymentRequestSubmitted):
        asks = begun(event.steps, at)
        steps, optional = asks.steps, tuple(asks.optional)
        about = (event.payment_request_id, event.author_id, event.round, event.route)
        return with_asks(Round(key, *about, at, steps, optional), asks)
    return with_asks(round_, after(round_.asks, event, at)) if round_ else None  # a draft asks nobody


def after(asks: Asks, event: Approved | Asking | Ended | PaymentRequestPaid, at: datetime) -> Asks:  # noqa: PLR0911 - a table read from top to bottom
    """Who is asked, and what was answered, once this has happened."""
    match event:
        case PaymentRequestStepApproved(step=step, approver_id=person, decided_by=by, passed=passed):
            said = asks.answered(Answer("approved", at, by), person, step)
            return said.past(step, at) if passed else said
        case PaymentRequestApproved(step=step, approver_id=person, decided_by=by, accountants=accountants):
            said = asks.answered(Answer("approved", at, by), person, step).past(step, at)
            return said.over(NOT_NEEDED, at).asking(PAYMENT, accountants, at)
        case PaymentRequestForwarded(step=step, from_id=person, to_id=to_id, decided_by=by):
            return asks.answered(Answer("forwarded", at, by), person, step).asking(step, (to_id,), at)
        case PaymentRequestEscalated(step=step, to=to):
            return asks.asking(step, to, at)
        case PaymentRequestReturned(decided_by=by):
            return asks.answered(Answer("returned", at, by), by).over(NOT_NEEDED, at)
        case PaymentRequestRejected(decided_by=by):
            return asks.answered(Answer("rejected", at, by), by).over(NOT_NEEDED, at)
        case PaymentRequestPaid(paid_by=by):
            said = asks.answered(Answer("paid", at, by), by, PAYMENT) if isinstance(by, UUID) else asks
            return said.over(NOT_NEEDED, at)
        case PaymentRequestWithdrawn():
            return asks.over("withdrawn", at)
        case PaymentRequestAdopted(to_status=status):
            return asks.again(at) if status == "submitted" else asks.over(NOT_NEEDED, at)
