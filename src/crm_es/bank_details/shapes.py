"""What bank details consist of, in Russia and abroad (S1-10..S1-15)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, StringConstraints, Tag

from crm_es.bank_details.numbers import typed
from crm_es.messages import Message


def typed_kpp(value: Any) -> Any:
    """Papers of people without a КПП say 0 or nothing."""
    return None if typed(value) in {"", "0"} else typed(value)


Digits9 = Annotated[str, StringConstraints(pattern=r"^\d{9}$"), BeforeValidator(typed)]
Account = Annotated[str, StringConstraints(pattern=r"^\d{5}[0-9ABCEHKMPTX]\d{14}$"), BeforeValidator(typed)]
"""20 characters; the sixth may be a Latin letter of a clearing currency (Bank of Russia, AccountNumberRUIDType)."""
Inn = Annotated[str, StringConstraints(pattern=r"^(\d{10}|\d{12})$"), BeforeValidator(typed)]
Kpp = Annotated[
    Annotated[str, StringConstraints(pattern=r"^\d{4}[0-9A-Z]{2}\d{3}$")] | None, BeforeValidator(typed_kpp)
]


class BankDetails(Message):
    """Where money goes in Russia. Numbers are texts: they begin with zeros."""

    inn: Annotated[Inn, Field(examples=["7707083893"])]
    """ИНН: 10 digits of a company, 12 of a person."""
    kpp: Kpp = None
    """КПП: 9 characters; a person has none."""
    bik: Digits9 | None = None
    """БИК of the bank: 9 digits."""
    account: Annotated[Account, Field(examples=["40702810900000002851"])]
    """Р/С: the settlement account, 20 digits."""
    correspondent_account: Account | None = None
    """К/С of the bank: 20 digits."""


class ForeignBankDetails(Message):
    """Where money goes abroad."""

    swift: Annotated[
        str,
        StringConstraints(pattern=r"^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$"),
        BeforeValidator(typed),
        Field(examples=["COBADEFF"]),
    ]
    """SWIFT code of the bank: 8 or 11 letters and digits."""
    iban: (
        Annotated[
            str,
            StringConstraints(pattern=r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}$"),
            BeforeValidator(typed),
            Field(examples=["DE89370400440532013000"]),
        ]
        | None
    ) = None
    """IBAN: two letters of the country, two digits, and the account."""
    account: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z/-]{1,34}$"), BeforeValidator(typed)] | None = None
    """The account where the country has no IBAN: up to 34 letters and digits."""
    bank: Annotated[str, StringConstraints(min_length=1, max_length=160, strip_whitespace=True)] | None = None
    """Name of the bank."""

    @property
    def country(self) -> str:
        """Where the bank is, as its SWIFT code says."""
        return self.swift[4:6]


def _whose(value: Any) -> str:
    if isinstance(value, Mapping):
        return "abroad" if value.keys() & {"swift", "iban"} else "in Russia"
    return "abroad" if isinstance(value, ForeignBankDetails) else "in Russia"


Details = Annotated[
    Annotated[BankDetails, Tag("in Russia")] | Annotated[ForeignBankDetails, Tag("abroad")], Discriminator(_whose)
]
"""Bank details in Russia, or abroad: those name a SWIFT code or an IBAN."""
