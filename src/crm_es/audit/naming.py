"""Of which record a command or an event is: its kind, its name, and where it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from psycopg import Connection

from crm_es.aggregates import COMMANDS, DECIDER_OF, DECIDER_OF_EVENT
from crm_es.audit.lines import Line, ask
from crm_es.audit.records import main_registry
from crm_es.decider import Decider
from crm_es.messages import Event

NAMES: Final = "SELECT record_id, said[1] AS name FROM record_words WHERE record_id = ANY(%s)"
"""What a record says first is its name."""


def named(db: Connection[Any], lines: Iterable[Line]) -> list[Line]:
    """The same lines, each with its record in words."""
    told = list(lines)
    streams = list({line["stream"] for line in told})
    names = {row["record_id"]: row["name"].partition(": ")[2] for row in ask(db, NAMES, [streams]) if row["name"]}
    return [line | about(line) | {"name": names.get(line["stream"])} for line in told]


def about(line: Line) -> Line:
    """Nothing where the command or event is not there any more."""
    decider = decider_of(line)
    if decider is None:
        return {"about": None, "link": None}
    shown = main_registry(decider)
    return {"about": decider.name, "link": f"/{shown.name}/{line['stream']}" if shown else None}


def decider_of(line: Line) -> Decider[Any, Any, Any] | None:
    """Whose record it is: by the event, where it is one, else by the command."""
    if event := Event.NAMED.get(line.get("event", "")):
        return DECIDER_OF_EVENT.get(event)
    command = COMMANDS.get(line["command"])
    return DECIDER_OF[command] if command else None
