"""When a payment request is submitted, it reserves its budgets, one after the other, until it comes to nothing.

What goes over a limit counts when somebody has answered for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from crm_es.aggregates.budget import (
    BudgetOverdrawn,
    BudgetReserved,
    ConfirmBudget,
    Overdraft,
    ReleaseBudget,
    ReserveBudget,
)
from crm_es.aggregates.payment_request import (
    PaymentRequestDoubtSettled,
    PaymentRequestRejected,
    PaymentRequestReturned,
    PaymentRequestSubmitted,
    PaymentRequestWithdrawn,
)

Answer = BudgetReserved | BudgetOverdrawn
Ending = PaymentRequestReturned | PaymentRequestRejected | PaymentRequestWithdrawn


def react(
    event: PaymentRequestSubmitted | Answer | PaymentRequestDoubtSettled | Ending,
) -> Iterator[ReserveBudget | ConfirmBudget | ReleaseBudget]:
    match event:
        case PaymentRequestSubmitted(budget_ids=budget_ids):
            yield from reserved(event, budget_ids)
        case BudgetReserved(then=budget_ids) | BudgetOverdrawn(then=budget_ids):
            yield from reserved(event, budget_ids, event.overdrafts)
        case PaymentRequestDoubtSettled(doubt="over budget"):
            for budget_id in event.budget_ids:
                yield ConfirmBudget(budget_id=budget_id, payment_request_id=event.payment_request_id, round=event.round)
        case PaymentRequestDoubtSettled():
            return
        case PaymentRequestReturned() | PaymentRequestRejected() | PaymentRequestWithdrawn():
            for budget_id in event.budget_ids:
                yield ReleaseBudget(
                    budget_id=budget_id,
                    payment_request_id=event.payment_request_id,
                    round=event.round,
                    paid=event.paid,
                )


def reserved(
    event: PaymentRequestSubmitted | Answer, budget_ids: tuple[UUID, ...], overdrafts: tuple[Overdraft, ...] = ()
) -> Iterator[ReserveBudget]:
    """The first of these; the others follow when it has answered."""
    if budget_ids:
        yield ReserveBudget(
            budget_id=budget_ids[0],
            payment_request_id=event.payment_request_id,
            round=event.round,
            amount=event.amount,
            budget_line=event.budget_line,
            department=event.department,
            pay_by=event.pay_by,
            then=budget_ids[1:],
            overdrafts=overdrafts,
        )
