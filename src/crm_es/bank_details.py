"""Bank details of whoever is paid, as a Russian payment order names them (S1-10..S1-15)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from crm_es.messages import Message

Digits9 = Annotated[str, StringConstraints(pattern=r"^\d{9}$")]
Account = Annotated[str, StringConstraints(pattern=r"^\d{5}[0-9ABCEHKMPTX]\d{14}$")]
"""20 characters; the sixth may be a Latin letter of a clearing currency (Bank of Russia, AccountNumberRUIDType)."""


class BankDetails(Message):
    """Where money goes. Numbers are texts: they begin with zeros."""

    inn: Annotated[str, StringConstraints(pattern=r"^(\d{10}|\d{12})$"), Field(examples=["7707083893"])]
    """ИНН: 10 digits of a company, 12 of a person."""
    kpp: Annotated[str, StringConstraints(pattern=r"^\d{4}[0-9A-Z]{2}\d{3}$")] | None = None
    """КПП; a person has none."""
    bik: Digits9 | None = None
    """БИК of the bank."""
    account: Annotated[Account, Field(examples=["40702810900000002851"])]
    """Р/С: the settlement account."""
    correspondent_account: Account | None = None
    """К/С of the bank."""
