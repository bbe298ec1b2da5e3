"""A client: a company that buys from us, or may one day.

A client is met once, has an owner among the managers, and may change its name and owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import get_args
from uuid import UUID

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Refused
from crm_es.playbook import Name

# ── Events ──────────────────────────────────────────────────────────────────


class ClientMet(Event):
    """We came to know a possible buyer."""

    client_id: UUID
    name: str
    owner_id: UUID
    sector: str | None = None


class ClientRenamed(Event):
    """The client goes by another name."""

    client_id: UUID
    from_name: str
    to_name: str


class ClientHandedOver(Event):
    """Another manager looks after the client."""

    client_id: UUID
    from_owner_id: UUID
    to_owner_id: UUID


ClientEvent = ClientMet | ClientRenamed | ClientHandedOver

# ── Commands ────────────────────────────────────────────────────────────────

SALES = {"manager", "head_of_sales", "operator", "import"}


class MeetClient(Command, roles=SALES, opens=True):
    """Enter a possible buyer."""

    client_id: UUID
    name: Name
    owner_id: UUID
    sector: Name | None = None


class RenameClient(Command, roles=SALES):
    """Give the client another name."""

    client_id: UUID
    name: Name


class HandOverClient(Command, roles={"head_of_sales", "import"}):
    """Let another manager look after the client."""

    client_id: UUID
    owner_id: UUID


ClientCommand = MeetClient | RenameClient | HandOverClient

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Client:
    name: str
    owner_id: UUID
    sector: str | None = None


def evolve(client: Client | None, event: ClientEvent) -> Client:
    match client, event:
        case None, ClientMet(name=name, owner_id=owner_id, sector=sector):
            return Client(name, owner_id, sector)
        case Client(), ClientRenamed(to_name=name):
            return replace(client, name=name)
        case Client(), ClientHandedOver(to_owner_id=owner_id):
            return replace(client, owner_id=owner_id)
        case _:
            raise Corrupt(client, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(client: Client | None, command: ClientCommand, context: Context) -> Iterator[ClientEvent]:
    match command, client:
        case MeetClient(owner_id=owner_id), None:
            must_work_here(owner_id, context)
            yield ClientMet(**dict(command))
        case _, None:
            raise Refused("There is no such client.")
        case MeetClient(name=name, owner_id=owner_id, sector=sector), Client():
            if client != Client(name, owner_id, sector):
                raise Refused("This client is entered already: rename it or hand it over instead.")
        case RenameClient(client_id=client_id, name=name), Client():
            if name != client.name:
                yield ClientRenamed(client_id=client_id, from_name=client.name, to_name=name)
        case HandOverClient(client_id=client_id, owner_id=owner_id), Client():
            if owner_id != client.owner_id:
                must_work_here(owner_id, context)
                yield ClientHandedOver(client_id=client_id, from_owner_id=client.owner_id, to_owner_id=owner_id)


def must_work_here(owner_id: UUID, context: Context) -> None:
    """Refuse an owner who could not look after the client."""
    if context.directory.person(owner_id) is None:
        raise Refused("The owner has to be somebody who works here: choose another.")


decider = Decider("client", "clients", get_args(ClientCommand), decide, evolve)
