"""Which clients do we know, and who looks after them?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.client import ClientEvent, ClientHandedOver, ClientMet, ClientRenamed
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class Client(Row, table="client_registry", key="client_id", indexes=("owner_id",)):
    """One client."""

    client_id: UUID
    name: str
    owner_id: UUID
    sector: str | None
    met_at: datetime


def keys(event: ClientEvent) -> tuple[UUID, ...]:
    return (event.client_id,)


def evolve(client: Client | None, recorded: Recorded[ClientEvent], key: UUID) -> Client | None:
    match client, recorded.event:
        case None, ClientMet(name=name, owner_id=owner_id, sector=sector):
            return Client(key, name, owner_id, sector, recorded.occurred_at)
        case Client(), ClientRenamed(to_name=name):
            return replace(client, name=name)
        case Client(), ClientHandedOver(to_owner_id=owner_id):
            return replace(client, owner_id=owner_id)
        case _:
            raise Corrupt(client, recorded.event)
