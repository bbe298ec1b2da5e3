"""How much of each limit is taken, and how much is left? (X-37)"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from crm_es.aggregates.budget import (
    BudgetConfirmed,
    BudgetEvent,
    BudgetOverdrawn,
    BudgetReleased,
    BudgetReserved,
    Total,
)
from crm_es.messages import Corrupt
from crm_es.money import Money
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class Budget(Row, table="budgets", key="budget_id", indexes=("period",)):
    """One limit of the playbook in one period."""

    budget_id: UUID
    name: str
    period: str
    """2026-11, 2026-Q4 or 2026."""
    allowed: Decimal
    reserved: Decimal
    """By requests for payment, paid or not."""
    available: Decimal
    """What is left; below zero where more is reserved than allowed."""
    currency: str
    requests: int
    """How many of them there are."""


def keys(event: BudgetEvent) -> tuple[UUID, ...]:
    return (event.budget_id,)


def evolve(budget: Budget | None, recorded: Recorded[BudgetEvent], key: UUID) -> Budget | None:
    match budget, recorded.event:
        case _, (
            BudgetReserved(limit=str() as name, period=str() as period, allowed=Money() as allowed)
            | BudgetOverdrawn(limit=name, period=period, allowed=allowed)
        ) as event:
            sums = taken(allowed.amount, event.reserved)
            return Budget(key, name, period, allowed.amount, currency=allowed.currency, requests=event.requests, **sums)
        case _, BudgetReserved():
            return budget
        case Budget(), (BudgetConfirmed(reserved=left) | BudgetReleased(reserved=Total() as left)) as event if (
            left.currency == budget.currency
        ):
            return replace(budget, requests=event.requests, **taken(budget.allowed, left))
        case _, BudgetConfirmed() | BudgetReleased():
            return budget
        case _:
            raise Corrupt(budget, recorded.event)


def taken(allowed: Decimal, reserved: Total) -> dict[str, Any]:
    return {"reserved": reserved.amount, "available": allowed - reserved.amount}
