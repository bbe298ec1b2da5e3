"""What may be done with a rate, and with the terms of a client."""

from __future__ import annotations

from decimal import Decimal

from crm_es.aggregates import price_list, rate_card
from crm_es.aggregates.price_list import AgreeTerms, EndTerms, PriceList
from crm_es.aggregates.rate_card import EndRate
from crm_es.ids import PRICE_LIST, RATE_CARD
from crm_es.money import Money
from crm_es.offers.way import Kind, Look, Way, naming


def a_price(look: Look) -> Money:
    """In the currency of the price list."""
    prices: PriceList = look.state
    return Money(amount=Decimal("99999.99"), currency=prices.tariff.currency if prices.tariff else "RUB")


RATE = Kind("rates", rate_card.decider, (Way(EndRate, beside=True),), lambda _: RATE_CARD, naming(rate_id="rate_id"))

TERMS = Kind(
    "client-terms",
    price_list.decider,
    (Way(AgreeTerms, typed={"price": a_price}, beside=True), Way(EndTerms, beside=True)),
    lambda _: PRICE_LIST,
    naming(client_id="client_id", product="product", from_quantity="from_quantity"),
)
