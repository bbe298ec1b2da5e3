"""Every wish about a client, and what decides it: a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from crm_es.aggregates.client import buying, merging
from crm_es.aggregates.client.commands import (
    AbsorbClient,
    AddContact,
    CallContactDue,
    ClientCommand,
    ContactClient,
    DescribeClient,
    DiscardClient,
    DropPurchase,
    ExplainLapse,
    HandOverClient,
    LapseClient,
    MeetClient,
    MergeClient,
    NotePurchase,
    PlanContacts,
    ReleaseClient,
    RemoveContact,
    RenameClient,
    TakePurchase,
    UnmergeClient,
)
from crm_es.aggregates.client.events import (
    ClientContacted,
    ClientDescribed,
    ClientDiscarded,
    ClientEvent,
    ClientHandedOver,
    ClientMet,
    ClientRenamed,
    ContactAdded,
    ContactDue,
    ContactRemoved,
    ContactsPlanned,
)
from crm_es.aggregates.client.owner import must_look_after, must_work_here
from crm_es.aggregates.client.parts import Contact
from crm_es.aggregates.client.reckoning import outlook, planned
from crm_es.aggregates.client.reservoir import stays
from crm_es.aggregates.client.state import Call, Client, described
from crm_es.context import IMPORT, Context
from crm_es.messages import Refused

Change = (
    RenameClient
    | DescribeClient
    | HandOverClient
    | AddContact
    | RemoveContact
    | PlanContacts
    | ContactClient
    | ExplainLapse
)


def decide(client: Client | None, command: ClientCommand, context: Context) -> Iterator[ClientEvent]:
    match command, client:
        case MeetClient(), (None | Client(discarded=True)):
            yield met(command, context)
        case AbsorbClient(), None:
            yield merging.not_absorbed(command, "There is no such client.")
        case _, None:
            raise Refused("There is no such client.")
        case MeetClient(), Client():
            known = ClientMet(**dict(command))
            if (client.name, client.owner_id, client.description) != (known.name, known.owner_id, described(known)):
                raise Refused("This client is entered already: rename it or hand it over instead.")
        case AbsorbClient(), Client():
            yield from merging.absorb(client, command)
        case DiscardClient(), Client():
            yield from discard(client, command)
        case _, Client(discarded=True):
            raise Refused("This client was entered by mistake and is discarded: enter it anew.", "client is discarded")
        case NotePurchase(), Client():
            yield from buying.note(client, command, context)
        case TakePurchase(), Client():
            yield from buying.take(client, command, context)
        case DropPurchase(), Client():
            yield from buying.drop(client, command)
        case ReleaseClient(), Client():
            yield from merging.release(client, command)
        case UnmergeClient(), Client():
            yield from merging.unmerge(client, command, context)
        case LapseClient(), Client():
            yield from buying.lapse(client, context)
        case CallContactDue(), Client():
            yield from call(client, context)
        case MergeClient(), Client():
            yield from merging.merge(client, command)
        case _, Client(merged_into=UUID()):
            raise Refused("This client is merged into another: ask for that one, or unmerge it.", "client is merged")
        case HandOverClient() | ContactClient(next_on=None), Client():
            yield from change(client, command, context)
        case _, Client():
            must_look_after(client, context)
            yield from change(client, command, context)


def change(client: Client, command: Change, context: Context) -> Iterator[ClientEvent]:
    """Of a client that is there, on its own."""
    match command:
        case RenameClient(client_id=client_id, name=name):
            if name != client.name:
                yield ClientRenamed(client_id=client_id, from_name=client.name, to_name=name)
        case DescribeClient():
            yield from describe(client, command)
        case HandOverClient(owner_id=owner_id):
            yield from hand_over(client, owner_id, context)
        case AddContact():
            contact = Contact(**command.model_dump(exclude={"client_id"}))
            if client.contacts.get(command.contact_id) != contact:
                yield ContactAdded(**dict(command))
        case RemoveContact(client_id=client_id, contact_id=contact_id):
            if contact_id in client.contacts:
                name = client.contacts[contact_id].name
                yield ContactRemoved(client_id=client_id, contact_id=contact_id, name=name)
        case PlanContacts(every_days=every_days, next_on=next_on):
            after = planned(replace(client, every_days=every_days), context, next_on)
            if (after.every_days, after.call and after.call.on) != (client.every_days, client.call and client.call.on):
                yield ContactsPlanned(client_id=client.client_id, every_days=every_days, **outlook(client, after))
        case ContactClient():
            yield contact_made(client, command, context)
        case ExplainLapse():
            yield from buying.explain(client, command, context)


def met(command: MeetClient, context: Context) -> ClientMet:
    must_work_here(command.owner_id, context)
    client = Client(command.client_id, command.name, command.owner_id)
    call = None if IMPORT in context.roles else planned(client, context).call
    return ClientMet(**dict(command), call_on=call and call.on, call_at=call and call.at)


def describe(client: Client, command: DescribeClient) -> Iterator[ClientDescribed]:
    told = command.model_dump(exclude={"client_id"}, exclude_none=True)
    after = client.description.model_copy(update=told)
    if after != client.description:
        yield ClientDescribed(client_id=client.client_id, before=client.description, after=after)


def hand_over(client: Client, owner_id: UUID, context: Context) -> Iterator[ClientHandedOver]:
    if owner_id == client.owner_id:
        return
    must_work_here(owner_id, context)
    active = client.status == "active"
    yield ClientHandedOver(
        client_id=client.client_id,
        from_owner_id=client.owner_id,
        to_owner_id=owner_id,
        name=client.name,
        stay_id=stays(client.client_id, client.purchases, client.reasons)[-1].stay_id if active else None,
        lapse=client.to_explain,
        call_due=client.call.on if client.call and client.call.at is None else None,
    )


def discard(client: Client, command: DiscardClient) -> Iterator[ClientDiscarded]:
    if client.discarded:
        return
    known = (
        (client.purchases, "has bought something"),
        (client.contacted, "was contacted"),
        (client.merged_into, "is merged into another"),
        (client.absorbed, "has others merged into it"),
    )
    for is_so, what in known:
        if is_so:
            raise Refused(f"This client {what}: it stays. Merge it instead.", "client is in use")
    told = outlook(client, replace(client, call=None))
    yield ClientDiscarded(client_id=client.client_id, reason=command.reason, **told)


def call(client: Client, context: Context) -> Iterator[ContactDue]:
    known = client.call
    if known and known.at and known.at <= context.at and not client.merged_into:
        yield ContactDue(client_id=client.client_id, **outlook(client, replace(client, call=Call(known.on, None))))


def contact_made(client: Client, command: ContactClient, context: Context) -> ClientContacted:
    on = context.playbook.calendar.day(context.at)
    if command.next_on and command.next_on <= on:
        raise Refused("The next contact comes after this one: name a later day.", "next contact is not later")
    return ClientContacted(
        client_id=client.client_id,
        kind=command.kind,
        outcome=command.outcome,
        note=command.note,
        by_id=context.person_id,
        on=on,
        **outlook(client, planned(client, context, command.next_on)),
    )
