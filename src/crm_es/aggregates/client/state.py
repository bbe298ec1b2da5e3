"""A client as its history left it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from crm_es.aggregates.client.events import (
    ClientAbsorbed,
    ClientBought,
    ClientContacted,
    ClientDescribed,
    ClientDiscarded,
    ClientEvent,
    ClientHandedOver,
    ClientLapsed,
    ClientLapseExplained,
    ClientMerged,
    ClientMet,
    ClientNotAbsorbed,
    ClientReleased,
    ClientRenamed,
    ClientUnmerged,
    ContactAdded,
    ContactDue,
    ContactRemoved,
    ContactsPlanned,
    PurchasePassedOn,
    PurchaseTakenBack,
)
from crm_es.aggregates.client.parts import Bought, Contact, Description, Outlook, Status
from crm_es.aggregates.client.reservoir import in_order, last_until
from crm_es.messages import Corrupt

NOBODY = UUID(int=0)


class Call(NamedTuple):
    """The next time that somebody is to call."""

    on: date
    at: datetime | None
    """When the owner is told; None where that was done."""


class Absorbed(NamedTuple):
    """What came from a client that was merged into this one."""

    name: str
    taken: Description
    contacts: tuple[UUID, ...]
    lapses: frozenset[datetime]
    """Those of which it is told why."""


@dataclass(frozen=True)
class Client:
    client_id: UUID
    name: str
    owner_id: UUID
    description: Description = Description()  # noqa: RUF009 - it is frozen
    contacts: Mapping[UUID, Contact] = field(default_factory=dict)
    purchases: tuple[Bought, ...] = ()
    """By time."""
    reasons: Mapping[datetime, str] = field(default_factory=dict)
    """Why it lapsed, by when."""
    lapsed_at: datetime | None = None
    unexplained: bool = False
    """Somebody has to find out why it lapsed."""
    every_days: int | None = None
    """How often it is called, where that is planned with it."""
    call: Call | None = None
    contacted: bool = False
    merged_into: UUID | None = None
    absorbed: Mapping[UUID, Absorbed] = field(default_factory=dict)
    discarded: bool = False

    @property
    def status(self) -> Status:
        if self.merged_into:
            return "merged"
        if not self.purchases:
            return "prospect"
        return "lapsed" if self.lapsed_at else "active"

    @property
    def lapses_at(self) -> datetime | None:
        """When it will lapse, unless it buys again."""
        return last_until(self.purchases) if self.status == "active" else None

    @property
    def to_explain(self) -> datetime | None:
        return self.lapsed_at if self.unexplained else None

    def with_purchases(self, purchases: Iterable[Bought]) -> Client:
        """With these and no others. Another end of its last stay makes it an active one, until the clock looks."""
        kept = in_order(purchases)
        still = self.lapsed_at is not None and self.lapsed_at == last_until(kept)
        return replace(
            self,
            purchases=kept,
            lapsed_at=self.lapsed_at if still else None,
            unexplained=self.unexplained and still,
        )

    def with_contacts(self, contacts: Iterable[Contact]) -> Client:
        return replace(self, contacts={**self.contacts, **{contact.contact_id: contact for contact in contacts}})

    def without_contacts(self, ids: Iterable[UUID]) -> Client:
        gone = set(ids)
        return replace(self, contacts={one: contact for one, contact in self.contacts.items() if one not in gone})

    def looking(self, ahead: Outlook | ClientMet) -> Client:
        """With the call that the event tells of."""
        return replace(self, call=Call(ahead.call_on, ahead.call_at) if ahead.call_on else None)


def described(known: ClientMet) -> Description:
    return Description(**{name: getattr(known, name) for name in Description.model_fields})


def evolve(client: Client | None, event: ClientEvent) -> Client:
    match client, event:
        case None | Client(discarded=True), ClientMet() as met:
            return Client(met.client_id, met.name, met.owner_id, described(met)).looking(met)
        case None | Client(discarded=True), ClientNotAbsorbed(client_id=client_id):
            return client or Client(client_id, "", NOBODY, discarded=True)
        case Client(), ClientNotAbsorbed():
            return client
        case Client(), ClientRenamed(to_name=name):
            return replace(client, name=name)
        case Client(), ClientDescribed(after=after):
            return replace(client, description=after)
        case Client(), ClientHandedOver(to_owner_id=owner_id):
            return replace(client, owner_id=owner_id)
        case Client(), ClientDiscarded():
            return replace(client, discarded=True).looking(event)
        case Client(), ContactAdded():
            return client.with_contacts([Contact(**{name: getattr(event, name) for name in Contact.model_fields})])
        case Client(), ContactRemoved(contact_id=contact_id):
            return client.without_contacts([contact_id])
        case Client(), ContactsPlanned(every_days=every_days):
            return replace(client, every_days=every_days).looking(event)
        case Client(), ContactDue():
            return client.looking(event)
        case Client(), ClientContacted():
            return replace(client, contacted=True).looking(event)
        case Client(), ClientBought():
            return client.with_purchases((*client.purchases, bought(event))).looking(event)
        case Client(), PurchasePassedOn():
            return client.with_purchases((*client.purchases, bought(event)))
        case Client(), PurchaseTakenBack(purchase_id=gone):
            return client.with_purchases(p for p in client.purchases if p.purchase_id != gone).looking(event)
        case Client(), ClientLapsed(lapsed_at=at, asks=asks):
            return replace(client, lapsed_at=at, unexplained=asks).looking(event)
        case Client(), ClientLapseExplained(lapsed_at=at, reason=reason):
            return replace(client, reasons={**client.reasons, at: reason}, unexplained=False)
        case Client(), ClientMerged(into_id=into_id):
            return replace(client, merged_into=into_id)
        case Client(), ClientUnmerged():
            return replace(client, merged_into=None).looking(event)
        case Client(), ClientAbsorbed(from_id=from_id, taken=taken, contacts=contacts):
            came = Absorbed(
                event.from_name, taken, tuple(contact.contact_id for contact in contacts), frozenset(event.reasons)
            )
            richer = replace(
                client.with_contacts(contacts),
                description=plus(client.description, taken),
                absorbed={**client.absorbed, from_id: came},
                reasons={**client.reasons, **event.reasons},
            )
            return richer.with_purchases((*client.purchases, *event.purchases)).looking(event)
        case Client(), ClientReleased(from_id=from_id, given=given, contacts=contacts, purchases=gone):
            poorer = replace(
                client.without_contacts(contacts),
                description=minus(client.description, given),
                absorbed={one: came for one, came in client.absorbed.items() if one != from_id},
                reasons={at: why for at, why in client.reasons.items() if at not in client.absorbed[from_id].lapses},
            )
            return poorer.with_purchases(p for p in client.purchases if p.purchase_id not in set(gone)).looking(event)
        case _:
            raise Corrupt(client, event)


def bought(event: ClientBought | PurchasePassedOn) -> Bought:
    return Bought(**{name: getattr(event, name) for name in Bought.model_fields})


# ── What two clients know ───────────────────────────────────────────────────


def lacking(mine: Description, theirs: Description) -> Description:
    """What of theirs is not among mine."""
    return Description(**{name: _lacking(getattr(mine, name), value) for name, value in theirs})


def plus(mine: Description, more: Description) -> Description:
    return Description(**{name: _plus(getattr(mine, name), value) for name, value in more})


def minus(mine: Description, less: Description) -> Description:
    return Description(**{name: _minus(getattr(mine, name), value) for name, value in less})


def still(mine: Description, taken: Description) -> Description:
    """What of it is mine yet."""
    return Description(**{name: _still(getattr(mine, name), value) for name, value in taken})


def _lacking(mine: Any, theirs: Any) -> Any:
    if isinstance(mine, tuple):
        return tuple(one for one in theirs if one not in mine)
    return theirs if mine is None else None


def _plus(mine: Any, more: Any) -> Any:
    return mine + more if isinstance(mine, tuple) else more if mine is None else mine


def _still(mine: Any, taken: Any) -> Any:
    if isinstance(mine, tuple):
        return tuple(one for one in taken if one in mine)
    return taken if mine == taken else None


def _minus(mine: Any, less: Any) -> Any:
    if isinstance(mine, tuple):
        return tuple(one for one in mine if one not in less)
    return None if mine == less else mine
