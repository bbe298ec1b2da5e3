"""What was read of an invoice, field by field, with how sure it is and where it stood: the person confirms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final, Literal, NamedTuple, get_args

from pydantic import AfterValidator, Field

from crm_es.messages import Message

Name = Literal[
    "inn",
    "kpp",
    "bik",
    "account",
    "correspondent_account",
    "contractor_name",
    "bank_name",
    "amount",
    "currency",
    "purpose",
    "invoice_number",
    "invoice_date",
]
NAMES: Final[tuple[Name, ...]] = get_args(Name)
Source = Literal["qr text", "qr picture", "pdf text", "pdf qr and text"]


class Place(Message):
    """Where something stood."""

    page: int | None = None
    """From 1; none where the code was typed or pasted."""
    text: Annotated[str, Field(examples=["ИНН 7707083893  КПП 773601001"])]
    """The line, or what the code said."""


class Suggested(Message):
    """One field as it could be filled in."""

    field: Name
    value: Annotated[str, Field(examples=["7707083893"])]
    """As the form takes it: amounts such as 1250.50, days such as 2026-03-31."""
    confidence: Annotated[float, Field(ge=0, le=1, examples=[0.95]), AfterValidator(lambda value: round(value, 2))]
    place: Place


class Doubt(NamedTuple):
    """What to look at before one relies on a field."""

    field: Name
    sentence: str


Told = list[Suggested | Doubt]


class Reading(Message):
    """What was read. Nothing of it is recorded."""

    source: Source
    fields: tuple[Suggested, ...] = ()
    doubts: tuple[str, ...] = ()
    """What to look at before one relies on it."""

    def value(self, name: Name) -> str | None:
        return next((one.value for one in self.fields if one.field == name), None)


def merged(source: Source, *tellings: Iterable[Suggested | Doubt]) -> Reading:
    """Of each field the surest value, of equals the first, with the doubts about it."""
    chosen: dict[Name, tuple[int, Suggested]] = {}
    doubts: list[tuple[int, Doubt]] = []
    for n, telling in enumerate(tellings):
        for one in telling:
            if isinstance(one, Doubt):
                doubts.append((n, one))
            elif one.field not in chosen or one.confidence > chosen[one.field][1].confidence:
                chosen[one.field] = n, one
    kept = (doubt.sentence for n, doubt in doubts if chosen.get(doubt.field, (n,))[0] == n)
    fields = sorted((one for _, one in chosen.values()), key=lambda one: NAMES.index(one.field))
    return Reading(source=source, fields=tuple(fields), doubts=tuple(dict.fromkeys(kept)))
