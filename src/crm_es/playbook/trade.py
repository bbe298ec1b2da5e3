"""How invoices are numbered and taxed, and what an order needs before it is taken (S0-41, X-23)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from crm_es.messages import Message
from crm_es.playbook.names import Name

Rate = Annotated[Decimal, Field(ge=0, le=99, max_digits=4, decimal_places=2)]
"""A tax rate in per cent."""


class Series(Message):
    """A run of numbers without a gap, anew each year where the pattern names the year."""

    pattern: Annotated[str, StringConstraints(max_length=40), Field(examples=["{year}-{number:05}"])] = "{number}"
    """Of the number, with {number} and perhaps {year}."""

    def period(self, on: date) -> str:
        """Within which numbers are counted."""
        return str(on.year) if "{year" in self.pattern else "all"

    def written(self, number: int, on: date) -> str:
        return self.pattern.format(number=number, year=on.year)

    @field_validator("pattern")
    @classmethod
    def _written(cls, pattern: str) -> str:
        try:
            one, two = (pattern.format(number=n, year=2026) for n in (1, 2))
        except (KeyError, ValueError, IndexError, AttributeError, TypeError):
            raise ValueError(
                f"{pattern!r} is no pattern of numbers: write one such as {{year}}-{{number:05}}."
            ) from None
        if one == two or len(one) > 60:  # noqa: PLR2004 - no number is longer
            raise ValueError(f"{pattern!r} makes no numbers that differ: it lacks {{number}}.")
        return pattern


class Invoices(Message):
    """What an invoice of this company looks like."""

    series: Series = Series()
    vat_rates: tuple[Rate, ...] = (Decimal(22), Decimal(10), Decimal(0))
    """The rates that lines may have, in per cent; the first where a line names none. A line may also be without VAT."""


class Orders(Message):
    """What comes before an order."""

    needs_interest: bool = False
    """An order is taken only after the client's interest was noted (S0-41)."""
    interest_days: Annotated[int, Field(ge=1, le=3650)] = 60
    """How long an interest lasts."""
    exempt_roles: tuple[Name, ...] = ("head_of_sales",)
    """Whoever has one of these takes orders without one, and that stays visible."""
