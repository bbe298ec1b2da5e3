"""The lines of an audit: events and refused attempts, each with its envelope in words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from csv import DictWriter
from datetime import datetime
from io import StringIO
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

Line = dict[str, Any]
"""One line of an answer, ready for JSON."""
EVENT: Final = """
    event.notification_id AS position, event.originator_id AS stream, event.originator_version AS version,
    event.topic AS event, event.occurred_at, event.recorded_at, event.actor, actor.name AS who, event.on_behalf_of,
    principal.name AS on_behalf_of_whom, event.command_id, command.topic AS command, event.correlation_id,
    event.causation_id, cause.topic AS cause, event.playbook_version, event.state AS facts
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


FORMULA: Final = re.compile(r"[=+\-@\t\r]")
NUMBER: Final = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def as_csv(lines: Sequence[Line]) -> str:
    """A table with a heading; what is nested is JSON in its cell."""
    text = StringIO()
    writer = DictWriter(text, fieldnames=list(lines[0]) if lines else [])
    writer.writeheader()
    for line in lines:
        writer.writerow({name: _cell(value) for name, value in line.items()})
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, str) and FORMULA.match(value) and not NUMBER.fullmatch(value):
        return f"'{value}"  # a spreadsheet would take it for a formula, and run it
    return value


def events(db: Connection[Any], where: str, values: Sequence[Any], order: str, limit: int | None = None) -> list[Line]:
    """The events are chosen first, by index; then comes what is told beside each."""
    chosen = f"(SELECT * FROM events WHERE {where} ORDER BY {order} LIMIT %s) AS event"
    joined = f"{NAMES.format(one='event')} LEFT JOIN commands AS command ON command.command_id = event.command_id"
    return ask(db, f"SELECT {EVENT} FROM {chosen} {joined} ORDER BY event.{order}", [*values, limit])


def commands(
    db: Connection[Any], where: str, values: Sequence[Any], order: str, limit: int | None = None
) -> list[Line]:
    chosen = f"(SELECT * FROM commands WHERE {where} ORDER BY {order} LIMIT %s) AS command"
    ordered = ", ".join(f"command.{column}" for column in order.split(", "))
    return ask(db, f"SELECT {REFUSAL} FROM {chosen} {NAMES.format(one='command')} ORDER BY {ordered}", [*values, limit])


def ask(db: Connection[Any], question: str, values: Iterable[Any]) -> list[Line]:
    with db.cursor(row_factory=dict_row) as rows:
        return [
            {name: json.loads(value) if isinstance(value, bytes) else value for name, value in line.items()}
            for line in rows.execute(question, list(values))
        ]
