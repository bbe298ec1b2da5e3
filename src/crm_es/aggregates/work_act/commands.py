"""What may be wished of an act."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.act_lines import ActLine, Freed
from crm_es.contact_details import OneEmail
from crm_es.messages import Command, Message
from crm_es.money import Money
from crm_es.stored_file import StoredFile

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Who = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
CLIENTS: Final = frozenset({"client link", "employee"})
"""Clients by their link, or our people in what the client told them."""


class PrepareAct(Command, roles={"policy"}, opens=True):
    """Put billed hours on an act."""

    work_act_id: UUID
    number: str
    client_id: UUID
    biller_id: UUID
    on: date
    project_id: UUID | None = None
    lines: tuple[ActLine, ...]
    total: Money
    vat: Money
    works: tuple[Freed, ...]
    email: str | None = None
    contact_name: str = ""
    send: bool = True


class NoteActInvoiced(Command, roles={"policy"}):
    """Note the number of the invoice, and send the act where it is to be sent at once."""

    work_act_id: UUID
    invoice_id: UUID
    invoice_number: str
    invoice_on: date


class SendAct(Command, roles={"employee"}):
    """Send the act and its invoice to the client for approval; again, after an answer or to somebody else."""

    work_act_id: UUID
    email: OneEmail | None = None
    """Left out, where it was to go before."""
    contact_name: Who | None = None


class NoteActDelivered(Command, roles={"effect"}):
    """Note what became of the letter."""

    work_act_id: UUID
    round: int
    email: str
    delivered: bool
    detail: str


class NoteActOpened(Command, roles={"client link"}):
    """Note that the client opened the link."""

    work_act_id: UUID
    round: int
    """Of the link."""
    from_address: Who = ""


class TakeActLink(Command, roles={"employee"}, in_person=True):
    """Take the link of the last letter, to send it yourself. Whoever has it can accept in the client's name."""

    work_act_id: UUID


class AcceptAct(Command, roles=CLIENTS, in_person=True):
    """Accept the work; for the client, with the paper that they signed."""

    work_act_id: UUID
    round: int | None = None
    """Of the link."""
    contact_name: Who = ""
    from_address: Who = ""
    comment: Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True)] = ""
    file: StoredFile | None = None


class DisputeActLine(Command, roles=CLIENTS):
    """Say what is wrong with a line."""

    work_act_id: UUID
    line_id: UUID
    comment: Text
    round: int | None = None
    """Of the link."""
    contact_name: Who = ""
    from_address: Who = ""


class AnswerDispute(Command, roles={"employee"}, in_person=True):
    """Answer the client about a line: keep it, or credit minutes of it."""

    work_act_id: UUID
    line_id: UUID
    answer: Text
    credit_minutes: Annotated[int, Field(ge=0)] = 0
    """None keeps the line as it is."""
    release: bool = False
    """The whole line is credited, and its work may be billed again."""


class CreditWanted(Message):
    """What is taken off a line."""

    line_id: UUID
    minutes: Annotated[int, Field(gt=0)] | None = None
    """All that is left of it, where none are given."""


class CreditAct(Command, roles={"employee"}, in_person=True):
    """Take hours off the act by a credit note. They are written off, unless whole lines are released."""

    work_act_id: UUID
    lines: Annotated[tuple[CreditWanted, ...], Field(min_length=1, max_length=1000)]
    reason: Reason
    release: bool = False
    """The work of these lines may be billed again."""


class CancelAct(Command, roles={"employee"}, in_person=True):
    """Take back an act that nobody accepted; its work may be billed again."""

    work_act_id: UUID
    reason: Reason


class CountActAccepted(Command, roles={"clock"}):
    """Count the act as accepted: nobody disputed it in time."""

    work_act_id: UUID


WorkActCommand = (
    PrepareAct
    | NoteActInvoiced
    | SendAct
    | NoteActDelivered
    | NoteActOpened
    | TakeActLink
    | AcceptAct
    | DisputeActLine
    | AnswerDispute
    | CreditAct
    | CancelAct
    | CountActAccepted
)
