"""The lines of an invoice: filled in from the price list, in one currency, none below its floor without a grant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeVar
from uuid import UUID

from crm_es import pricing
from crm_es.aggregates.invoice_desk.form import InvoiceForm, WantedLine
from crm_es.aggregates.invoice_desk.state import Grant
from crm_es.context import Context
from crm_es.messages import Refused, Remedy, quoted
from crm_es.money import Currency, Money
from crm_es.playbook.names import typed_alike
from crm_es.trade_lines import InvoiceLine

Key = TypeVar("Key")


class Sale(NamedTuple):
    """Whom something is sold to, and how much of each product: prices depend on it."""

    client_id: UUID
    deal_id: UUID | None
    currency: Currency
    volumes: Mapping[str, Decimal]
    context: Context

    def volume(self, product: str) -> Decimal:
        return self.volumes[typed_alike(product)]

    def floor(self, product: str) -> Money | None:
        return pricing.floor(self.context, product, self.client_id, self.volume(product))

    def offered(self, product: str) -> Money | None:
        return pricing.offered(self.context, product, self.client_id, self.volume(product))


class Below(NamedTuple):
    """A line below its floor that no grant covers."""

    line: InvoiceLine
    floor: Money
    granted: Decimal
    """How much of what was granted at this price is left, if anything."""


def sale(form: InvoiceForm, client_id: UUID, context: Context) -> Sale:
    """What is sold. Raises Refused where nobody says in which currency."""
    told = form.currency or (form.amount and form.amount.currency) or (context.tariff and context.tariff.currency)
    if not told:
        raise Refused("Say in which currency the prices are.", "amounts in one currency")
    if form.amount and form.amount.currency != told:
        raise Refused(
            f"The amount is in {form.amount.currency} and the prices are in {told}: give both in one.",
            "amounts in one currency",
        )
    volumes: dict[str, Decimal] = {}
    for line in form.lines:
        add(volumes, typed_alike(line.product), line.quantity)
    return Sale(client_id, form.deal_id, told, volumes, context)


def add(sums: dict[Key, Decimal], key: Key, quantity: Decimal) -> None:
    sums[key] = sums.get(key, Decimal(0)) + quantity


def filled_in(wanted: Sequence[WantedLine], sold: Sale) -> tuple[InvoiceLine, ...]:
    """The lines with their units, prices and rates. Raises Refused where one cannot be known."""
    return tuple(_filled_in(line, sold) for line in wanted)


def _filled_in(line: WantedLine, sold: Sale) -> InvoiceLine:
    tariff = sold.context.tariff
    listed = tariff.listed(line.product) if tariff else None
    if listed and line.unit and typed_alike(line.unit) != typed_alike(listed.unit):
        raise Refused(
            f"{listed.product} is priced by the {listed.unit}: give its quantity and price by it.", "units of the list"
        )
    price, usual = line.price, sold.offered(line.product)
    if price is None and usual and usual.currency == sold.currency:
        price = usual.amount
    if price is None:
        raise Refused(f"Give the price of {line.product}: no price list says it in {sold.currency}.", "a known price")
    return InvoiceLine(
        product=listed.product if listed else line.product,
        quantity=line.quantity,
        unit=listed.unit if listed else line.unit or "piece",
        price=price,
        vat_rate=rate(line, listed.vat_rate if listed else None, sold.context.playbook.invoices.vat_rates),
        price_approval_id=line.price_approval_id,
    )


def rate(line: WantedLine, listed: Decimal | None, rates: Sequence[Decimal]) -> Decimal | None:
    """The rate of a line, out of those that the playbook names; None where it is without VAT."""
    match line.vat_rate:
        case "none":
            return None
        case None:
            return listed if listed is not None else next(iter(rates), None)
        case told if told in rates:
            return told
        case told:
            known = ", ".join(f"{one:f}" for one in rates) or "no rate"
            raise Refused(
                f"{told:f} % of VAT on {line.product} is none of the playbook's rates: take {known}, or none.",
                "rates of the playbook",
            )


def unlisted(lines: Sequence[InvoiceLine], context: Context) -> tuple[str, ...]:
    """Products that the price list lacks. Raises Refused where the playbook wants none."""
    tariff = context.tariff
    if tariff is None:
        return ()
    found = tuple(dict.fromkeys(line.product for line in lines if tariff.listed(line.product) is None))
    if found and context.playbook.invoices.only_listed:
        raise Refused(
            f"The price list lacks {quoted(found)}: take products of the list, or have these listed first.",
            "products of the price list",
        )
    return found


def covered(
    lines: Sequence[InvoiceLine], grants: Mapping[UUID, Grant], sold: Sale
) -> tuple[tuple[InvoiceLine, ...], dict[UUID, Decimal]]:
    """The lines, each with the grant that it needs, and what they take of each grant.

    Raises Refused with all lines that are below their floor and have none.
    """
    taken: dict[UUID, Decimal] = {}
    below: list[Below] = []
    told: list[InvoiceLine] = []
    for line in lines:
        grant_id, floor = None, sold.floor(line.product)
        if floor and Money(amount=line.price, currency=sold.currency).below(floor):
            left = {key: grants[key].left - taken.get(key, 0) for key in fitting(line, grants, sold)}
            grant_id = next((key for key, much in left.items() if much >= line.quantity), None)
            if grant_id:
                add(taken, grant_id, line.quantity)
            else:
                below.append(Below(line, floor, max(left.values(), default=Decimal(0))))
        told.append(line.model_copy(update={"price_approval_id": grant_id}))
    if below:
        raise Refused(sentence(below, sold), "price below the floor", (asking(one, sold) for one in below))
    return tuple(told), taken


def fitting(line: InvoiceLine, grants: Mapping[UUID, Grant], sold: Sale) -> Iterator[UUID]:
    """The grants that let this client have this product at this price today."""
    today = pricing.today(sold.context)
    for key, grant in grants.items():
        same = (grant.client_id, typed_alike(grant.product), grant.price.currency) == (
            sold.client_id,
            typed_alike(line.product),
            sold.currency,
        )
        named = line.price_approval_id in (None, key)
        if same and named and grant.price.amount <= line.price and today <= grant.valid_until:
            yield key


def sentence(below: Sequence[Below], sold: Sale) -> str:
    """Which lines take approval, and what to do."""

    def told(one: Below) -> str:
        price = Money(amount=one.line.price, currency=sold.currency)
        rest = f", of which {one.granted:f} are granted" if one.granted else ""
        return f"{one.line.product}, {one.line.quantity:f} at {price}{rest}, floor {one.floor}"

    return f"These prices take approval first: {'; '.join(map(told, below))}. Ask for them, or raise them."


def asking(one: Below, sold: Sale) -> Remedy:
    """To ask for the price of a line."""
    line, price = one.line, Money(amount=one.line.price, currency=sold.currency)
    deal = {"deal_id": str(sold.deal_id)} if sold.deal_id else {}
    fields = deal | {
        "client_id": str(sold.client_id),
        "product": line.product,
        "quantity": f"{line.quantity:f}",
        "price": price.model_dump(mode="json"),
    }
    return Remedy(command="RequestPrice", sentence=f"Ask for {line.product} at {price}.", fields=fields)
