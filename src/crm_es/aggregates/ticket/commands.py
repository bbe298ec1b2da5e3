"""What may be wished of a ticket."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.contact_details import OneEmail, Phone
from crm_es.messages import Command
from crm_es.playbook import Name
from crm_es.stored_file import StoredFile

Channel = Literal["mail", "form", "phone", "person", "import"]
"""By which way a client came."""
Subject = Annotated[
    str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), Field(examples=["The scales stopped"])
]
Text = Annotated[str, StringConstraints(max_length=50_000, strip_whitespace=True), Field(examples=["Please come."])]
Contact = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
MessageId = Annotated[
    str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True), Field(examples=["<a1@client.example>"])
]
"""What a message is called in its mail header, with the angle brackets."""
Files = Annotated[tuple[StoredFile, ...], Field(max_length=100)]
AgreedHours = Annotated[Decimal, Field(gt=0, le=10_000, max_digits=7, decimal_places=2)]
Note = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
DOORS = {"employee", "import", "policy", "integration", "service door"}
PEOPLE = {"employee", "import"}


class OpenTicket(Command, roles=DOORS, opens=True, refers=("client_id",)):
    """Take in what a client asks for. It goes to whoever's turn it is, with the times that the playbook promises."""

    ticket_id: UUID
    subject: Subject
    text: Text = ""
    channel: Channel = "person"
    client_id: UUID | None = None
    contact_name: Contact | None = None
    """Who asks."""
    contact_email: OneEmail | None = None
    contact_phone: Phone | None = None
    priority: Name | None = None
    """The usual one where none is given."""
    agreed_hours: AgreedHours | None = None
    """How much labour is agreed with the client; what the playbook says where none is given."""
    responsible_id: UUID | None = None
    files: Files = ()
    message_id: MessageId | None = None
    """Of the mail that began it."""
    follows_id: UUID | None = None
    """The ticket, done long ago, that the client came back to."""


class TakeTicketMessage(Command, roles=DOORS):
    """Enter what the client wrote or said further. The same mail twice counts once."""

    ticket_id: UUID
    from_name: Contact | None = None
    from_email: OneEmail | None = None
    text: Text = ""
    files: Files = ()
    message_id: MessageId | None = None
    in_reply_to: MessageId | None = None


class ReplyToTicket(Command, roles=PEOPLE):
    """Answer the client: by mail, or as a note of what was said."""

    ticket_id: UUID
    text: Annotated[str, StringConstraints(min_length=1, max_length=50_000, strip_whitespace=True)]
    channel: Literal["mail", "said"] = "mail"
    """What was said goes to nobody by mail."""
    files: Files = ()
    move_to: Name | None = None
    """The stage that it comes into, such as waiting for the client."""


class NoteReplyDelivered(Command, roles={"effect", "service door"}):
    """Record whether the mail server took a reply, or that it came back later."""

    ticket_id: UUID
    message_id: MessageId
    delivered: bool
    detail: Annotated[str, StringConstraints(max_length=500)] = ""


class MoveTicket(Command, roles=PEOPLE):
    """Move it to another stage: begin, wait for the client, finish, or open it again."""

    ticket_id: UUID
    stage: Name
    note: Note | None = None
    """Why; with what result, where it is done."""


class AssignTicket(Command, roles=PEOPLE):
    """Give it to somebody else, or take it."""

    ticket_id: UUID
    responsible_id: UUID
    reason: Note | None = None


class AgreeTicketHours(Command, roles=PEOPLE):
    """Record how much labour is agreed with the client."""

    ticket_id: UUID
    hours: AgreedHours
    with_whom: Contact
    """Of the client."""


class NameTicketClient(Command, roles={*PEOPLE, "policy", "service door"}, refers=("client_id",)):
    """Say whose ticket it is, and whom to answer."""

    ticket_id: UUID
    client_id: UUID
    contact_name: Contact | None = None
    """As it was, where none is given."""
    contact_email: OneEmail | None = None
    contact_phone: Phone | None = None


class SetTicketPriority(Command, roles=PEOPLE):
    """Say how pressing it is. The times that are promised follow."""

    ticket_id: UUID
    priority: Name
    reason: Note | None = None


class CallTicketLate(Command, roles={"clock"}):
    """Record that a promised time has passed."""

    ticket_id: UUID


class CountTicketWork(Command, roles={"policy"}):
    """Count what somebody worked for it. The minutes are the whole figure of that entry: none, where it is removed."""

    ticket_id: UUID
    work_id: UUID
    person_id: UUID
    minutes: Annotated[int, Field(ge=0, le=1_000_000)]


TicketCommand = (
    OpenTicket
    | TakeTicketMessage
    | ReplyToTicket
    | NoteReplyDelivered
    | MoveTicket
    | AssignTicket
    | AgreeTicketHours
    | NameTicketClient
    | SetTicketPriority
    | CallTicketLate
    | CountTicketWork
)
