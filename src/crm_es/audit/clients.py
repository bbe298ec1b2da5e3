"""All that happened with one client, whatever record it belongs to: one history (S0-20)."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from crm_es.aggregates import (
    DECIDER_OF_EVENT,
    call,
    client,
    complaint,
    deal,
    document,
    evidence_share,
    order,
    price_approval,
    reconciliation,
    task,
    ticket,
    work_act,
)
from crm_es.audit.lines import Line, ask, events
from crm_es.messages import Event

OF_ONE_CLIENT: Final = (
    call.decider,
    client.decider,
    complaint.decider,
    deal.decider,
    document.decider,
    evidence_share.decider,
    order.decider,
    price_approval.decider,
    reconciliation.decider,
    task.decider,
    ticket.decider,
    work_act.decider,
)
"""Each of their records is of one client, so that all its events are; those of a desk are of many."""
NAMING: Final = [
    event.__name__ for decider in OF_ONE_CLIENT for event in decider.events if "client_id" in event.model_fields
]
MERGED: Final = "SELECT client_id::text FROM client_registry WHERE merged_into_id = %s"
WHERE: Final = """
    notification_id IN (
        WITH named AS (SELECT * FROM events WHERE state->>'client_id' = ANY(%s))
        SELECT notification_id FROM named
        UNION
        SELECT notification_id FROM events
        WHERE originator_id IN (SELECT originator_id FROM named WHERE topic = ANY(%s))
    ) AND notification_id < coalesce(%s::int8, notification_id + 1)
"""


def timeline(db: Connection[Any], client_id: UUID, *, before: int | None = None, limit: int = 50) -> list[Line]:
    """Events, newest first, below the position `before`: who did what, in words, and in which record it stands.

    With those of clients that are merged into this one.
    """
    clients = [str(client_id), *(row["client_id"] for row in ask(db, MERGED, [client_id]))]
    found = events(db, WHERE, [clients, NAMING, before], "notification_id DESC", limit)
    return [told(line) for line in found]


def told(line: Line) -> Line:
    kept = ("occurred_at", "who", "on_behalf_of_whom", "sentence", "event", "position", "stream")
    about = DECIDER_OF_EVENT[Event.NAMED[line["event"]]].name
    return {"about": about} | {name: line[name] for name in kept}
