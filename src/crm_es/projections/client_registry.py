"""Which clients do we know, who looks after them, who buys, and whom to call next?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from crm_es.aggregates.client import (
    ClientAbsorbed,
    ClientBought,
    ClientContacted,
    ClientDescribed,
    ClientDiscarded,
    ClientHandedOver,
    ClientLapsed,
    ClientLapseExplained,
    ClientMerged,
    ClientMet,
    ClientReleased,
    ClientRenamed,
    ClientUnmerged,
    ContactAdded,
    ContactRemoved,
    ContactsPlanned,
    Description,
    PurchaseTakenBack,
    Reckoned,
)
from crm_es.aggregates.client.state import minus, plus
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

ClientFact = (
    ClientMet
    | ClientRenamed
    | ClientDescribed
    | ClientHandedOver
    | ClientDiscarded
    | ContactAdded
    | ContactRemoved
    | ContactsPlanned
    | ClientContacted
    | ClientBought
    | PurchaseTakenBack
    | ClientLapsed
    | ClientLapseExplained
    | ClientMerged
    | ClientUnmerged
    | ClientAbsorbed
    | ClientReleased
)


@dataclass(frozen=True)
class Client(
    Row,
    table="client_registry",
    key="client_id",
    indexes=("owner_id", "inn", "status, next_contact_on", "campaign_id"),
):
    """One client."""

    client_id: UUID
    name: str
    owner_id: UUID
    sector: str | None
    met_at: datetime
    segment: str | None = None
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
    contacts: tuple[str, ...] = ()
    """The people there, each with what is known of them."""
    contact_ids: tuple[UUID, ...] = ()
    """The same people, in the same order."""
    status: str = "prospect"
    """prospect, active, lapsed or merged."""
    merged_into_id: UUID | None = None
    purchases: int = 0
    revenue: Decimal | None = None
    """All that it bought, in the currency of its last purchase."""
    currency: str | None = None
    last_bought_at: datetime | None = None
    lapses_at: datetime | None = None
    """When it lapses unless it buys again."""
    lapsed_at: datetime | None = None
    lapse_reason: str | None = None
    """Why it lapsed, once somebody has said so."""
    last_contact_on: date | None = None
    next_contact_on: date | None = None


def keys(event: ClientFact) -> tuple[UUID, ...]:
    return (event.client_id,)


def evolve(client: Client | None, recorded: Recorded[ClientFact], key: UUID) -> Client | None:  # noqa: C901, PLR0911, PLR0912 - a table read from top to bottom
    match client, recorded.event:
        case None, ClientMet() as met:
            known = {name: getattr(met, name) for name in Description.model_fields}
            return Client(
                key, met.name, met.owner_id, met_at=recorded.occurred_at, next_contact_on=met.call_on, **known
            )
        case Client(), ClientRenamed(to_name=name):
            return replace(client, name=name)
        case Client(), ClientDescribed(after=after):
            return replace(client, **dict(after))
        case Client(), ClientHandedOver(to_owner_id=owner_id):
            return replace(client, owner_id=owner_id)
        case Client(), ClientDiscarded():
            return None
        case Client(), ContactAdded() as added:
            said = (added.name, added.position, added.phone, added.email)
            return with_contacts(without(client, (added.contact_id,)), {added.contact_id: shown(*said)})
        case Client(), ContactRemoved(contact_id=contact_id):
            return without(client, (contact_id,))
        case Client(), ContactsPlanned(call_on=call_on):
            return replace(client, next_contact_on=call_on)
        case Client(), ClientContacted(call_on=call_on, on=on):
            return replace(client, next_contact_on=call_on, last_contact_on=on)
        case Client(), ClientLapsed(lapsed_at=lapsed_at, call_on=call_on):
            return replace(client, status="lapsed", lapsed_at=lapsed_at, lapses_at=None, next_contact_on=call_on)
        case Client(), ClientLapseExplained(reason=reason):
            return replace(client, lapse_reason=reason)
        case Client(), ClientMerged(into_id=into_id) as merged:
            return replace(
                client, status="merged", merged_into_id=into_id, lapses_at=None, next_contact_on=merged.call_on
            )
        case Client(), ClientAbsorbed() as came:
            people = {one.contact_id: shown(one.name, one.position, one.phone, one.email) for one in came.contacts}
            known = dict(plus(description(client), came.taken))
            return reckoned(with_contacts(replace(client, **known), people), came)
        case Client(), ClientReleased() as gave:
            left = replace(client, **dict(minus(description(client), gave.given)))
            return reckoned(without(left, gave.contacts), gave)
        case Client(), ClientUnmerged() as unmerged:
            return reckoned(replace(client, merged_into_id=None), unmerged)
        case Client(), ClientBought() | PurchaseTakenBack() as event if client.status != "merged":
            return reckoned(client, event)
        case Client(), PurchaseTakenBack():
            return client
        case _:
            raise Corrupt(client, recorded.event)


def reckoned(client: Client, event: Reckoned) -> Client:
    """What its purchases come to now."""
    lapsed = event.status == "lapsed"
    return replace(
        client,
        status=event.status,
        purchases=event.count,
        revenue=event.revenue,
        currency=event.currency,
        last_bought_at=event.last_bought_at,
        lapses_at=event.lapses_at,
        lapsed_at=client.lapsed_at if lapsed else None,
        lapse_reason=client.lapse_reason if lapsed else None,
        next_contact_on=event.call_on,
    )


def description(client: Client) -> Description:
    return Description(**{name: getattr(client, name) for name in Description.model_fields})


def shown(*said: str | None) -> str:
    return ", ".join(filter(None, said))


def with_contacts(client: Client, people: dict[UUID, str]) -> Client:
    return replace(
        client,
        contacts=(*client.contacts, *people.values()),
        contact_ids=(*client.contact_ids, *people),
    )


def without(client: Client, gone: tuple[UUID, ...]) -> Client:
    kept = [(one, said) for one, said in zip(client.contact_ids, client.contacts, strict=True) if one not in gone]
    changed: dict[str, Any] = {
        "contact_ids": tuple(one for one, _ in kept),
        "contacts": tuple(said for _, said in kept),
    }
    return replace(client, **changed)
