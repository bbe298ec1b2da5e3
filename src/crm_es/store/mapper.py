"""Between events and what is stored of them: a stable name and JSON. The only place that knows old shapes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from crm_es.messages import Event

Upcast = Callable[[dict[str, Any]], tuple[str, dict[str, Any]]]
"""Lifts a stored state of an old event to the next shape: its name (often the same) and its state."""


def price_requested(state: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A price was once asked of all its approvers at once, along no route."""
    if "approvers" in state:
        approvers = state.pop("approvers")
        step = {"name": "price", "role": "approver", "approvers": approvers}
        state |= {"route": "price", "steps": [step], "asked": approvers}
    return "PriceRequested", state


def price_granted(state: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """It was granted in one step."""
    if "approvers" in state:
        state |= {"step": "price", "was_asked": state.pop("approvers")}
    return "PriceGranted", state


def price_refused(state: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Whose question that settles was told under another name."""
    if "approvers" in state:
        state |= {"was_asked": state.pop("approvers")}
    return "PriceRefused", state


def entry_added(state: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """What blocked once held up invoices and nothing else."""
    return "EntryAdded", {"desks": desks_held_up(state), **state}


def entry_closed(state: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """It held up no more than when it was added."""
    return "EntryClosed", {"desks": desks_held_up(state), **state}


def desks_held_up(state: dict[str, Any]) -> list[str]:
    return ["invoice"] if state.get("blocks") else []


UPCASTS: Final[dict[str, Upcast]] = {
    "PriceRequested": price_requested,
    "PriceGranted": price_granted,
    "PriceRefused": price_refused,
    "EntryAdded": entry_added,
    "EntryClosed": entry_closed,
}
"""By stored name. docs/how-to/change-an-event.md tells how to add one."""


def decode(topic: str, state: str | bytes, upcasts: Mapping[str, Upcast] = UPCASTS) -> Event:
    """The event that was stored, in its present shape.

    Raises KeyError where nobody knows the name any more, and ValidationError where the state does not fit: bugs both.
    """
    if topic in upcasts:
        topic, state = lifted(topic, state, upcasts)
    return Event.NAMED[topic].__pydantic_validator__.validate_json(state)  # type: ignore[no-any-return]


def lifted(topic: str, state: str | bytes, upcasts: Mapping[str, Upcast]) -> tuple[str, str]:
    """The same in its present shape, however many shapes lie between. An upcast that keeps the name ends the way."""
    content = json.loads(state)
    while topic in upcasts:
        before = topic
        topic, content = upcasts[topic](content)
        if topic == before:
            break
    return topic, json.dumps(content)
