"""A request's form, filled in as far as something is known, with where each value comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal, get_args
from uuid import UUID

from crm_es.aggregates.payment_request import Form
from crm_es.banks import Bank
from crm_es.exchange.known import Earlier
from crm_es.exchange.suggested import Reading
from crm_es.messages import Message
from crm_es.money import Money

Origin = Literal["invoice", "contractor", "bank directory", "earlier request"]
DetailsField = Literal["inn", "kpp", "bik", "account", "correspondent_account", "swift", "iban", "bank"]
FormField = (
    Literal[
        "what_for",
        "amount",
        "currency",
        "contractor_id",
        "purpose",
        "invoice_number",
        "invoice_date",
        "kind",
        "department",
        "budget_line",
    ]
    | DetailsField
)
DETAILS: Final[tuple[DetailsField, ...]] = get_args(DetailsField)
COPIED: Final[tuple[FormField, ...]] = ("what_for", "kind", "department", "budget_line")
ALIKE: Final[tuple[FormField, ...]] = ("kind", "department", "budget_line")
"""What is mostly the same from one request for a contractor to the next."""


class Filled(Message):
    """One field, and where it comes from."""

    field: FormField
    value: str
    origin: Origin
    record_id: UUID | None = None
    """The contractor, or the request."""
    since: datetime | None = None
    """Since when it is known."""


class PartialDetails(Message):
    """Bank details as far as they are known."""

    inn: str | None = None
    kpp: str | None = None
    bik: str | None = None
    account: str | None = None
    correspondent_account: str | None = None
    swift: str | None = None
    iban: str | None = None
    bank: str | None = None


class PartialForm(Message):
    """A request's form as far as it is known; the person completes and sends it."""

    what_for: str | None = None
    amount: Money | None = None
    contractor_id: UUID | None = None
    details: PartialDetails | None = None
    purpose: str | None = None
    invoice_number: str | None = None
    invoice_date: date | None = None
    kind: str | None = None
    department: str | None = None
    budget_line: str | None = None


def form(filled: Iterable[Filled]) -> PartialForm:
    """What is filled in, as the form takes it. Of two values the first counts."""
    values: dict[str, Any] = {one.field: one.value for one in reversed(list(filled))}
    details = {name: values.pop(name) for name in DETAILS if name in values}
    amount, currency = values.pop("amount", None), values.pop("currency", None)
    if amount and currency:
        values["amount"] = Money(amount=Decimal(amount), currency=currency)
    return PartialForm(**values, details=PartialDetails(**details) if details else None)


def of_invoice(reading: Reading) -> Iterator[Filled]:
    for one in reading.fields:
        match one.field:
            case "contractor_name" | "bank_name":
                pass  # the form names them by id and by БИК
            case name:
                yield Filled(field=name, value=one.value, origin="invoice")


def of_contractor(row: Mapping[str, Any] | None) -> Iterator[Filled]:
    """A contractor of the list, with the details recorded last."""
    names: tuple[FormField, ...] = ("contractor_id", *DETAILS)
    for name in names:
        if row and row.get(name):
            contractor_id, since = row["contractor_id"], row["details_since"]
            yield Filled(field=name, value=str(row[name]), origin="contractor", record_id=contractor_id, since=since)


def of_bank(bank: Bank | None) -> Iterator[Filled]:
    if bank:
        yield Filled(field="bik", value=bank.bik, origin="bank directory")
        if bank.correspondent_account:
            yield Filled(field="correspondent_account", value=bank.correspondent_account, origin="bank directory")


def of_request(earlier: Earlier, names: Iterable[FormField]) -> Iterator[Filled]:
    """These fields of an earlier request."""
    request_id, said, at = earlier
    details = said.details.model_dump() if said.details else {}
    values = {**said.model_dump(), **details, "amount": said.amount.amount, "currency": said.amount.currency}
    for name in names:
        if values.get(name):
            value = str(values[name])
            yield Filled(field=name, value=value, origin="earlier request", record_id=request_id, since=at)


def copied(said: Form) -> list[FormField]:
    """What one request lends to the next: all but its day and its invoice, nor a purpose that names that invoice."""
    names = [*COPIED, "amount", "currency", "contractor_id", *DETAILS]
    lends = said.purpose and not (said.invoice_number and said.invoice_number in said.purpose)
    return [*names, "purpose"] if lends else names
