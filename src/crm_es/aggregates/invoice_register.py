"""An invoice register: which invoices of one payee are in requests for payment, so that none is paid twice.

An invoice is known by its number, however it is typed, and its amount. A request holds its invoice until it comes to
nothing. Whoever asks for an invoice that another request holds repeats it, and holds it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Final, NamedTuple, get_args
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event
from crm_es.money import Money
from crm_es.playbook.names import capitals

# ── Events ──────────────────────────────────────────────────────────────────


class InvoiceRegistered(Event):
    """A request for payment holds this invoice, and no other does."""

    invoice_register_id: UUID
    contractor_id: UUID | None
    payment_request_id: UUID
    round: int
    invoice_number: str
    amount: Money
    what_for: str
    registered_on: date


class InvoiceRepeated(Event):
    """A request for payment holds this invoice, and so does another."""

    invoice_register_id: UUID
    contractor_id: UUID | None
    payment_request_id: UUID
    round: int
    invoice_number: str
    amount: Money
    what_for: str
    registered_on: date
    other_id: UUID
    """The request that held it first."""
    other_number: str
    """As it is typed there."""
    other_what_for: str
    other_registered_on: date
    settlers: tuple[UUID, ...]
    """Who may say that it is to be paid all the same."""


class InvoiceReleased(Event):
    """The request came to nothing: its invoice is free to be asked for again."""

    invoice_register_id: UUID
    payment_request_id: UUID
    round: int


InvoiceRegisterEvent = InvoiceRegistered | InvoiceRepeated | InvoiceReleased

# ── Commands ────────────────────────────────────────────────────────────────

Round = Annotated[int, Field(ge=1)]


class RegisterInvoice(Command, roles={"policy"}):
    """Hold an invoice for a request that was submitted, and say whether another holds it."""

    invoice_register_id: UUID
    contractor_id: UUID | None
    payment_request_id: UUID
    round: Round
    invoice_number: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    amount: Money
    what_for: str


class ReleaseInvoice(Command, roles={"policy"}):
    """Let go of the invoice of a request that came to nothing."""

    invoice_register_id: UUID
    payment_request_id: UUID
    round: Round


InvoiceRegisterCommand = RegisterInvoice | ReleaseInvoice

# ── State ───────────────────────────────────────────────────────────────────


class Held(NamedTuple):
    """An invoice in a request."""

    round: int
    number: str
    amount: Money
    what_for: str
    since: date


@dataclass(frozen=True)
class InvoiceRegister:
    held: Mapping[UUID, Held] = field(default_factory=dict)
    """By the request that holds it, the earliest first."""


def evolve(register: InvoiceRegister | None, event: InvoiceRegisterEvent) -> InvoiceRegister:
    held = register.held if register else {}
    match event:
        case InvoiceRegistered() | InvoiceRepeated():
            invoice = Held(event.round, event.invoice_number, event.amount, event.what_for, event.registered_on)
            return InvoiceRegister({**held, event.payment_request_id: invoice})
        case InvoiceReleased(payment_request_id=request_id) if request_id in held:
            return InvoiceRegister({other: invoice for other, invoice in held.items() if other != request_id})
        case _:
            raise Corrupt(register, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(
    register: InvoiceRegister | None, command: InvoiceRegisterCommand, context: Context
) -> Iterator[InvoiceRegisterEvent]:
    held = register.held if register else {}
    mine = held.get(command.payment_request_id)
    match command:
        case RegisterInvoice():
            if mine is None or mine.round < command.round:
                yield registered(held, command, context)
        case ReleaseInvoice():
            if mine and mine.round <= command.round:
                yield InvoiceReleased(**dict(command))


def registered(
    held: Mapping[UUID, Held], command: RegisterInvoice, context: Context
) -> InvoiceRegistered | InvoiceRepeated:
    told = {**dict(command), "registered_on": context.at.date()}
    wanted = (typed_alike(command.invoice_number), command.amount)
    for other_id, other in held.items():
        if other_id != command.payment_request_id and (typed_alike(other.number), other.amount) == wanted:
            payments, directory = context.playbook.payments, context.directory
            people = (*directory.holders(payments.accounting_role), *directory.holders(payments.head_role))
            return InvoiceRepeated(
                **told,
                other_id=other_id,
                other_number=other.number,
                other_what_for=other.what_for,
                other_registered_on=other.since,
                settlers=tuple(dict.fromkeys(people)),
            )
    return InvoiceRegistered(**told)


MARK: Final = re.compile(r"^(?:NO|N)?[.:]*(?=\d)")
"""What is written before a number to say that it is one, besides its signs."""


def typed_alike(number: str) -> str:
    """The number as two people would type it alike: without case, spaces, a sign before it, or look-alike letters."""
    bare = number.replace("№", "").replace("#", "")
    plain = "".join(capitals(bare).split())
    return MARK.sub("", plain)


decider = Decider("invoice_register", "invoice registers", get_args(InvoiceRegisterCommand), decide, evolve)
