"""What may be done with a client: call, explain why it left, describe, hand over, merge."""

from __future__ import annotations

from uuid import UUID

from crm_es.aggregates.client import (
    AddContact,
    Client,
    ContactClient,
    DescribeClient,
    DiscardClient,
    ExplainLapse,
    HandOverClient,
    MergeClient,
    PlanContacts,
    RemoveContact,
    RenameClient,
    UnmergeClient,
    decider,
)
from crm_es.offers.way import Look, Values, Way, kind


def leak_reasons(look: Look) -> tuple[str, ...]:
    return look.context.playbook.reservoir.leak_reasons


def why_now(look: Look) -> Values | None:
    """Why it left is asked once, and corrected rarely."""
    return {} if look.state.unexplained else None


def described(look: Look) -> Values:
    client: Client = look.state
    return dict(client.description)


def planned(look: Look) -> Values:
    client: Client = look.state
    return {"every_days": client.every_days, "next_on": client.call.on if client.call else None}


def contacts(look: Look) -> dict[UUID, str]:
    client: Client = look.state
    return {contact_id: contact.name for contact_id, contact in client.contacts.items()}


def merged(look: Look) -> dict[UUID, str]:
    client: Client = look.state
    return {from_id: came.name for from_id, came in client.absorbed.items()}


KIND = kind(
    "clients",
    decider,
    Way(ExplainLapse, why_now, choices={"reason": leak_reasons}),
    Way(ContactClient),
    Way(PlanContacts, present=planned, typed={"every_days": 3649}, beside=True),
    Way(AddContact, beside=True),
    Way(DescribeClient, present=described, typed={"address": "A street that nobody has named so far, 1"}, beside=True),
    Way(HandOverClient, beside=True),
    Way(RenameClient, present=lambda look: {"name": look.state.name}, menu=True),
    Way(RemoveContact, choices={"contact_id": contacts}, menu=True),
    Way(MergeClient, menu=True),
    Way(UnmergeClient, choices={"from_id": merged}, menu=True),
    Way(DiscardClient, menu=True),
)
