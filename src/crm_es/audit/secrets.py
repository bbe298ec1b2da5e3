"""What of a history only those read who know what products and working hours cost us."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from crm_es.audit.lines import Line
from crm_es.audit.sentences import explained

COSTS: Final = frozenset({"cost", "margin_percent"})
"""Fields that tell what we pay for a product, beside its name."""
OF_HOURS: Final = {"person_id", "minutes"}
"""Beside these, `cost` tells what somebody's hours cost us. Sentences never say that."""
QUESTION: Final = "price question"
"""Entries of this kind tell the margin in their text."""
HIDDEN: Final = "This is for those who grant prices."


def without_costs(lines: list[Line]) -> list[Line]:
    """The same lines for everybody else: no costs, no margin, and not what approvers are told of them."""
    return [within(of_hours(line)) for line in lines]


def of_hours(value: Any) -> Any:
    """The same without what hours cost."""
    match value:
        case Mapping():
            secret = value.keys() >= OF_HOURS
            return {name: of_hours(inner) for name, inner in value.items() if not (secret and name == "cost")}
        case list():
            return [of_hours(inner) for inner in value]
        case _:
            return value


def within(value: Any) -> Any:
    match value:
        case {"kind": str(kind), "text": _} if kind == QUESTION:
            return {**value, "text": HIDDEN}
        case {"event": str(event), "facts": facts, "sentence": _}:
            shown = {name: within(inner) for name, inner in value.items()}
            return shown if shown["facts"] == facts else shown | {"sentence": explained(event)}
        case Mapping():
            hidden = COSTS if "product" in value else ()
            return {name: within(inner) for name, inner in value.items() if name not in hidden}
        case list():
            return [within(inner) for inner in value]
        case _:
            return value
