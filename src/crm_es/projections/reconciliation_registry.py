"""Whose books were compared with ours, and where do they differ? (S0-35)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.reconciliation import (
    DifferenceSettled,
    ReconciliationAgreed,
    ReconciliationDiffered,
    ReconciliationEvent,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class Reconciliation(
    Row,
    table="reconciliation_registry",
    key="reconciliation_id",
    indexes=("reconciled_at, reconciliation_id", "manager_id", "client_id", "status"),
):
    """The books of one client and ours, for one period."""

    reconciliation_id: UUID
    client_id: UUID
    manager_id: UUID
    since: date
    until: date
    status: str
    """agreed, differs or settled."""
    our_balance: Decimal
    """What the client owes by our books."""
    their_balance: Decimal
    difference: Decimal
    currency: str
    reconciled_at: datetime
    settled_by_id: UUID | None = None
    reason: str | None = None


def keys(event: ReconciliationEvent) -> tuple[UUID, ...]:
    return (event.reconciliation_id,)


def evolve(row: Reconciliation | None, recorded: Recorded[ReconciliationEvent], key: UUID) -> Reconciliation | None:
    match row, recorded.event:
        case _, ReconciliationAgreed() | ReconciliationDiffered() as told:
            return Reconciliation(
                reconciliation_id=key,
                client_id=told.client_id,
                manager_id=told.manager_id,
                since=told.since,
                until=told.until,
                status="agreed" if isinstance(told, ReconciliationAgreed) else "differs",
                our_balance=told.our_balance.amount,
                their_balance=told.their_balance.amount,
                difference=told.our_balance.amount - told.their_balance.amount,
                currency=told.our_balance.currency,
                reconciled_at=recorded.occurred_at,
            )
        case Reconciliation(), DifferenceSettled(settled_by=who, reason=reason):
            return replace(row, status="settled", settled_by_id=who, reason=reason)
        case _:
            raise Corrupt(row, recorded.event)
