"""The incidents that other systems tell of, as far as all of them tell the same: states with their times and people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from crm_es.exchange.replay import IMPORTED
from crm_es.ids import derived


class Change(NamedTuple):
    """What an incident was from then on."""

    line: int
    at: datetime
    stage: str
    """As the playbook calls it."""
    priority: str
    resource: str
    """Who has it; empty where nobody is told."""


@dataclass(slots=True)
class Incident:
    """One case, from its opening to its end."""

    source: str
    """Of which system: two may number alike."""
    case_id: str
    about: str
    """What it is about, as far as the system tells."""
    asked_by: str
    opened: datetime
    changes: list[Change] = field(default_factory=list)

    @property
    def ticket_id(self) -> UUID:
        return derived(IMPORTED, "ticket", self.source, self.case_id)

    @property
    def subject(self) -> str:
        return f"{self.case_id}: {self.about}"[:200] if self.about else self.case_id[:200]
