"""Whose invoice desk is blocked, by how much? (S0-28, S0-29)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.invoice_desk import DeskBlocked, DeskUnblocked
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

DeskFact = DeskBlocked | DeskUnblocked


@dataclass(frozen=True)
class Desk(Row, table="desk_state", key="invoice_desk_id", indexes=("manager_id",)):
    """The desk of one manager who has been held up at least once."""

    invoice_desk_id: UUID
    manager_id: UUID
    blocked_by: int = 0
    """How many entries hold up invoices; none means that the desk is free."""
    since: datetime | None = None
    """When the present block began."""
    times_blocked: int = 0


def keys(event: DeskFact) -> tuple[UUID, ...]:
    return (event.invoice_desk_id,)


def evolve(desk: Desk | None, recorded: Recorded[DeskFact], key: UUID) -> Desk | None:
    match desk, recorded.event:
        case _, DeskBlocked(manager_id=manager_id):
            desk = desk or Desk(key, manager_id)
            if desk.since:
                return replace(desk, blocked_by=desk.blocked_by + 1)
            return replace(desk, blocked_by=1, since=recorded.occurred_at, times_blocked=desk.times_blocked + 1)
        case Desk(), DeskUnblocked(free=free):
            return replace(desk, blocked_by=desk.blocked_by - 1, since=None if free else desk.since)
        case _:
            raise Corrupt(desk, recorded.event)
