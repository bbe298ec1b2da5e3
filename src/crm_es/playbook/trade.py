"""How invoices are numbered and taxed, and what an order needs before it is taken (S0-41, X-23)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from pydantic import Field, StringConstraints, field_validator

from crm_es.messages import Message
from crm_es.playbook.names import Name

Rate = Annotated[Decimal, Field(ge=0, le=99, max_digits=4, decimal_places=2)]
"""A tax rate in per cent."""
PLACE: Final = re.compile(r"\{number(?::0[1-9])?\}|\{year\}")
"""Where a number stands, perhaps filled up with zeros, or a year."""


class Series(Message):
    """A run of numbers without a gap, anew each year where the pattern names the year."""

    pattern: Annotated[str, StringConstraints(max_length=40), Field(examples=["{year}-{number:05}"])] = "{number}"
    """Of the number, with {number}, or {number:05} for five digits, and perhaps {year}."""

    def period(self, on: date) -> str:
        """Within which numbers are counted."""
        return str(on.year) if "{year}" in self.pattern else "all"

    def written(self, number: int, on: date) -> str:
        return self.pattern.format(number=number, year=on.year)

    @field_validator("pattern")
    @classmethod
    def _written(cls, pattern: str) -> str:
        if "{" in (rest := PLACE.sub("", pattern)) or "}" in rest:
            raise ValueError(f"{pattern!r} is no pattern of numbers: write one such as {{year}}-{{number:05}}.")
        if pattern.count("{number") != 1:
            raise ValueError(f"{pattern!r} makes no numbers that differ: name {{number}} in it, once.")
        return pattern


class Invoices(Message):
    """What an invoice of this company looks like."""

    series: Series = Series()
    vat_rates: tuple[Rate, ...] = (Decimal(22), Decimal(10), Decimal(0))
    """The rates that lines may have, in per cent; the first where a line names none. A line may also be without VAT."""
    needs_lines: bool = False
    """An invoice says line by line what it is for: one for an amount alone is refused."""
    only_listed: bool = False
    """A line is for a product of the price list. Else others are let through, and the invoice says so."""


class Orders(Message):
    """What comes before an order, and who looks after what comes from the books of others."""

    needs_interest: bool = False
    """An order is taken only after the client's interest was noted (S0-41)."""
    interest_days: Annotated[int, Field(ge=1, le=3650)] = 60
    """How long an interest lasts."""
    exempt_roles: tuple[Name, ...] = ("head_of_sales",)
    """Whoever has one of these takes orders without one, and that stays visible."""
    inbox_role: Name = "operator"
    """Whoever has it looks after what other systems told and nobody could enter (S0-37)."""
