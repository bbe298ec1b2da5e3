"""What an import tells at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

Progress = Callable[[int, int], None]
"""Is told how much is done, and of how much."""


def quiet(_: int, __: int) -> None:
    """Tells nobody."""


class BadRow(NamedTuple):
    """Something in a file that could not be used as it stands; the rest goes on."""

    line: int
    reason: str


@dataclass
class Summary:
    """The answer of an import, as people and scripts read it."""

    kind: str
    cases: int = 0
    events: int = 0
    """Rows or steps of the file that could be read."""
    commands: int = 0
    recorded: int = 0
    """Events that are new in the log."""
    refused: Counter[str] = field(default_factory=Counter)
    """How often each rule said no."""
    states: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    bad_rows: list[BadRow] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    """What only this kind of import counts."""

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = asdict(self)
        del told["notes"]
        readable = {
            "refused": dict(self.refused.most_common()),
            "states": dict(sorted(self.states.items())),
            "bad_rows": [row._asdict() for row in self.bad_rows],
        }
        return told | readable | self.notes
