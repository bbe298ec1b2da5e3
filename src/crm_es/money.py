"""Money: a decimal amount that never travels without its currency."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from crm_es.messages import Message, Refused

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""An ISO 4217 code such as RUB."""


ISO_4217: Final = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD "
    "CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ "
    "GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR "
    "LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN "
    "PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB "
    "TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW "
    "ZWG "
)
CURRENCIES: Final = frozenset(ISO_4217.split())
"""Currencies that are paid in (ISO 4217), without funds, metals and codes for tests."""


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
