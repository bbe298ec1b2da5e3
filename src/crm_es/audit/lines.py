"""The lines of an audit: events and refused attempts, each with its envelope in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.audit.sentences import people_in, sentence

Line = dict[str, Any]
"""One line of an answer, ready for JSON."""
EVENT: Final = """
    event.occurred_at, actor.name AS who, principal.name AS on_behalf_of_whom, '' AS sentence, event.topic AS event,
    event.notification_id AS position, event.originator_id AS stream, event.originator_version AS version,
    event.recorded_at, event.actor, event.on_behalf_of, event.command_id, command.topic AS command,
    event.correlation_id, event.causation_id, cause.topic AS cause, event.playbook_version, event.state AS facts
"""
NAMES: Final = """
    LEFT JOIN staff_registry AS actor ON actor.staff_member_id::text = {one}.actor
    LEFT JOIN staff_registry AS principal ON principal.staff_member_id = {one}.on_behalf_of
    LEFT JOIN events AS cause ON cause.notification_id = {one}.causation_id
"""
REFUSAL: Final = """
    command.command_id, command.topic AS command, command.stream, command.asked_at, command.actor, actor.name AS who,
    command.on_behalf_of, principal.name AS on_behalf_of_whom, command.roles, command.rule, command.refusal,
    command.correlation_id, command.causation_id, cause.topic AS cause, command.state AS wish
"""


def events(db: Connection[Any], where: str, values: Sequence[Any], order: str, limit: int | None = None) -> list[Line]:
    """The events are chosen first, by index; then comes what is told beside each, and what it says as a sentence."""
    chosen = f"(SELECT * FROM events WHERE {where} ORDER BY {order} LIMIT %s) AS event"
    joined = f"{NAMES.format(one='event')} LEFT JOIN commands AS command ON command.command_id = event.command_id"
    return with_sentences(
        db, ask(db, f"SELECT {EVENT} FROM {chosen} {joined} ORDER BY event.{order}", [*values, limit])
    )


def commands(
    db: Connection[Any], where: str, values: Sequence[Any], order: str, limit: int | None = None
) -> list[Line]:
    chosen = f"(SELECT * FROM commands WHERE {where} ORDER BY {order} LIMIT %s) AS command"
    ordered = ", ".join(f"command.{column}" for column in order.split(", "))
    return ask(db, f"SELECT {REFUSAL} FROM {chosen} {NAMES.format(one='command')} ORDER BY {ordered}", [*values, limit])


def with_sentences(db: Connection[Any], lines: list[Line]) -> list[Line]:
    """The same, each with its sentence, in the place that is kept for it."""
    people = {one for line in lines for one in people_in(line["event"], line["facts"])}
    question = "SELECT staff_member_id::text AS id, name FROM staff_registry WHERE staff_member_id = ANY(%s::uuid[])"
    names = {row["id"]: row["name"] for row in ask(db, question, [sorted(people)])} if people else {}
    return [line | {"sentence": sentence(line["event"], line["facts"], names)} for line in lines]


def ask(db: Connection[Any], question: str, values: Iterable[Any]) -> list[Line]:
    with db.cursor(row_factory=dict_row) as rows:
        return [
            {name: json.loads(value) if isinstance(value, bytes) else value for name, value in line.items()}
            for line in rows.execute(question, list(values))
        ]
