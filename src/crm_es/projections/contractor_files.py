"""Which files belong to which payment: invoices, payment orders and the rest? (S1-17, S1-18, S1-38)

Whose request it is, and of which month, is joined from the registry of payments: both may change after a file came.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.payment_request import (
    PaymentRequestFileAttached,
    PaymentRequestPaid,
    PaymentRequestPartPaid,
)
from crm_es.ids import derived
from crm_es.recorded import Recorded
from crm_es.row import Row
from crm_es.stored_file import FileKind, StoredFile


@dataclass(frozen=True)
class ContractorFile(
    Row,
    table="contractor_files",
    key="file_id",
    indexes=("payment_request_id", "attached_at, file_id"),
):
    """One file of one request for payment."""

    file_id: UUID
    payment_request_id: UUID
    kind: str
    """invoice, payment order, contract, act or other."""
    name: str
    type: str
    size: int
    """In bytes."""
    sha256: str
    attached_at: datetime
    attached_by_id: UUID | None = None
    """None where no person did."""


Bringing = PaymentRequestFileAttached | PaymentRequestPaid | PaymentRequestPartPaid


def keys(event: Bringing) -> tuple[UUID, ...]:
    found = brought(event)
    return (derived(event.payment_request_id, found[1].sha256, found[0]),) if found else ()


def evolve(known: ContractorFile | None, recorded: Recorded[Bringing], key: UUID) -> ContractorFile | None:
    if known or not (found := brought(recorded.event)):
        return known
    kind, file, by = found
    return ContractorFile(
        key,
        recorded.event.payment_request_id,
        kind,
        file.name,
        file.type,
        file.size,
        file.sha256,
        recorded.occurred_at,
        by if isinstance(by, UUID) else None,
    )


def brought(event: Bringing) -> tuple[FileKind, StoredFile, UUID | str] | None:
    """What the file that came is, the file itself, and who brought it."""
    match event:
        case PaymentRequestFileAttached(kind=kind, file=file, attached_by=by):
            return kind, file, by
        case PaymentRequestPaid(order_file=file, paid_by=by) | PaymentRequestPartPaid(order_file=file, paid_by=by):
            return ("payment order", file, by) if file else None
