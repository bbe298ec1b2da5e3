"""Which acts were made, what is left of them, and what did the client say? (S3-07, S3-08)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from crm_es.act_lines import NOTHING
from crm_es.aggregates.work_act import (
    ActAccepted,
    ActCancelled,
    ActCredited,
    ActDeliveryNoted,
    ActInvoiced,
    ActLineDisputed,
    ActLinkTaken,
    ActOpened,
    ActPrepared,
    ActSent,
    DisputeAnswered,
    WorkActEvent,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class WorkAct(
    Row, table="work_acts", key="work_act_id", indexes=("dated, work_act_id", "client_id", "biller_id", "status")
):
    """One act."""

    work_act_id: UUID
    number: str
    dated: date
    """The day that is written on it."""
    client_id: UUID
    project_id: UUID | None
    biller_id: UUID
    total: Decimal
    vat: Decimal
    currency: str
    left_amount: Decimal
    """What is to be paid of it, after credit notes."""
    minutes: int
    first: date
    last: date
    """Days on which it was worked."""
    lines: int
    prepared_at: datetime
    email: str | None
    contact_name: str
    status: str = "prepared"
    """prepared, sent, accepted or cancelled."""
    invoice_id: UUID | None = None
    invoice_number: str | None = None
    round: int = 0
    """How often it was sent."""
    sent_at: datetime | None = None
    link_until: datetime | None = None
    delivered: bool | None = None
    """Whether the last letter arrived; nobody knows where nothing is told."""
    delivery: str | None = None
    """What the mail server said."""
    silent_until: datetime | None = None
    """When silence counts as consent."""
    opened_at: datetime | None = None
    """When the client looked at it last."""
    disputed: int = 0
    """Lines that wait for an answer."""
    accepted_at: datetime | None = None
    accepted_by: str | None = None
    """Who at the client's; none where nobody disputed it in time."""
    by_silence: bool = False
    recorded_by_id: UUID | None = None
    """Who recorded that it was signed on paper."""
    credited_amount: Decimal = NOTHING
    cancelled_at: datetime | None = None
    cancelled_by_id: UUID | None = None
    cancelled_because: str | None = None


def keys(event: WorkActEvent) -> tuple[UUID, ...]:
    return (event.work_act_id,)


def evolve(act: WorkAct | None, recorded: Recorded[WorkActEvent], key: UUID) -> WorkAct | None:
    match act, recorded.event:
        case None, ActPrepared() as event:
            return prepared(key, event, recorded.occurred_at)
        case WorkAct(), ActPrepared():
            raise Corrupt(act, recorded.event)
        case WorkAct(), event:
            return replace(act, **changes(act, event, recorded.occurred_at))
        case _:
            raise Corrupt(act, recorded.event)


def changes(act: WorkAct, event: WorkActEvent, at: datetime) -> dict[str, Any]:  # noqa: C901 - a table
    """What of the act is otherwise now."""
    found: dict[str, Any] = {}
    match event:
        case ActInvoiced(invoice_id=invoice_id, invoice_number=number):
            found = {"invoice_id": invoice_id, "invoice_number": number}
        case ActSent():
            whom = {name: getattr(event, name) for name in ("email", "contact_name", "round")}
            fresh = {"delivered": None, "delivery": None, "silent_until": None}
            found = {"status": "sent", "sent_at": at, "link_until": event.until, **whom, **fresh}
        case ActDeliveryNoted(delivered=delivered, detail=detail, accepted_at=silent_until):
            found = {"delivered": delivered, "delivery": detail or None, "silent_until": silent_until}
        case ActOpened():
            found = {"opened_at": at}
        case ActLineDisputed():
            found = {"disputed": act.disputed + 1, "silent_until": None}
        case DisputeAnswered():
            found = {"disputed": act.disputed - 1}
        case ActCredited(total=total, left=left):
            found = {"left_amount": left.amount, "credited_amount": act.credited_amount + total.amount}
        case ActAccepted(contact_name=name, recorded_by=recorded_by, by_silence=by_silence):
            over = {"status": "accepted", "accepted_at": at, "silent_until": None, "disputed": 0}
            found = {**over, "accepted_by": name or None, "recorded_by_id": recorded_by, "by_silence": by_silence}
        case ActCancelled(cancelled_by=who, reason=reason):
            over = {"status": "cancelled", "cancelled_at": at, "silent_until": None, "disputed": 0}
            found = {**over, "left_amount": NOTHING, "cancelled_by_id": who, "cancelled_because": reason}
        case ActPrepared() | ActLinkTaken():
            pass
    return found


def prepared(key: UUID, event: ActPrepared, at: datetime) -> WorkAct:
    return WorkAct(
        work_act_id=key,
        number=event.number,
        dated=event.on,
        client_id=event.client_id,
        project_id=event.project_id,
        biller_id=event.biller_id,
        total=event.total.amount,
        vat=event.vat.amount,
        currency=event.total.currency,
        left_amount=event.total.amount,
        minutes=sum(line.minutes for line in event.lines),
        first=min(line.first for line in event.lines),
        last=max(line.last for line in event.lines),
        lines=len(event.lines),
        prepared_at=at,
        email=event.email,
        contact_name=event.contact_name,
    )
