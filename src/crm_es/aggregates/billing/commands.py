"""What may be wished of billing."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.act_lines import CreditedLine, Worked
from crm_es.contact_details import OneEmail
from crm_es.ids import BILLING
from crm_es.messages import Command
from crm_es.money import Money
from crm_es.playbook import Day

MOST: Final = 20_000
"""Entries on one act."""
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]


class BillWork(Command, roles={"billing"}, refers=("client_id", "project_id")):
    """Put unbilled work of a client on an act with the next number. The program that knows the entries asks it."""

    billing_id: UUID = BILLING
    act_id: UUID
    client_id: UUID
    project_id: UUID | None = None
    """Where the act is for the work of one project alone."""
    on: Day
    """The day of the act."""
    works: Annotated[tuple[Worked, ...], Field(min_length=1, max_length=MOST)]
    biller_id: UUID
    """Who bills it; the invoice comes from the same desk."""
    email: OneEmail | None = None
    """Where the act is sent for approval; it is not sent by itself where none is given."""
    contact_name: Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)] = ""
    """Who answers for it at the client's."""
    send: bool = True
    """It is to go out at once: where no address is known, its biller hears of it."""


class ReleaseWork(Command, roles={"policy"}):
    """Let work of an act be billed again."""

    billing_id: UUID = BILLING
    act_id: UUID
    work_ids: tuple[UUID, ...]
    reason: Reason


class IssueCreditNote(Command, roles={"policy"}):
    """Give a credit note the next number of its series; where it says so, its work may be billed again."""

    billing_id: UUID = BILLING
    credit_note_id: UUID
    act_id: UUID
    act_number: str
    act_on: date
    client_id: UUID
    on: date
    lines: tuple[CreditedLine, ...]
    total: Money
    vat: Money
    reason: Reason
    released: tuple[UUID, ...] = ()
    """Work that may be billed again."""
    issued_by: UUID
    email: str | None = None
    contact_name: str = ""


BillingCommand = BillWork | ReleaseWork | IssueCreditNote
