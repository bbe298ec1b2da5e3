"""What is known of a client: its details, the people there, what it bought, and when it was active."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from crm_es.messages import Message
from crm_es.money import Money
from crm_es.playbook import Purchase


class Description(Message):
    """What is known of a client beside its name."""

    inn: str | None = None
    kpp: str | None = None
    address: str | None = None
    """Its legal address, as papers name it."""
    contract: str | None = None
    """The agreement that work is done under, as papers say it: Договор № 12 от 01.02.2026."""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    """What other systems call it."""
    sector: str | None = None
    segment: str | None = None
    campaign_id: UUID | None = None
    """What brought it to us."""


class Contact(Message):
    """Somebody at the client."""

    contact_id: UUID
    name: str
    position: str | None = None
    phone: str | None = None
    email: str | None = None


class Bought(Message):
    """One purchase."""

    purchase_id: UUID
    """Of the deal, the invoice or the shipment that it was."""
    kind: Purchase
    amount: Money | None = None
    on: datetime
    until: datetime
    """Until then it makes the client an active one."""
    manager_id: UUID | None = None
    """Who sold."""
    from_id: UUID | None = None
    """As which client it bought, where that was merged into this one."""


class Stay(Message):
    """A time in which a client kept buying: one stay in the reservoir."""

    stay_id: UUID
    kind: Literal["new", "back"]
    since: datetime
    """Its first purchase."""
    until: datetime
    """When it lapsed, or will unless it buys again."""
    revenue: Decimal | None
    """What it bought in the year that ended with the last purchase."""
    currency: str | None
    reason: str | None = None
    """Why it lapsed, as somebody explained."""


Status = Literal["prospect", "active", "lapsed", "merged"]


class Outlook(Message):
    """Whose client it is, and what time will bring."""

    name: str
    owner_id: UUID
    lapses_at: datetime | None = None
    """When it lapses unless it buys again."""
    call_on: date | None = None
    """When somebody is to call."""
    call_at: datetime | None = None
    """When the owner is told of it; None where that was done."""
    was_due: date | None = None
    """A call that was due and is none any more."""


class Reckoned(Outlook):
    """What all purchases together come to now."""

    status: Status
    count: int
    revenue: Decimal | None
    """All that it bought, in the currency of its last purchase."""
    currency: str | None
    last_bought_at: datetime | None
    stays: tuple[Stay, ...]
    """Stays in the reservoir that are new or changed."""
    gone: tuple[UUID, ...]
    """Stays that turned out not to be."""
    settles: datetime | None
    """A lapse that nobody has to explain any more."""
