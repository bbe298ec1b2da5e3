"""What a client buys, when it has lapsed, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from crm_es.aggregates.client.commands import DropPurchase, ExplainLapse, NotePurchase, TakePurchase
from crm_es.aggregates.client.events import (
    ClientBought,
    ClientLapsed,
    ClientLapseExplained,
    PurchasePassedOn,
    PurchaseTakenBack,
)
from crm_es.aggregates.client.parts import Bought
from crm_es.aggregates.client.reckoning import outlook, planned, reckoned
from crm_es.aggregates.client.reservoir import stays, year_until
from crm_es.aggregates.client.state import Client
from crm_es.context import Context
from crm_es.messages import Refused, quoted


def note(client: Client, command: NotePurchase, context: Context) -> Iterator[ClientBought | PurchasePassedOn]:
    if context.playbook.reservoir.counts != command.kind or knows(client, command):
        return
    on = moment(command, context)
    bought = Bought(
        purchase_id=command.purchase_id,
        kind=command.kind,
        amount=command.amount,
        on=on,
        until=on + timedelta(context.playbook.reservoir.active_days),
        manager_id=command.manager_id,
    )
    if client.merged_into:
        yield PurchasePassedOn(**dict(bought), client_id=client.client_id, into_id=client.merged_into)
    else:
        yield told(client, bought, context)


def take(client: Client, command: TakePurchase, context: Context) -> Iterator[ClientBought]:
    """What is bought as a client that is merged into this one, as long as it is."""
    if command.from_id in client.absorbed and command.purchase.purchase_id not in ids(client):
        yield told(client, command.purchase.model_copy(update={"from_id": command.from_id}), context)


def told(client: Client, bought: Bought, context: Context) -> ClientBought:
    after = client.with_purchases((*client.purchases, bought))
    if not client.every_days and client.status == "prospect":
        after = planned(after, context)  # prospects are called by the playbook; this one is none any more
    return ClientBought(
        **dict(bought),
        **reckoned(client, after),
        client_id=client.client_id,
        campaign_id=client.description.campaign_id,
        first=not client.purchases,
        back=client.status == "lapsed" and after.status == "active",
    )


def drop(client: Client, command: DropPurchase) -> Iterator[PurchaseTakenBack]:
    if not knows(client, command):
        return
    after = client.with_purchases(one for one in client.purchases if one.purchase_id != command.purchase_id)
    yield PurchaseTakenBack(
        **reckoned(client, after),
        client_id=client.client_id,
        purchase_id=command.purchase_id,
        into_id=client.merged_into,
    )


def lapse(client: Client, context: Context) -> Iterator[ClientLapsed]:
    until = client.lapses_at
    if until is None or context.at < until:
        return
    # Nobody is asked about what is long past: an import tells of it.
    asks = context.at - until <= timedelta(context.playbook.reservoir.active_days)
    after = replace(client, lapsed_at=until, unexplained=asks)
    yield ClientLapsed(**outlook(client, after), **lost(client), client_id=client.client_id, lapsed_at=until, asks=asks)


def explain(client: Client, command: ExplainLapse, context: Context) -> Iterator[ClientLapseExplained]:
    if client.lapsed_at is None:
        raise Refused(
            "This client has not lapsed: only of a client who stopped buying is it told why.", "client has not lapsed"
        )
    reservoir = context.playbook.reservoir
    known = reservoir.known(command.reason)
    if known is None and not command.new:
        reasons = quoted(reservoir.leak_reasons)
        raise Refused(
            f"{command.reason!r} is none of the known reasons: take one of {reasons}, or say that it is new.",
            "no such leak reason",
        )
    reason = known or command.reason
    if reason == client.reasons.get(client.lapsed_at):
        return
    facts = lost(client)
    del facts["last_bought_at"]
    yield ClientLapseExplained(
        **facts,
        client_id=client.client_id,
        name=client.name,
        owner_id=client.owner_id,
        lapsed_at=client.lapsed_at,
        reason=reason,
        new=known is None,
        note=command.note,
    )


def lost(client: Client) -> dict[str, Any]:
    """The stay that ended, and what the client was worth."""
    stay = stays(client.client_id, client.purchases, client.reasons)[-1]
    last = client.purchases[-1].on
    revenue, currency = year_until(client.purchases, last)
    return {"stay_id": stay.stay_id, "last_bought_at": last, "revenue": revenue, "currency": currency}


def moment(command: NotePurchase, context: Context) -> datetime:
    """When it was bought: the time of asking, or the begin of the working day that is named and not to come."""
    calendar = context.playbook.calendar
    if command.on is None or command.on >= calendar.day(context.at):
        return context.at
    return calendar.moment(command.on, calendar.opens)


def knows(client: Client, command: NotePurchase | DropPurchase) -> bool:
    return command.purchase_id in ids(client)


def ids(client: Client) -> set[Any]:
    return {one.purchase_id for one in client.purchases}
