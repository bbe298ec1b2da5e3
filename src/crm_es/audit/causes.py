"""What led to what: a command, its events, what policies answered, and so on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from psycopg import Connection

from crm_es.audit.lines import Line, ask, commands, events
from crm_es.audit.naming import named


def chain_at(db: Connection[Any], position: int) -> UUID | None:
    """The chain that an event belongs to; None where there is no such event."""
    found = ask(
        db, "SELECT coalesce(correlation_id, command_id) AS chain FROM events WHERE notification_id = %s", [position]
    )
    return found[0]["chain"] if found else None


def causation(db: Connection[Any], chain: UUID) -> list[Line]:
    """What one command led to: its events, what policies then asked, refused or not, and of which records.

    `chain` is the correlation id, or the id of a command in the chain.
    """
    known = ask(db, "SELECT correlation_id FROM commands WHERE command_id = %s", [chain])
    chain = known[0]["correlation_id"] if known else chain
    facts = events(db, "correlation_id = %s", [chain], "notification_id")
    asked = "command_id = ANY(%s) OR (correlation_id = %s AND refusal IS NOT NULL)"
    ids = list({event["command_id"] for event in facts})
    wishes = named(db, commands(db, asked, [ids, chain], "asked_at, position, command_id"))
    led_to: dict[UUID, list[Line]] = {command["command_id"]: [] for command in wishes}
    asked_by: dict[int, list[Line]] = {event["position"]: [] for event in facts}
    roots: list[Line] = []
    for event in facts:
        led_to.setdefault(event["command_id"], []).append(event | {"commands": asked_by[event["position"]]})
    for command in wishes:
        siblings = asked_by.get(command["causation_id"] or 0, roots)
        siblings.append(command | {"events": led_to[command["command_id"]]})
    return roots
