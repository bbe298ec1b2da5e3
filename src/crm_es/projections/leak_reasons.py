"""Why do clients leave, in whose words? The list is open (S0-06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.client import ClientLapseExplained
from crm_es.aggregates.playbook import PlaybookPublished
from crm_es.ids import PLAYBOOK, derived
from crm_es.playbook.names import typed_alike
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

LeakFact = PlaybookPublished | ClientLapseExplained


@dataclass(frozen=True)
class LeakReason(Row, table="leak_reasons", key="leak_reason_id"):
    """One reason for which clients leave."""

    leak_reason_id: UUID
    reason: str
    """As it was written first; reasons that are typed alike are one."""
    playbook_version: int | None = None
    """The last version of the playbook that names it; none where people added it."""
    clients: int = 0
    """How often it was given."""
    last_given_at: datetime | None = None


def keys(event: LeakFact) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(map(reason_id, reasons(event))))


def reasons(event: LeakFact) -> tuple[str, ...]:
    match event:
        case PlaybookPublished(playbook=playbook):
            return playbook.reservoir.leak_reasons
        case ClientLapseExplained(reason=reason):
            return (reason,)


def reason_id(reason: str) -> UUID:
    return derived(PLAYBOOK, "leak reason", typed_alike(reason))


def evolve(row: LeakReason | None, recorded: Recorded[LeakFact], key: UUID) -> LeakReason | None:
    if row is None:
        row = LeakReason(key, next(one for one in reasons(recorded.event) if reason_id(one) == key))
    match recorded.event:
        case PlaybookPublished(version=version):
            return replace(row, playbook_version=version)
        case ClientLapseExplained():
            return replace(row, clients=row.clients + 1, last_given_at=recorded.occurred_at)
