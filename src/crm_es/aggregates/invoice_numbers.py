"""The numbers of invoices: one run for each series and period, without a gap (X-23).

Numbers count from 1. An invoice gets one, and keeps it: each is issued once, and whoever asks twice for the same is
answered by the command's id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.ids import invoice_numbers_of
from crm_es.messages import Command, Corrupt, Event, Refused
from crm_es.playbook import Series

# ── Events ──────────────────────────────────────────────────────────────────


class InvoiceNumbered(Event):
    """An invoice got its number."""

    invoice_numbers_id: UUID
    series: str
    """The pattern of the numbers."""
    period: str
    n: int
    number: str
    """As it is written on the invoice."""
    invoice_id: UUID
    manager_id: UUID
    client_id: UUID
    on: date
    act_id: UUID | None = None
    """The act whose hours it is for."""


InvoiceNumbersEvent = InvoiceNumbered

# ── Commands ────────────────────────────────────────────────────────────────


class NumberInvoice(Command, roles={"policy"}, opens=True):
    """Give an invoice the next number of its series."""

    invoice_numbers_id: UUID
    series: str
    invoice_id: UUID
    manager_id: UUID
    client_id: UUID
    on: date
    act_id: UUID | None = None


InvoiceNumbersCommand = NumberInvoice

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class InvoiceNumbers:
    series: str
    period: str
    last: int


def evolve(numbers: InvoiceNumbers | None, event: InvoiceNumbersEvent) -> InvoiceNumbers:
    before = numbers or InvoiceNumbers(event.series, event.period, 0)
    if (event.series, event.period, event.n) != (before.series, before.period, before.last + 1):
        raise Corrupt(numbers, event)
    return InvoiceNumbers(event.series, event.period, event.n)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(numbers: InvoiceNumbers | None, command: InvoiceNumbersCommand, _: Context) -> Iterator[InvoiceNumbersEvent]:
    series = Series(pattern=command.series)
    period = series.period(command.on)
    if command.invoice_numbers_id != invoice_numbers_of(command.series, period):
        raise Refused("These numbers are of another series: name that of the invoice.")
    n = numbers.last + 1 if numbers else 1
    yield InvoiceNumbered(**dict(command), period=period, n=n, number=series.written(n, command.on))


decider = Decider("invoice_numbers", "invoice numbers", (NumberInvoice,), decide, evolve)
