"""Two records of one client become one, and can become two again (X-11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crm_es.aggregates.client.commands import AbsorbClient, MergeClient, ReleaseClient, UnmergeClient
from crm_es.aggregates.client.events import (
    ClientAbsorbed,
    ClientMerged,
    ClientNotAbsorbed,
    ClientReleased,
    ClientUnmerged,
)
from crm_es.aggregates.client.reckoning import reckoned
from crm_es.aggregates.client.state import Call, Client, evolve, lacking, still
from crm_es.context import Context
from crm_es.messages import Refused, quoted


def merge(client: Client, command: MergeClient) -> Iterator[ClientMerged]:
    if client.merged_into == command.into_id:
        return
    if client.merged_into:
        raise Refused("This client is merged into another already: unmerge it first.", "client is merged")
    if command.into_id == client.client_id:
        raise Refused("A client cannot be merged into itself: name the other one.", "merged into itself")
    if client.absorbed:
        names = quoted(came.name for came in client.absorbed.values())
        raise Refused(
            f"Into this client others were merged: {names}. Merge the other one into this, or unmerge those first.",
            "others were merged into it",
        )
    yield ClientMerged(
        **reckoned(client, replace(client, merged_into=command.into_id, call=None)) | {"settles": client.to_explain},
        client_id=client.client_id,
        into_id=command.into_id,
        reason=command.reason,
        description=client.description,
        contacts=tuple(client.contacts.values()),
        purchases=client.purchases,
        reasons=dict(client.reasons),
    )


def unmerge(client: Client, command: UnmergeClient, context: Context) -> Iterator[ClientUnmerged]:
    if client.merged_into is None or command.from_id not in {None, client.merged_into}:
        if "policy" in context.roles:
            return
        which = "that one" if client.merged_into else "any other"
        raise Refused(f"This client is not merged into {which}.", "client is not merged")
    call = client.call and Call(client.call.on, client.call.at or context.at)  # it is told of anew
    after = replace(client, merged_into=None, call=call)
    yield ClientUnmerged(
        **reckoned(client, after),
        client_id=client.client_id,
        from_id=client.merged_into,
        reason=command.reason,
        asks=after.to_explain,
    )


def absorb(client: Client, command: AbsorbClient) -> Iterator[ClientAbsorbed | ClientNotAbsorbed]:
    if command.from_id in client.absorbed:
        return
    if client.merged_into or client.discarded:
        yield not_absorbed(command, "The other client is merged itself, or was discarded.")
        return
    known = {one.purchase_id for one in client.purchases}
    event = ClientAbsorbed(
        **reckoned(client, client),
        client_id=client.client_id,
        from_id=command.from_id,
        from_name=command.from_name,
        taken=lacking(client.description, command.description),
        contacts=tuple(one for one in command.contacts if one.contact_id not in client.contacts),
        purchases=tuple(
            one.model_copy(update={"from_id": command.from_id})
            for one in command.purchases
            if one.purchase_id not in known
        ),
        reasons={at: reason for at, reason in command.reasons.items() if at not in client.reasons},
    )
    yield event.model_copy(update=reckoned(client, evolve(client, event)))


def not_absorbed(command: AbsorbClient, why: str) -> ClientNotAbsorbed:
    return ClientNotAbsorbed(client_id=command.client_id, from_id=command.from_id, why=why)


def release(client: Client, command: ReleaseClient) -> Iterator[ClientReleased]:
    came = client.absorbed.get(command.from_id)
    if came is None:
        return
    event = ClientReleased(
        **reckoned(client, client),
        client_id=client.client_id,
        from_id=command.from_id,
        given=still(client.description, came.taken),
        contacts=tuple(one for one in came.contacts if one in client.contacts),
        purchases=tuple(one.purchase_id for one in client.purchases if one.from_id == command.from_id),
    )
    yield event.model_copy(update=reckoned(client, evolve(client, event)))
