"""What a line of the output report adds up to: minutes, money and plan (S3-11).

Billed hours are worth what their act asks for them, less its credits, whatever the rate card says by now; only hours
that are not billed yet are worth what it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final

from crm_es.rates import Priced, Rates
from crm_es.trade_lines import KOPECK

TENTH: Final = Decimal("0.1")


@dataclass
class Sums:
    """What a line adds up to."""

    minutes: int = 0
    billable: int = 0
    billed: int = 0
    amounts: dict[str, Fraction] = field(default_factory=dict)
    without_rate: int = 0
    earned: Fraction = Fraction(0)
    against_plan: int = 0

    def add(self, row: Mapping[str, Any], rates: Rates) -> None:
        self.minutes += row["minutes"]
        self.billable += row["billable_minutes"]
        self.billed += row["billed_minutes"]
        if row["line_id"]:
            self.worth(row["currency"], Fraction(row["left_amount"]) * row["minutes"] / row["line_minutes"])
        elif row["billable_minutes"]:
            priced = rates.hourly(
                Priced(row["person_id"], row["kind"], row["client_id"], row["project_id"]), row["day"]
            )
            if priced is None:
                self.without_rate += row["billable_minutes"]
            else:
                self.worth(priced.currency, Fraction(priced.amount) * row["billable_minutes"] / 60)
        if row["earned_minutes"] and row["spent_minutes"]:
            self.earned += Fraction(row["earned_minutes"]) * row["minutes"] / row["spent_minutes"]
            self.against_plan += row["minutes"]

    def worth(self, currency: str, amount: Fraction) -> None:
        self.amounts[currency] = self.amounts.get(currency, Fraction(0)) + amount


def rounded(amount: Fraction) -> Decimal:
    return (Decimal(amount.numerator) / amount.denominator).quantize(KOPECK, ROUND_HALF_UP)


def percent(part: Fraction, whole: int) -> Decimal | None:
    """To one decimal; None of nothing."""
    share = part * 100 / whole if whole else None
    return None if share is None else (Decimal(share.numerator) / share.denominator).quantize(TENTH, ROUND_HALF_UP)
