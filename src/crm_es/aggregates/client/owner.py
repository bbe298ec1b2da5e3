"""Who looks after a client."""

from __future__ import annotations

from uuid import UUID

from crm_es.aggregates.client.state import Client
from crm_es.context import Context
from crm_es.messages import Refused


def must_work_here(owner_id: UUID, context: Context) -> None:
    """Refuse an owner who could not look after the client."""
    if context.directory.person(owner_id) is None:
        raise Refused("The owner has to be somebody who works here: choose another.")


def must_look_after(client: Client, context: Context) -> None:
    """Only the owner, a deputy or somebody above; or whoever enters and imports what they say."""
    if {"import", "operator"} & context.roles or context.answers_for(client.owner_id):
        return
    owner = context.directory.name(client.owner_id)
    raise Refused(f"This is a client of {owner}: ask {owner}, a deputy or a supervisor.", "somebody else's client")
