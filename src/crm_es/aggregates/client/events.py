"""What happens to a client."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from crm_es.aggregates.client.parts import Bought, Contact, Description, Outlook, Reckoned
from crm_es.messages import Event

ContactKind = Literal["call", "visit", "letter", "meeting"]


class ClientMet(Event):
    """We came to know a possible buyer."""

    client_id: UUID
    name: str
    owner_id: UUID
    sector: str | None = None
    segment: str | None = None
    """Which sort of buyer it is, such as chain or shop."""
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
    campaign_id: UUID | None = None
    """What brought it to us."""
    call_on: date | None = None
    """When somebody is to call, by the playbook's plan for prospects."""
    call_at: datetime | None = None


class ClientRenamed(Event):
    """The client goes by another name."""

    client_id: UUID
    from_name: str
    to_name: str


class ClientDescribed(Event):
    """More is known of the client, or something else."""

    client_id: UUID
    before: Description
    after: Description


class ClientHandedOver(Event):
    """Another manager looks after the client."""

    client_id: UUID
    from_owner_id: UUID
    to_owner_id: UUID
    name: str = ""
    stay_id: UUID | None = None
    """The stay in the reservoir that lasts."""
    lapse: datetime | None = None
    """A lapse that nobody has explained yet."""
    call_due: date | None = None
    """A call that is due."""


class ClientDiscarded(Outlook, Event):
    """It was entered by mistake: there is no such client."""

    client_id: UUID
    reason: str


# ── People there ────────────────────────────────────────────────────────────


class ContactAdded(Contact, Event):
    """We came to know somebody at the client."""

    client_id: UUID


class ContactRemoved(Event):
    """That person is none of the client's any more."""

    client_id: UUID
    contact_id: UUID
    name: str


# ── Calls ───────────────────────────────────────────────────────────────────


class ContactsPlanned(Outlook, Event):
    """It was settled how often the client is called."""

    client_id: UUID
    every_days: int | None
    """None: as the playbook says."""


class ClientContacted(Outlook, Event):
    """Somebody spoke with the client, or wrote."""

    client_id: UUID
    kind: ContactKind
    outcome: str | None
    note: str | None
    by_id: UUID
    on: date


class ContactDue(Outlook, Event):
    """It is time to call."""

    client_id: UUID


# ── Purchases ───────────────────────────────────────────────────────────────


class ClientBought(Bought, Reckoned, Event):
    """The client bought something."""

    client_id: UUID
    campaign_id: UUID | None
    first: bool
    """No purchase of it was known."""
    back: bool
    """It had lapsed."""


class PurchasePassedOn(Bought, Event):
    """Something was bought as a client that is merged into another: it counts there."""

    client_id: UUID
    into_id: UUID


class PurchaseTakenBack(Reckoned, Event):
    """What counted as a purchase was cancelled."""

    client_id: UUID
    purchase_id: UUID
    into_id: UUID | None
    """Where it counted, if this client is merged."""


class ClientLapsed(Outlook, Event):
    """The client bought nothing for so long that it is lost, for now."""

    client_id: UUID
    stay_id: UUID
    lapsed_at: datetime
    last_bought_at: datetime
    revenue: Decimal | None
    """What it bought in the year that ended with its last purchase."""
    currency: str | None
    asks: bool
    """Its owner has to find out why; nobody is asked about what is long past."""


class ClientLapseExplained(Event):
    """It is known why the client lapsed."""

    client_id: UUID
    name: str
    owner_id: UUID
    stay_id: UUID
    lapsed_at: datetime
    reason: str
    new: bool
    """The playbook does not name the reason."""
    note: str | None
    revenue: Decimal | None
    currency: str | None


# ── Merging ─────────────────────────────────────────────────────────────────


class ClientMerged(Reckoned, Event):
    """Two records were of one client: the other one goes on, with what this one has."""

    client_id: UUID
    into_id: UUID
    reason: str | None
    description: Description
    contacts: tuple[Contact, ...]
    purchases: tuple[Bought, ...]
    reasons: dict[datetime, str]
    """Why it lapsed, by when."""


class ClientUnmerged(Reckoned, Event):
    """It is a client of its own after all."""

    client_id: UUID
    from_id: UUID
    """Into which it was merged."""
    reason: str | None
    asks: datetime | None
    """A lapse that is still to be explained."""


class ClientAbsorbed(Reckoned, Event):
    """The client takes over what it lacks from another that was merged into it."""

    client_id: UUID
    from_id: UUID
    from_name: str
    taken: Description
    contacts: tuple[Contact, ...]
    purchases: tuple[Bought, ...]
    reasons: dict[datetime, str]


class ClientReleased(Reckoned, Event):
    """The client gives back what came from another that is one of its own again."""

    client_id: UUID
    from_id: UUID
    given: Description
    contacts: tuple[UUID, ...]
    purchases: tuple[UUID, ...]


class ClientNotAbsorbed(Event):
    """No client can be merged into this one."""

    client_id: UUID
    from_id: UUID
    why: str


Reckoning = ClientBought | PurchaseTakenBack | ClientMerged | ClientAbsorbed | ClientReleased
"""After these it may be active that had lapsed, or the other way round."""
ClientEvent = (
    ClientMet
    | ClientRenamed
    | ClientDescribed
    | ClientHandedOver
    | ClientDiscarded
    | ContactAdded
    | ContactRemoved
    | ContactsPlanned
    | ClientContacted
    | ContactDue
    | ClientBought
    | PurchasePassedOn
    | PurchaseTakenBack
    | ClientLapsed
    | ClientLapseExplained
    | ClientMerged
    | ClientUnmerged
    | ClientAbsorbed
    | ClientReleased
    | ClientNotAbsorbed
)
