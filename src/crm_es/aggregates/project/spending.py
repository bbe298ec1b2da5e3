"""What a project took so far, in all and by month: in minutes, and in money of each use and currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from crm_es.aggregates.project.events import Allowance, CountedWork
from crm_es.money import Money

Sums = Mapping[str, Decimal]
"""By use and currency; `minutes` are among them."""
MINUTES: Final = "minutes"
NOTHING: Final = Decimal(0)


@dataclass(frozen=True)
class Spending:
    minutes: int = 0
    all: Sums = field(default_factory=dict)
    months: Mapping[str, Sums] = field(default_factory=dict)

    def changed(self, was: CountedWork | None, work: CountedWork) -> Spending:
        """After the figures of an entry became others."""
        spending = self
        for figures, sign in ((was, -1), (work, 1)):
            if figures is not None:
                spending = spending._with(figures, sign)
        return spending

    def _with(self, work: CountedWork, sign: int) -> Spending:
        figures = {MINUTES: Decimal(work.minutes)}
        figures |= {f"{use} {money.currency}": money.amount for use, money in moneys(work) if money}
        month = month_of(work.on)
        months = {**self.months, month: added(self.months.get(month, {}), figures, sign)}
        return Spending(self.minutes + sign * work.minutes, added(self.all, figures, sign), months)


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def moneys(work: CountedWork) -> tuple[tuple[str, Money | None], ...]:
    return (("price", work.value), ("cost", work.cost))


def added(sums: Sums, figures: Sums, sign: int) -> Sums:
    return {**sums, **{name: sums.get(name, NOTHING) + sign * figure for name, figure in figures.items()}}


def limits(budget: Allowance) -> dict[str, Decimal]:
    """What a budget limits, as sums tell it, and to how much."""
    found = {}
    if budget.minutes is not None:
        found[MINUTES] = Decimal(budget.minutes)
    if budget.amount is not None:
        found[f"{budget.use} {budget.amount.currency}"] = budget.amount.amount
    return found


def available(budget: Allowance, spending: Spending, name: str, on: date) -> tuple[Decimal, Decimal]:
    """Of one of its limits: how much there was to spend in the month of a day, or in all, and how much is spent."""
    limit = limits(budget)[name]
    if budget.per == "total":
        return limit, spending.all.get(name, NOTHING)
    month, first = month_of(on), month_of(budget.since)
    spent = spending.months.get(month, {}).get(name, NOTHING)
    if not budget.carries_over or month < first:
        return limit, spent
    months = (on.year - budget.since.year) * 12 + on.month - budget.since.month
    before = sum((sums.get(name, NOTHING) for of, sums in spending.months.items() if first <= of < month), NOTHING)
    return limit * (months + 1) - before, spent
