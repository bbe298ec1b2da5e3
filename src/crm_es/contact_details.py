"""Where people and companies are reached: phones and addresses as they are kept, however they are typed."""

from __future__ import annotations

from typing import Annotated, Any, Final

import phonenumbers
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from crm_es.bank_details import is_inn

HOME: Final = "RU"
"""Whose numbers need no country code."""
LONGEST: Final = 40
"""Characters of a phone as people type it."""


def phone(text: str) -> str:
    """A phone as it is kept: with + and its country code, without anything between the digits (E.164).

    Raises ValueError where it is none.
    """
    if len(text) <= LONGEST:
        try:
            found = phonenumbers.parse(text, HOME)
        except phonenumbers.NumberParseException:
            pass
        else:
            if phonenumbers.is_possible_number(found):
                return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    raise ValueError(f"{text[:LONGEST]!r} is no phone number: write it as +7 912 345-67-89.")


def dialled(value: Any) -> Any:
    return phone(value) if isinstance(value, str) else value


def as_sent(value: Any) -> Any:
    """An address as mail servers tell addresses apart, as good as all of them."""
    return value.strip().lower() if isinstance(value, str) else value


def checked_inn(inn: str) -> str:
    if not is_inn(inn):
        raise ValueError(f"The ИНН {inn} does not add up: compare it with the papers digit by digit.")
    return inn


def typed(value: Any) -> Any:
    return "".join(value.split()) if isinstance(value, str) else value


Email = Annotated[
    str,
    StringConstraints(
        pattern=r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
        r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$",
        max_length=254,
    ),
    Field(examples=["books@bags.example"]),
]
"""An address that every mail server takes. A domain of other letters is given in its form with xn--."""
OneEmail = Annotated[Email, BeforeValidator(as_sent)]
"""The same in small letters, so that it is found again."""
Phone = Annotated[str, BeforeValidator(dialled), Field(examples=["+79123456789"])]
"""A phone as people type it; Russian ones may begin with 8."""
Inn = Annotated[
    str,
    StringConstraints(pattern=r"^(\d{10}|\d{12})$"),
    BeforeValidator(typed),
    AfterValidator(checked_inn),
    Field(examples=["7707083893"]),
]
"""ИНН with its check digits right: 10 digits of a company, 12 of a person."""
Code = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
"""What another system calls somebody or something."""


def once(values: tuple[str, ...]) -> tuple[str, ...]:
    """Each of them once, in the order given."""
    return tuple(dict.fromkeys(values))


Phones = Annotated[tuple[Phone, ...], Field(max_length=20), AfterValidator(once)]
Emails = Annotated[tuple[OneEmail, ...], Field(max_length=20), AfterValidator(once)]
Codes = Annotated[tuple[Code, ...], Field(max_length=20), AfterValidator(once)]
