"""Which credit notes were issued, for which acts, and why? (X-25)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.billing import CreditNoteIssued
from crm_es.recorded import Recorded
from crm_es.row import Row


@dataclass(frozen=True)
class CreditNote(
    Row, table="credit_notes", key="credit_note_id", indexes=("dated, credit_note_id", "work_act_id", "client_id")
):
    """One credit note."""

    credit_note_id: UUID
    number: str
    dated: date
    work_act_id: UUID
    act_number: str
    act_dated: date
    client_id: UUID
    minutes: int
    total: Decimal
    vat: Decimal
    currency: str
    reason: str
    issued_by_id: UUID
    email: str | None


def keys(event: CreditNoteIssued) -> tuple[UUID, ...]:
    return (event.credit_note_id,)


def evolve(_: CreditNote | None, recorded: Recorded[CreditNoteIssued], key: UUID) -> CreditNote | None:
    event = recorded.event
    return CreditNote(
        credit_note_id=key,
        number=event.number,
        dated=event.on,
        work_act_id=event.act_id,
        act_number=event.act_number,
        act_dated=event.act_on,
        client_id=event.client_id,
        minutes=sum(line.minutes for line in event.lines),
        total=event.total.amount,
        vat=event.vat.amount,
        currency=event.total.currency,
        reason=event.reason,
        issued_by_id=event.issued_by,
        email=event.email,
    )
