"""What events tell of a client as it is after them: its purchases, its stays in the reservoir, its next call."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from crm_es.aggregates.client.reservoir import stays, summed
from crm_es.aggregates.client.state import Call, Client
from crm_es.context import Context


def outlook(before: Client, after: Client) -> dict[str, Any]:
    """Whose client it is, and what time will bring."""
    call, known = after.call, before.call
    told_of = known is not None and known.at is None
    return {
        "name": after.name,
        "owner_id": after.owner_id,
        "lapses_at": after.lapses_at,
        "call_on": call.on if call else None,
        "call_at": call.at if call else None,
        "was_due": known.on if known and told_of and (call is None or call.on != known.on) else None,
    }


def reckoned(before: Client, after: Client) -> dict[str, Any]:
    """The same, and what all its purchases come to."""
    was = _stays(before)
    now = _stays(after)
    total = summed(after.purchases)
    return outlook(before, after) | {
        "status": after.status,
        "count": len(after.purchases),
        "revenue": total.amount,
        "currency": total.currency,
        "last_bought_at": after.purchases[-1].on if after.purchases else None,
        "stays": tuple(stay for one, stay in now.items() if was.get(one) != stay),
        "gone": tuple(one for one in was if one not in now),
        "settles": before.to_explain if before.status != "merged" and after.to_explain is None else None,
    }


def _stays(client: Client) -> dict[Any, Any]:
    if client.merged_into:
        return {}
    return {stay.stay_id: stay for stay in stays(client.client_id, client.purchases, client.reasons)}


def planned(client: Client, context: Context, next_on: date | None = None) -> Client:
    """With its next call: on this day, else as often as is planned with it, else as the playbook calls prospects."""
    playbook = context.playbooks.get(context.playbook_version)
    if playbook is None:
        return replace(client, call=None)
    usual = None if client.status == "active" else playbook.reservoir.contact_every_days
    every = client.every_days or usual
    day = next_on or (playbook.calendar.day(context.at) + timedelta(every) if every else None)
    at = playbook.calendar.moment(day, playbook.calendar.opens) if day else None
    return replace(client, call=Call(day, at) if day else None)
