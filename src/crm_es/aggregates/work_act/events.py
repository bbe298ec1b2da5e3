"""What happens to an act."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from crm_es.act_lines import ActLine, CreditedLine, Freed
from crm_es.messages import Event, Message
from crm_es.money import Money
from crm_es.stored_file import StoredFile


class OfAct(Message):
    """What every event tells of the act."""

    work_act_id: UUID
    number: str
    client_id: UUID
    biller_id: UUID
    """Who looks after it."""


class OpenDispute(Message):
    """A line that the client disputes, and that nobody answered yet."""

    line_id: UUID
    dispute: int
    """Which dispute of this line it is, counted from 1."""


class ActPrepared(OfAct, Event):
    """Hours were put on an act."""

    on: date
    project_id: UUID | None = None
    lines: tuple[ActLine, ...]
    total: Money
    vat: Money
    works: tuple[Freed, ...]
    """The work on it, and whose it is."""
    email: str | None = None
    contact_name: str = ""
    send: bool = True
    """It is to go out as soon as its invoice has a number."""


class ActInvoiced(OfAct, Event):
    """The invoice for the act has its number."""

    invoice_id: UUID
    invoice_number: str
    invoice_on: date
    cancelled_because: str = ""
    """Where the act was cancelled before: the invoice goes with it."""
    cancelled_by: UUID | None = None
    nowhere_to_send: bool = False
    """It was to go out, and no address is known."""


class ActSent(OfAct, Event):
    """The act and its invoice go to the client for approval."""

    round: int
    """How often it was sent, this time included. Only the last link accepts or disputes."""
    email: str
    contact_name: str
    until: datetime
    """How long the client's link works."""
    last_day: date | None = None
    """On which it works still."""
    silent_until: date | None = None
    """Without a word until then it counts as accepted, where the letter comes on the day that it is sent."""
    answers: tuple[str, ...] = ()
    """What the client was answered since the letter before, by line."""
    total: Money
    """What is left of it."""
    on: date
    invoice_id: UUID
    invoice_number: str
    sent_by: UUID | str


class ActDeliveryNoted(OfAct, Event):
    """The letter with the act was taken by the client's mail server, or could not be delivered."""

    round: int
    email: str
    delivered: bool
    detail: str
    accepted_at: datetime | None = None
    """When silence will count as consent; never by itself where none is given."""


class ActOpened(OfAct, Event):
    """The client opened the link: told once for each day and place."""

    round: int
    from_address: str
    """The address on the network that it was opened from."""
    on: date


class ActLinkTaken(OfAct, Event):
    """One of our people took the client's link: told once for each person, letter and day."""

    round: int
    taken_by: UUID
    on: date


class ActAccepted(OfAct, Event):
    """The client accepted the work."""

    on: date
    total: Money
    """What is left of the act."""
    by_silence: bool = False
    """Nobody disputed it in time."""
    contact_name: str = ""
    """Who accepted it at the client's."""
    from_address: str = ""
    """The address on the network that it was accepted from."""
    comment: str = ""
    file: StoredFile | None = None
    """The signed paper, where our people say that it was accepted."""
    recorded_by: UUID | None = None
    dropped: tuple[OpenDispute, ...] = ()
    """What the client disputed, and let go."""


class ActLineDisputed(OfAct, Event):
    """The client does not agree with a line."""

    line_id: UUID
    what: str
    amount: Money
    """What is left of the line."""
    comment: str
    contact_name: str = ""
    from_address: str = ""
    dispute: int
    """How often this line was disputed, this time included."""


class DisputeAnswered(OfAct, Event):
    """The client was answered about a line: it stands, or some of it is credited."""

    line_id: UUID
    what: str
    dispute: int
    answer: str
    credited_minutes: int = 0
    answered_by: UUID


class ActCredited(OfAct, Event):
    """The client need not pay all of the act."""

    credit_note_id: UUID
    act_on: date
    on: date
    lines: tuple[CreditedLine, ...]
    total: Money
    """What is taken off."""
    vat: Money
    left: Money
    """What the act comes to from now on."""
    reason: str
    released: tuple[Freed, ...] = ()
    """Work that may be billed again; what else was credited is written off."""
    credited_by: UUID
    email: str | None = None
    """Where the act was sent to; none where it never was."""
    contact_name: str = ""


class ActCancelled(OfAct, Event):
    """The act counts no longer. It keeps its number, and its work may be billed again."""

    on: date
    """The day of the act."""
    total: Money
    reason: str
    works: tuple[Freed, ...]
    invoice_id: UUID | None = None
    """The invoice that goes with it."""
    cancelled_by: UUID
    dropped: tuple[OpenDispute, ...] = ()
    """What was disputed, and is settled by it."""
    email: str | None = None
    """Where the act was sent to; none where it never was."""
    contact_name: str = ""


WorkActEvent = (
    ActPrepared
    | ActInvoiced
    | ActSent
    | ActDeliveryNoted
    | ActOpened
    | ActLinkTaken
    | ActAccepted
    | ActLineDisputed
    | DisputeAnswered
    | ActCredited
    | ActCancelled
)
