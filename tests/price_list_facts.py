"""A price list of flour, tea and salt, and what Ann's client pays."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from examples import CLIENT, MONDAY, roubles

from crm_es.aggregates.price_list import PriceListPublished, TermsAgreed, TermsEnded
from crm_es.ids import PRICE_LIST
from crm_es.tariff import ListedPrice, Tariff, Terms, by_product

flour = ListedPrice(product="Flour", unit="kg", price=Decimal(60), floor=Decimal(50), cost=Decimal(40))
tea = ListedPrice(product="Tea", price=Decimal(200), floor=Decimal(180), vat_rate=Decimal(10))
salt = ListedPrice(product="Salt", unit="kg", price=Decimal(20))
TARIFF = Tariff(1, "RUB", by_product([flour, tea, salt]))

listing: dict[str, Any] = {"price_list_id": PRICE_LIST, "name": "Autumn", "currency": "RUB"}
published = PriceListPublished(**listing, version=1, prices=(flour, tea, salt), valid_from=MONDAY.date())
terms = Terms(client_id=CLIENT, product="Flour", from_quantity=Decimal(100), price=roubles(45))
agreed = TermsAgreed(price_list_id=PRICE_LIST, terms=terms, list_price=roubles(60))
terms_ended = TermsEnded(price_list_id=PRICE_LIST, terms=terms)
