"""How payments are asked for, limited and made (S1-20, X-37)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Final, Literal

from pydantic import Field, field_validator

from crm_es.messages import Message
from crm_es.money import Money
from crm_es.playbook.names import Name, among, twice
from crm_es.playbook.routes import Matter, Route, route_for

RequestField = Literal[
    "contractor", "details", "purpose", "pay_by", "kind", "department", "budget_line", "invoice_number", "invoice_file"
]
SOON: Final = timedelta(days=92)
"""As long as the longest quarter."""


class Limit(Message):
    """How much may be spent in each period. More takes a word of whoever keeps the limit."""

    name: Name
    budget_lines: tuple[Name, ...] = ()
    """It counts requests of these budget lines only; none given counts all."""
    departments: tuple[Name, ...] = ()
    """It counts requests of these departments only."""
    per: Literal["month", "quarter", "year"] = "month"
    amount: Money
    """It counts requests in its currency only."""
    keeper_role: Name
    """Who may let a request go over it."""

    def counts(self, amount: Money, budget_line: str | None, department: str | None) -> bool:
        listed = among(self.budget_lines, budget_line) and among(self.departments, department)
        return amount.currency == self.amount.currency and listed

    def period(self, day: date) -> str:
        """The period of a day: 2026-11, 2026-Q4 or 2026."""
        match self.per:
            case "month":
                return f"{day:%Y-%m}"
            case "quarter":
                return f"{day.year}-Q{(day.month + 2) // 3}"
            case "year":
                return str(day.year)


def counted_on(pay_by: date | None, submitted_on: date) -> date:
    """In the period of which day a request counts: of the day to pay by if that comes soon, else of its submission.

    A day far away would take it out of the budget of today, though it may be paid today.
    """
    return pay_by if pay_by and submitted_on <= pay_by <= submitted_on + SOON else submitted_on


class Payments(Message):
    """How requests for payment are handled."""

    routes: Annotated[tuple[Route, ...], Field(min_length=1)]
    accounting_role: Name = "accountant"
    """Who pays, and sees approved requests only."""
    head_role: Name = "head_of_sales"
    """Who is shown payments that nobody approved, and may explain them (S0-44)."""
    required: frozenset[RequestField] = frozenset({"contractor", "details", "purpose", "pay_by"})
    """What must be filled in before a request is submitted, besides what is paid for and the amount."""
    limits: tuple[Limit, ...] = ()

    def route(self, matter: Matter) -> Route | None:
        return route_for(self.routes, matter)

    @field_validator("limits")
    @classmethod
    def _once(cls, limits: tuple[Limit, ...]) -> tuple[Limit, ...]:
        for name in twice(limit.name for limit in limits):
            raise ValueError(f"Two limits are called {name!r}: rename one.")
        return limits
