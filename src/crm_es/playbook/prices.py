"""The floors of prices, and who lets a product go below (S0-25, S0-26)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from crm_es.messages import Message
from crm_es.money import Money
from crm_es.playbook.names import Name, typed_alike, typed_twice
from crm_es.playbook.routes import Matter, Route, RouteStep, route_for


class Floor(Message):
    """The price of one unit of a product below which approval is needed."""

    product: Name
    price: Money


class Prices(Message):
    """Who lets a product go below its floor."""

    approver_role: Name = "head_of_sales"
    """Who answers where no route fits."""
    routes: tuple[Route, ...] = ()
    """Who answers, by the value of what is asked for, at its floor, and by product as the kind; the first that fits."""
    floors: tuple[Floor, ...] = ()
    """Of products that no price list has."""
    answer_within_days: Annotated[int, Field(ge=1, le=365)] = 14
    """A request that nobody answered by then is over."""

    def floor(self, product: str) -> Money | None:
        wanted = typed_alike(product)
        return next((floor.price for floor in self.floors if typed_alike(floor.product) == wanted), None)

    def route(self, matter: Matter) -> Route:
        """The first route that fits, else the approver's word alone."""
        step = RouteStep(name="price", role=self.approver_role)
        return route_for(self.routes, matter) or Route(name="price", steps=(step,))

    @field_validator("floors")
    @classmethod
    def _once(cls, floors: tuple[Floor, ...]) -> tuple[Floor, ...]:
        for product in typed_twice(floor.product for floor in floors):
            raise ValueError(f"Product {product!r} has two floors: keep one.")
        return floors
