"""Money: a decimal amount that never travels without its currency."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from crm_es.messages import Message, Refused

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""An ISO 4217 code such as RUB."""


class Money(Message):
    """An amount in major units (roubles, not kopecks), at most two decimals."""

    amount: Annotated[Decimal, Field(max_digits=18, decimal_places=2, examples=["1250.50"])]
    currency: Annotated[Currency, Field(examples=["RUB"])]
    """An ISO 4217 code."""

    def below(self, other: Money) -> bool:
        """Whether this is less than the other; amounts of two currencies are never compared."""
        if self.currency != other.currency:
            raise Refused(
                f"{self} and {other} are in different currencies: give both in one.", "amounts in one currency"
            )
        return self.amount < other.amount

    def __str__(self) -> str:
        return f"{self.amount:,.2f}".replace(",", " ") + f" {self.currency}"
