"""A gate: what of a notebook keeps a desk closed, and who may pass it all the same (S0-28..S0-30).

Every desk that the notebook may close has one: the desk for invoices and the desk for orders.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from crm_es.messages import Refused
from crm_es.playbook import EntryKind


class Holding(NamedTuple):
    """An open entry that closes a desk."""

    kind: EntryKind
    text: str


@dataclass(frozen=True)
class GateState:
    """Of one desk."""

    held_by: Mapping[UUID, Holding] = field(default_factory=dict)
    """By entry, in the order in which they came."""
    open_until: datetime | None = None
    """Until then whoever is exempted passes."""

    def held(self, entry_id: UUID, kind: EntryKind, text: str) -> GateState:
        return replace(self, held_by={**self.held_by, entry_id: Holding(kind, text)})

    def let_go(self, entry_id: UUID) -> GateState:
        return replace(self, held_by={e: held for e, held in self.held_by.items() if e != entry_id})

    def exempted(self, at: datetime) -> bool:
        return self.open_until is not None and at <= self.open_until

    def must_be_open(self, at: datetime, rule: str) -> bool:
        """Refuses where something in the notebook comes first. Answers whether only an exemption let it pass."""
        if not self.held_by:
            return False
        if self.exempted(at):
            return True
        entries = "; ".join(held.text.removesuffix(".") for held in self.held_by.values())
        raise Refused(f"Your notebook comes first. Close these entries in it: {entries}.", rule)
