"""What happens in billing."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from uuid import UUID

from crm_es.act_lines import ActLine, BilledWork, CreditedLine, Freed
from crm_es.ids import derived
from crm_es.messages import Event, Message
from crm_es.money import Money


class Numbered(Message):
    """A paper got its number."""

    billing_id: UUID
    act_id: UUID
    client_id: UUID
    series: str
    """The pattern of the numbers."""
    period: str
    n: int
    number: str
    """As it is written on the paper."""
    on: date


class WorkBilled(Numbered, Event):
    """Hours of a client were put on an act."""

    project_id: UUID | None = None
    biller_id: UUID
    lines: tuple[ActLine, ...]
    """They add up to the total."""
    total: Money
    vat: Money
    """The part of the total that is VAT."""
    works: tuple[BilledWork, ...]
    email: str | None = None
    contact_name: str = ""
    send: bool = True
    """It is to go out at once."""

    @cached_property
    def by_id(self) -> dict[UUID, BilledWork]:
        """The works, each by the id of its place on the act."""
        return {derived(self.act_id, work.work_id): work for work in self.works}

    @cached_property
    def line_of(self) -> dict[UUID, UUID]:
        """The line of each work."""
        return {work_id: line.line_id for line in self.lines for work_id in line.work_ids}


class WorkReleased(Event):
    """Work of an act may be billed again."""

    billing_id: UUID
    act_id: UUID
    works: tuple[Freed, ...]
    reason: str


class CreditNoteIssued(Numbered, Event):
    """The client owes less for an act than it says."""

    credit_note_id: UUID
    act_number: str
    act_on: date
    lines: tuple[CreditedLine, ...]
    total: Money
    vat: Money
    reason: str
    issued_by: UUID
    email: str | None = None
    """Where the act was sent, and now the note."""
    contact_name: str = ""


BillingEvent = WorkBilled | WorkReleased | CreditNoteIssued
