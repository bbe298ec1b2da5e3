"""What a product costs a client, and what the asker may sell it for."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from psycopg import Connection
from psycopg.rows import dict_row
from pydantic import BaseModel, Field

from crm_es import pricing
from crm_es.api.house import House, answer
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.api.sight import Sight
from crm_es.context import Context
from crm_es.money import Money
from crm_es.playbook.names import typed_alike
from crm_es.registries import registry

CLIENTS = registry("clients")
HELD = """
SELECT price_approval_id, product, price, currency, quantity_left AS "left", valid_until FROM price_approvals
WHERE status = 'granted' AND asker_id = %s AND client_id = %s AND valid_until >= %s AND quantity_left > 0
ORDER BY price, valid_until, price_approval_id
"""


class GrantHeld(BaseModel):
    """A price below the floor that was granted."""

    price_approval_id: UUID
    price: Money
    left: Decimal = Field(description="How much may still be sold at it.")
    valid_until: date


class Quote(BaseModel):
    """What a product costs a client today."""

    product: str
    listed: bool = Field(description="Whether the price list has it.")
    unit: str | None
    list_price: Money | None
    agreed: Money | None = Field(description="What was agreed with the client for so much of it.")
    price: Money | None = Field(description="What the client pays where nobody says otherwise.")
    floor: Money | None = Field(description="Below it approval is needed; none where any price may be given.")
    of_the_client: bool = Field(
        description="Whether what was agreed with the client counts here: it does for those who may see the client."
    )
    vat_rate: Decimal | None = Field(description="In per cent; none where it is without VAT.")
    grants: list[GrantHeld] = Field(description="What the asker may sell it for below the floor.")


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["prices"])

    @routes.get("/prices/quote", response_model=Quote, responses=documented(409, 503))
    def quote(
        asker: Annotated[Asker, Depends(house.door)],
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up({"price_approvals", "client_registry"}))],
        client_id: UUID,
        product: Annotated[str, Query(min_length=1, max_length=80, pattern=r"^[^\x00]*$")],
        quantity: Annotated[Decimal, Query(gt=0, le=Decimal(10) ** 12, examples=["100"])] = Decimal(1),
    ) -> Response:
        """What a product costs a client today: the listed price, what was agreed, the floor, and what was granted.

        What was agreed with a client whom the asker may not see is left out, and the answer says so.
        """
        context = house.crm.reference.completed(Context(asker.person_id, datetime.now(UTC)))
        with house.database() as db:
            grants = held(db, context, client_id, product)
            of_the_client = sight.knows_costs or sight.row(CLIENTS, db, client_id) is not None
        found = quoted(context, client_id, product, quantity, grants, of_the_client=of_the_client)
        return answer(found)

    return routes


def quoted(
    context: Context, client_id: UUID, product: str, quantity: Decimal, grants: list[GrantHeld], *, of_the_client: bool
) -> Quote:
    context = context if of_the_client else without_terms(context)
    tariff, today = context.tariff, pricing.today(context)
    listed = tariff.listed(product) if tariff else None
    usual = next(iter(context.playbook.invoices.vat_rates), None)
    return Quote(
        product=pricing.listed_name(context, product),
        listed=listed is not None,
        unit=listed.unit if listed else None,
        list_price=pricing.list_price(context, product),
        agreed=tariff.agreed(product, client_id, quantity, today) if tariff else None,
        price=pricing.offered(context, product, client_id, quantity),
        floor=pricing.floor(context, product, client_id, quantity),
        of_the_client=of_the_client,
        vat_rate=listed.vat_rate if listed and listed.vat_rate is not None else usual,
        grants=grants,
    )


def without_terms(context: Context) -> Context:
    """As for a client with whom nothing is agreed."""
    return replace(context, tariff=context.tariff and replace(context.tariff, terms={}))


def held(db: Connection[Any], context: Context, client_id: UUID, product: str) -> list[GrantHeld]:
    """What was granted to the asker for this client and product, as far as something is left of it."""
    with db.cursor(row_factory=dict_row) as rows:
        found = rows.execute(HELD, (context.person_id, client_id, pricing.today(context))).fetchall()
    return [
        GrantHeld(**row | {"price": Money(amount=row["price"], currency=row["currency"])})
        for row in found
        if typed_alike(row["product"]) == typed_alike(product)
    ]
