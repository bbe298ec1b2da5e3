"""Who was an active client from when until when, and why did they leave? Answers the reservoir (S0-02..S0-09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.client import (
    ClientAbsorbed,
    ClientBought,
    ClientHandedOver,
    ClientLapseExplained,
    ClientMerged,
    ClientReleased,
    ClientUnmerged,
    PurchaseTakenBack,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

Reckoning = ClientBought | PurchaseTakenBack | ClientMerged | ClientUnmerged | ClientAbsorbed | ClientReleased
StayFact = Reckoning | ClientLapseExplained | ClientHandedOver


@dataclass(frozen=True)
class ReservoirStay(
    Row,
    table="reservoir_stays",
    key="stay_id",
    indexes=("since, stay_id", "until, stay_id", "client_id"),
):
    """One time in which a client kept buying."""

    stay_id: UUID
    client_id: UUID
    kind: str
    """new, or back."""
    since: datetime
    """Its first purchase: the client came in."""
    until: datetime
    """When it went out, or will unless it buys again."""
    manager_id: UUID
    """Who looked after it when it went out, or does."""
    revenue: Decimal | None
    """What it bought in the year that ended with the last purchase."""
    currency: str | None
    reason: str | None
    """Why it went out, as far as somebody said."""
    explained: bool = False
    note: str | None = None


def keys(event: StayFact) -> tuple[UUID, ...]:
    match event:
        case ClientLapseExplained(stay_id=stay_id):
            return (stay_id,)
        case ClientHandedOver(stay_id=lasting):
            return (lasting,) if lasting else ()
        case _:
            return (*(stay.stay_id for stay in event.stays), *event.gone)


def evolve(stay: ReservoirStay | None, recorded: Recorded[StayFact], key: UUID) -> ReservoirStay | None:
    match stay, recorded.event:
        case ReservoirStay(), ClientLapseExplained(reason=reason, note=note):
            return replace(stay, reason=reason, explained=True, note=note)
        case ReservoirStay(), ClientHandedOver(to_owner_id=owner_id):
            return replace(stay, manager_id=owner_id)
        case _, ClientLapseExplained() | ClientHandedOver():
            raise Corrupt(stay, recorded.event)
        case _, event:
            said = next((one for one in event.stays if one.stay_id == key), None)
            if said is None:
                return None
            return ReservoirStay(
                **dict(said),
                client_id=event.client_id,
                manager_id=stay.manager_id if stay else event.owner_id,
                explained=said.reason is not None,
                note=stay.note if stay and stay.reason == said.reason else None,
            )
