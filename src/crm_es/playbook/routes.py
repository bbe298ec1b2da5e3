"""Who approves what, in which order (S1-35, S0-50)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Final, Literal, NamedTuple, Self
from uuid import UUID

from pydantic import Field, model_validator

from crm_es.messages import Message
from crm_es.money import Currency, Money
from crm_es.playbook.names import Name, among, twice

SUPERVISOR: Final = "author's supervisor"
"""In place of a role: whoever the author answers to."""
Hours = Annotated[int, Field(ge=1, le=24 * 365)]


class Matter(NamedTuple):
    """What a route is sought for: a payment, a price, a document."""

    amount: Money | None = None
    kind: str | None = None
    department: str | None = None
    contractor_id: UUID | None = None


class RouteStep(Message):
    """One approval on the way of a request."""

    name: Name
    role: Name
    """Whoever has it may decide, or a deputy within the dates; or `author's supervisor`."""
    needs: Literal["any", "all"] | Annotated[int, Field(ge=1, le=20)] = "any"
    """How many of those have to say yes: any one, all, or a number."""
    optional: bool = False
    """A later step may decide without waiting for this one."""
    closes: bool = False
    """Approval here approves the whole request, unless the approver passes it on."""
    remind_after_hours: Hours | None = None
    """Whoever has not answered by then is reminded, once."""
    escalate_after_hours: Hours | None = None
    """Where nobody has decided by then, the superiors of those who are asked are asked too.

    Where optional steps are asked together with a needed one, the hours of the needed one count.
    """


class Route(Message):
    """Who approves, in which order, matters of a certain kind. The first route that fits is taken."""

    name: Name
    up_to: Annotated[Decimal, Field(gt=0)] | None = None
    """It fits amounts up to this, included; None fits all."""
    currency: Currency | None = None
    """It fits this currency only; None fits all."""
    kinds: tuple[Name, ...] = ()
    """It fits these kinds only; none given fits all."""
    departments: tuple[Name, ...] = ()
    """It fits these departments only."""
    contractors: tuple[UUID, ...] = ()
    """It fits these contractors only."""
    steps: Annotated[tuple[RouteStep, ...], Field(min_length=1)]

    def fits(self, matter: Matter) -> bool:
        return (
            self._fits_amount(matter.amount)
            and among(self.kinds, matter.kind)
            and among(self.departments, matter.department)
            and (not self.contractors or matter.contractor_id in self.contractors)
        )

    def _fits_amount(self, amount: Money | None) -> bool:
        if amount is None:
            return self.currency is None and self.up_to is None
        return self.currency in (None, amount.currency) and (self.up_to is None or amount.amount <= self.up_to)

    @model_validator(mode="after")
    def _names(self) -> Self:
        for name in twice(step.name for step in self.steps):
            raise ValueError(f"Route {self.name!r} has two steps called {name!r}: rename one.")
        if not any(step.closes for step in self.steps) and all(step.optional for step in self.steps):
            raise ValueError(f"Route {self.name!r} needs a step that is not optional, or one that closes.")
        return self


def route_for(routes: Iterable[Route], matter: Matter) -> Route | None:
    """The first route that fits."""
    return next((route for route in routes if route.fits(matter)), None)
