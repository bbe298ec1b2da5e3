"""What programs saw of somebody's work is told to nobody else, not even by a history (X-42)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from crm_es.aggregates import activity
from crm_es.audit.lines import Line

EVENTS: Final = frozenset(event.__name__ for event in activity.decider.events)
COMMANDS: Final = frozenset(command.__name__ for command in activity.decider.commands)
TOLD: Final = ("activity_id", "person_id")
"""That there was something, and whose it is."""


def without_activity_of_others(lines: list[Line], person_id: UUID) -> list[Line]:
    """The same lines: of what was seen of others, only that something was."""
    return [within(line, str(person_id)) for line in lines]


def within(value: Any, person_id: str) -> Any:
    match value:
        case {"event": str(event), "facts": Mapping() as facts} if event in EVENTS and hides(facts, person_id):
            return {**value, "facts": told(facts)}
        case {"command": str(command), "wish": Mapping() as wish} if command in COMMANDS and hides(wish, person_id):
            events = [within(event, person_id) for event in value.get("events", ())]
            return {**value, "wish": told(wish)} | ({"events": events} if "events" in value else {})
        case Mapping():
            return {name: within(inner, person_id) for name, inner in value.items()}
        case list():
            return [within(inner, person_id) for inner in value]
        case _:
            return value


def hides(facts: Mapping[str, Any], person_id: str) -> bool:
    return facts.get("person_id") != person_id


def told(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in TOLD if name in facts}
