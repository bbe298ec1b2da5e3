"""What happens at an invoice desk."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.invoice_desk.form import InvoiceForm
from crm_es.messages import Event, Message
from crm_es.money import Money
from crm_es.playbook import EntryKind
from crm_es.trade_lines import InvoiceLine


class AtDesk(Message):
    """What every event tells of the desk."""

    invoice_desk_id: UUID
    manager_id: UUID


class DeskBlocked(AtDesk, Event):
    """Something in the notebook comes before invoices."""

    entry_id: UUID
    kind: EntryKind
    text: str


class DeskUnblocked(AtDesk, Event):
    """One thing less comes before invoices."""

    entry_id: UUID
    free: bool
    """It was the last one: the manager may write invoices again."""
    drafts: tuple[UUID, ...] = ()
    """The invoices that wait to be finished, where the desk is free again (S0-29)."""


class DeskExempted(AtDesk, Event):
    """The manager may write invoices until then, whatever the notebook holds."""

    until: datetime
    reason: str
    exempted_by: UUID


class InvoiceDrafted(AtDesk, Event):
    """An invoice was begun, and is kept to be finished."""

    invoice_id: UUID
    form: InvoiceForm
    held_up: bool
    """The desk was blocked then."""


class InvoiceDraftDropped(AtDesk, Event):
    """An invoice that was begun is not wanted any more."""

    invoice_id: UUID


class InvoiceIssued(AtDesk, Event):
    """A client was asked to pay."""

    invoice_id: UUID
    client_id: UUID
    deal_id: UUID | None = None
    what_for: str
    amount: Money
    order_id: UUID | None = None
    lines: tuple[InvoiceLine, ...] = ()
    """Their sum is the amount; none where it is for an amount alone."""
    vat: Money | None = None
    """The part of the amount that is VAT, where lines are given."""
    on: date | None = None
    """The day of the invoice; unknown of the first ones."""
    series: str | None = None
    """The pattern of its number."""
    exempt: str | None = None
    """Why the desk was open although something in the notebook came first; None where nothing did."""
    unlisted: tuple[str, ...] = ()
    """Products that the price list lacks: nobody checked their prices."""
    act_id: UUID | None = None
    """The act whose hours it is for."""


class InvoiceCancelled(AtDesk, Event):
    """An invoice counts no longer. It keeps its number."""

    invoice_id: UUID
    client_id: UUID
    deal_id: UUID | None = None
    order_id: UUID | None = None
    amount: Money
    reason: str
    cancelled_by: UUID


class Granted(AtDesk):
    """Which grant it is."""

    price_approval_id: UUID


class GrantHeld(Granted, Event):
    """The manager may sell so much to the client at a price below the floor."""

    client_id: UUID
    product: str
    quantity: Decimal
    price: Money
    valid_until: date


class GrantSpent(Granted, Event):
    """An invoice took some of what was granted."""

    invoice_id: UUID
    quantity: Decimal
    left: Decimal


class GrantReturned(Granted, Event):
    """An invoice was cancelled, and what it took of a grant is there again."""

    invoice_id: UUID
    quantity: Decimal
    left: Decimal


InvoiceDeskEvent = (
    DeskBlocked
    | DeskUnblocked
    | DeskExempted
    | InvoiceDrafted
    | InvoiceDraftDropped
    | InvoiceIssued
    | InvoiceCancelled
    | GrantHeld
    | GrantSpent
    | GrantReturned
)
