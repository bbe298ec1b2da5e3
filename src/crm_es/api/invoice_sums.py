"""What an invoice would come to as far as it is filled in: line by line, with floors and what was paid last."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Response
from psycopg import Connection
from psycopg.rows import dict_row
from pydantic import BaseModel, Field

from crm_es import pricing
from crm_es.aggregates.invoice_desk import InvoiceDesk, InvoiceForm, WantedLine
from crm_es.aggregates.invoice_desk.lines import Sale, covered, filled_in, sale
from crm_es.api.house import House, answer
from crm_es.api.prices import CLIENTS, without_terms
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.api.sight import Sight
from crm_es.context import Context
from crm_es.ids import desk_of
from crm_es.messages import Refused
from crm_es.money import Money
from crm_es.playbook.names import typed_alike
from crm_es.trade_lines import InvoiceLine, total, vat

NOBODY: Final = UUID(int=0)
"""The client, as long as none is chosen: nothing is agreed with them."""
LAST: Final = """
SELECT DISTINCT ON (lower(line.product)) line.product, line.price, invoice.currency, invoice.dated AS on
FROM invoice_registry AS invoice JOIN invoice_lines AS line USING (invoice_key)
WHERE invoice.client_id = %s AND lower(line.product) = ANY(%s) AND invoice.cancelled_at IS NULL
ORDER BY lower(line.product), invoice.issued_at DESC
"""


class LastPrice(BaseModel):
    """What a client was invoiced last."""

    price: Money
    on: date | None


class SummedLine(BaseModel):
    """A line as the invoice would say it."""

    product: str
    listed: bool = Field(description="Whether the price list has it.")
    unit: str | None
    list_price: Money | None
    agreed: Money | None = Field(description="What was agreed with the client for so much of it.")
    floor: Money | None = Field(description="Below it approval is needed; none where any price may be given.")
    last: LastPrice | None = Field(description="What the client was invoiced last.")
    price: Money | None = Field(description="That is said, else the usual one; none where nobody knows it.")
    vat_rate: str | None = Field(description="In per cent; none where it is without VAT, or not known yet.")
    amount: Money | None
    takes_approval: bool = Field(description="The price is below the floor, and no grant covers it.")
    wrong: str | None = Field(description="Why the line cannot be invoiced so.")


class Sums(BaseModel):
    """What the lines come to."""

    lines: list[SummedLine]
    amount: Money | None = Field(description="Of all lines; none as long as one cannot be worked out.")
    vat: Money | None = Field(description="The part of the amount that is VAT.")


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["invoices"])

    @routes.post("/invoices/worked-out", response_model=Sums, responses=documented(409, 503))
    def worked_out(
        form: Annotated[InvoiceForm, Body()],
        asker: Annotated[Asker, Depends(house.door)],
        sight: Annotated[Sight, house.seeing],
    ) -> Response:
        """What an invoice would come to, line by line; nothing is recorded.

        What was agreed with a client whom the asker may not see, and what they paid, is left out.
        """
        streams, reference = house.crm.look([desk := desk_of(asker.person_id)])
        context = reference.completed(Context(asker.person_id, datetime.now(UTC)))
        last: Mapping[str, LastPrice] = {}
        with house.database() as db:
            if form.client_id and sight.row(CLIENTS, db, form.client_id) is not None:
                last = last_prices(db, form.client_id, (line.product for line in form.lines))
            elif not sight.knows_costs:
                context = without_terms(context)
        state: InvoiceDesk | None = streams[desk].state
        return answer(summed(form, state or InvoiceDesk(asker.person_id), context, last))

    return routes


def summed(form: InvoiceForm, desk: InvoiceDesk, context: Context, last: Mapping[str, LastPrice]) -> Sums:
    if not form.lines:
        return Sums(lines=[], amount=None, vat=None)
    sold = sale(form, form.client_id or NOBODY, context)
    found = [line_told(wanted, desk, sold, last) for wanted in form.lines]
    known = [line for _, line in found if line is not None]
    whole = len(known) == len(found)
    return Sums(
        lines=[told for told, _ in found],
        amount=Money(amount=total(known), currency=sold.currency) if whole else None,
        vat=Money(amount=vat(known), currency=sold.currency) if whole else None,
    )


def line_told(
    wanted: WantedLine, desk: InvoiceDesk, sold: Sale, last: Mapping[str, LastPrice]
) -> tuple[SummedLine, InvoiceLine | None]:
    """A line, as it is told and as it would be invoiced."""
    context, volume = sold.context, sold.volume(wanted.product)
    tariff = context.tariff
    listed = tariff.listed(wanted.product) if tariff else None
    told = SummedLine(
        product=pricing.listed_name(context, wanted.product),
        listed=listed is not None,
        unit=listed.unit if listed else wanted.unit,
        list_price=pricing.list_price(context, wanted.product),
        agreed=tariff.agreed(wanted.product, sold.client_id, volume, pricing.today(context)) if tariff else None,
        floor=sold.floor(wanted.product),
        last=last.get(typed_alike(wanted.product)),
        price=None,
        vat_rate=None,
        amount=None,
        takes_approval=False,
        wrong=None,
    )
    try:
        (line,) = filled_in([wanted], sold)
    except Refused as refusal:
        return told.model_copy(update={"wrong": str(refusal)}), None
    rate = None if line.vat_rate is None else f"{line.vat_rate:f}"
    price, amount = (Money(amount=sum_, currency=sold.currency) for sum_ in (line.price, line.amount))
    known = {"price": price, "amount": amount, "vat_rate": rate, "takes_approval": takes_approval(line, desk, sold)}
    return told.model_copy(update=known), line


def takes_approval(line: InvoiceLine, desk: InvoiceDesk, sold: Sale) -> bool:
    try:
        covered([line], desk.grants, sold)
    except Refused:
        return True
    return False


def last_prices(db: Connection[Any], client_id: UUID, products: Iterable[str]) -> dict[str, LastPrice]:
    """By product, what the client was invoiced last."""
    with db.cursor(row_factory=dict_row) as rows:
        found = rows.execute(LAST, (client_id, [product.lower() for product in products])).fetchall()
    return {
        typed_alike(row["product"]): LastPrice(price=Money(amount=row["price"], currency=row["currency"]), on=row["on"])
        for row in found
    }
