"""The price list: what products cost, version by version, and what was agreed with clients (S0-13, X-24).

A list holds from the day that it names on: until then it is planned, and another plan takes its place. Versions count
from 1 without a gap. What was agreed with a client outlives the version, until its last day or until it is ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Final, get_args
from uuid import UUID

from pydantic import Field

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.ids import PRICE_LIST, price_of
from crm_es.messages import Command, Corrupt, Event, Refused, quoted
from crm_es.money import Currency, Money
from crm_es.playbook import Day, Name
from crm_es.playbook.names import typed_twice
from crm_es.tariff import ListedPrice, Tariff, Terms, Volume, by_product

# ── Events ──────────────────────────────────────────────────────────────────


class PriceListPlanned(Event):
    """A price list will hold from a day on. It takes the place of the plan before."""

    price_list_id: UUID
    name: str
    currency: Currency
    prices: tuple[ListedPrice, ...]
    valid_from: date
    starts_at: datetime


class PriceListPublished(Event):
    """From now on these prices hold."""

    price_list_id: UUID
    version: int
    name: str
    currency: Currency
    prices: tuple[ListedPrice, ...]
    valid_from: date
    dropped: tuple[str, ...] = ()
    """Products of the version before that are no longer listed."""
    planned: bool = False
    """It was planned, and its day came."""

    @cached_property
    def by_id(self) -> dict[UUID, ListedPrice]:
        return {price_of(product): price for product, price in by_product(self.prices).items()}


class TermsAgreed(Event):
    """A client pays a price of its own, from a volume on."""

    price_list_id: UUID
    terms: Terms
    instead_of: Terms | None = None
    """What was agreed for the same volume before."""
    list_price: Money


class TermsEnded(Event):
    """What was agreed with a client holds no longer."""

    price_list_id: UUID
    terms: Terms


PriceListEvent = PriceListPlanned | PriceListPublished | TermsAgreed | TermsEnded

# ── Commands ────────────────────────────────────────────────────────────────


class PublishPriceList(
    Command, roles={"head_of_sales", "director", "administrator", "import"}, opens=True, in_person=True
):
    """Put a whole price list in force: today, or from a later day on. Products that it lacks are listed no more."""

    price_list_id: UUID = PRICE_LIST
    name: Name
    currency: Currency = "RUB"
    prices: Annotated[tuple[ListedPrice, ...], Field(min_length=1, max_length=20_000)]
    valid_from: Day | None = None


class StartPriceList(Command, roles={"clock"}):
    """Put the planned price list in force: its day has come."""

    price_list_id: UUID = PRICE_LIST


class AgreeTerms(Command, roles={"head_of_sales", "director", "administrator", "import"}, in_person=True):
    """Give a client a price of its own for a product, from a volume on; below the floor a director does."""

    price_list_id: UUID = PRICE_LIST
    client_id: UUID
    product: Name
    from_quantity: Volume = Decimal(0)
    price: Money
    """Of one unit, VAT included."""
    until: Day | None = None


class EndTerms(Command, roles={"head_of_sales", "director", "administrator", "import"}, in_person=True):
    """End what was agreed with a client for a product from a volume on."""

    price_list_id: UUID = PRICE_LIST
    client_id: UUID
    product: Name
    from_quantity: Volume = Decimal(0)


PriceListCommand = PublishPriceList | StartPriceList | AgreeTerms | EndTerms

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class PriceList:
    """What holds, and what is planned."""

    tariff: Tariff | None = None
    planned: PriceListPlanned | None = None
    name: str = ""


def evolve(prices: PriceList | None, event: PriceListEvent) -> PriceList:
    if event.price_list_id != PRICE_LIST:
        raise Corrupt(prices, event)
    prices = prices or PriceList()
    match prices.tariff, event:
        case _, PriceListPlanned():
            return replace(prices, planned=event)
        case None, PriceListPublished(version=1):
            tariff = Tariff(1, event.currency, by_product(event.prices))
        case Tariff(version=version) as before, PriceListPublished() if event.version == version + 1:
            tariff = before.with_prices(event.version, event.currency, event.prices)
        case Tariff() as before, TermsAgreed(terms=terms):
            return replace(prices, tariff=before.with_terms(terms))
        case Tariff() as before, TermsEnded(terms=terms):
            return replace(prices, tariff=before.without_terms(terms))
        case _:
            raise Corrupt(prices, event)
    return PriceList(tariff, None if event.planned else prices.planned, event.name)


# ── Decisions ───────────────────────────────────────────────────────────────

SHOWN: Final = 5
"""How many products a refusal names."""
BELOW_THE_FLOOR: Final = frozenset({"director", "administrator", "import"})
"""Who agrees with a client on a price below the floor."""


def decide(prices: PriceList | None, command: PriceListCommand, context: Context) -> Iterator[PriceListEvent]:
    if command.price_list_id != PRICE_LIST:
        raise Refused("A company has one price list: name it by its own id, or by none.", "one price list")
    known = prices or PriceList()
    match command, known.tariff:
        case PublishPriceList(), _:
            yield from publish(known, command, context)
        case StartPriceList(), tariff:
            plan = known.planned
            if plan and context.at >= plan.starts_at:
                told = {name: getattr(plan, name) for name in ("name", "currency", "prices", "valid_from")}
                yield published(tariff, told, planned=True)
        case ((AgreeTerms() | EndTerms()), None):
            raise Refused("There is no price list yet: publish one first.", "a price list is in force")
        case AgreeTerms(), Tariff() as tariff:
            yield from agree(tariff, command, context)
        case EndTerms(), Tariff() as tariff:
            if ended := agreed_before(tariff, command.client_id, command.product, command.from_quantity):
                yield TermsEnded(price_list_id=PRICE_LIST, terms=ended)


def publish(known: PriceList, command: PublishPriceList, context: Context) -> Iterator[PriceListEvent]:
    calendar = context.playbook.calendar
    today = calendar.day(context.at)
    must_fit(command.prices, context.playbook.invoices.vat_rates)
    told: dict[str, Any] = {"name": command.name, "currency": command.currency, "prices": command.prices}
    if command.valid_from is None or command.valid_from == today:
        if not is_in_force(known, command):
            yield published(known.tariff, told | {"valid_from": today})
    elif command.valid_from < today:
        raise Refused(
            f"A price list holds from today or a later day on: {command.valid_from} is past.", "prices hold from today"
        )
    else:
        starts_at = calendar.moment(command.valid_from, time())
        plan = PriceListPlanned(price_list_id=PRICE_LIST, **told, valid_from=command.valid_from, starts_at=starts_at)
        if plan != known.planned:
            yield plan


def published(before: Tariff | None, told: dict[str, Any], *, planned: bool = False) -> PriceListPublished:
    event = PriceListPublished.model_validate(
        told | {"price_list_id": PRICE_LIST, "version": before.version + 1 if before else 1, "planned": planned}
    )
    listed = by_product(event.prices)
    gone = (price.product for key, price in before.prices.items() if key not in listed) if before else ()
    return event.model_copy(update={"dropped": tuple(gone)})


def is_in_force(known: PriceList, command: PublishPriceList) -> bool:
    if known.tariff is None or known.name != command.name:
        return False
    return known.tariff == replace(known.tariff, currency=command.currency, prices=by_product(command.prices))


def must_fit(prices: Sequence[ListedPrice], rates: Sequence[Decimal]) -> None:
    """Refuse a list that contradicts itself or the playbook, with all that is wrong."""
    if several := sorted(typed_twice(price.product for price in prices)):
        raise Refused(f"These products are listed twice: {some(several)}. Keep one of each.", "products listed once")
    if above := [price.product for price in prices if price.floor is not None and price.floor > price.price]:
        raise Refused(f"The floor is above the price of {some(above)}: correct one of the two.", "floors below prices")
    if other := [price.product for price in prices if price.vat_rate is not None and price.vat_rate not in rates]:
        known = ", ".join(f"{rate:f} %" for rate in rates)
        raise Refused(
            f"The VAT of {some(other)} is none of the playbook's rates: take one of {known}.", "rates of the playbook"
        )


def some(products: Sequence[str]) -> str:
    """The first of them, as a sentence tells them."""
    more = len(products) - SHOWN
    return quoted(products[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def agree(tariff: Tariff, command: AgreeTerms, context: Context) -> Iterator[TermsAgreed]:
    listed = tariff.listed(command.product)
    if listed is None:
        raise Refused(
            f"{command.product!r} is not in the price list: list it first, or name another product.", "a listed product"
        )
    if command.price.currency != tariff.currency:
        raise Refused(f"The price list is in {tariff.currency}: agree on a price in it.", "amounts in one currency")
    if command.price.amount <= 0:
        raise Refused("A price is above zero: agree on another.", "a price above zero")
    if listed.floor and command.price.amount < listed.floor and BELOW_THE_FLOOR.isdisjoint(context.roles):
        raise Refused(
            f"{listed.product} has a floor of {tariff.money(listed.floor)}: a director agrees on less; ask one.",
            "terms below the floor",
        )
    if command.until and command.until < context.playbook.calendar.day(context.at):
        raise Refused("The last day is past already: choose today or a later one.", "terms end later")
    terms = Terms(**command.model_dump(exclude={"price_list_id", "product"}), product=listed.product)
    before = agreed_before(tariff, command.client_id, command.product, command.from_quantity)
    if terms != before:
        yield TermsAgreed(
            price_list_id=PRICE_LIST,
            terms=terms,
            instead_of=before,
            list_price=tariff.money(listed.price),
        )


def agreed_before(tariff: Tariff, client_id: UUID, product: str, from_quantity: Decimal) -> Terms | None:
    """What is agreed with the client for this volume."""
    price = tariff.money(Decimal(1))
    wanted = Terms(client_id=client_id, product=product, from_quantity=from_quantity, price=price)
    return next((terms for terms in tariff.terms.get(client_id, ()) if wanted.replaces(terms)), None)


decider = Decider("price_list", "price lists", get_args(PriceListCommand), decide, evolve)
