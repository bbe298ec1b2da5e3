"""What does each act ask for, line by line, and what is left of it? (S3-07, S3-08)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crm_es.act_lines import ActLine as Line
from crm_es.act_lines import part
from crm_es.aggregates.work_act import (
    ActAccepted,
    ActCancelled,
    ActCredited,
    ActLineDisputed,
    ActPrepared,
    DisputeAnswered,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

LineFact = ActPrepared | ActLineDisputed | DisputeAnswered | ActCredited | ActAccepted | ActCancelled


@dataclass(frozen=True)
class ActLine(Row, table="act_lines", key="line_id", indexes=("work_act_id, n",)):
    """One line of an act."""

    line_id: UUID
    work_act_id: UUID
    n: int
    """Its place, counted from 1."""
    what: str
    people: tuple[UUID, ...]
    first: date
    last: date
    minutes: int
    quantity: Decimal
    """In hours."""
    rate: Decimal
    amount: Decimal
    currency: str
    vat_rate: Decimal | None
    vat: Decimal
    left_minutes: int
    """After credit notes."""
    left_amount: Decimal
    left_vat: Decimal
    work_ids: tuple[UUID, ...]
    disputed: bool = False
    """The client waits for an answer."""
    comment: str | None = None
    """What the client said of it last."""
    disputed_by: str | None = None
    disputed_at: datetime | None = None
    answer: str | None = None
    """What we said to it."""
    answered_by_id: UUID | None = None


def keys(event: LineFact) -> tuple[UUID, ...]:
    match event:
        case ActPrepared(lines=lines) | ActCredited(lines=lines):
            return tuple(line.line_id for line in lines)
        case ActLineDisputed(line_id=line_id) | DisputeAnswered(line_id=line_id):
            return (line_id,)
        case ActAccepted(dropped=dropped) | ActCancelled(dropped=dropped):
            return tuple(line.line_id for line in dropped)


def evolve(line: ActLine | None, recorded: Recorded[LineFact], key: UUID) -> ActLine | None:
    match line, recorded.event:
        case None, ActPrepared() as event:
            n, told = next((n, told) for n, told in enumerate(event.lines, 1) if told.line_id == key)
            return prepared(told, n, event)
        case ActLine(), ActLineDisputed() as event:
            said = {"comment": event.comment, "disputed_by": event.contact_name or None, "answer": None}
            return replace(line, disputed=True, disputed_at=recorded.occurred_at, **said)
        case ActLine(), DisputeAnswered(answer=answer, answered_by=who):
            return replace(line, disputed=False, answer=answer, answered_by_id=who)
        case ActLine(), ActCredited(lines=lines):
            minutes = line.left_minutes - next(off.minutes for off in lines if off.line_id == key)
            left = part(minutes, line.rate, line.vat_rate)
            return replace(line, left_minutes=minutes, left_amount=left.amount, left_vat=left.vat)
        case ActLine(), ActAccepted() | ActCancelled():
            return replace(line, disputed=False)
        case _:
            raise Corrupt(line, recorded.event)


def prepared(line: Line, n: int, event: ActPrepared) -> ActLine:
    return ActLine(
        **dict(line),
        work_act_id=event.work_act_id,
        n=n,
        currency=event.total.currency,
        left_minutes=line.minutes,
        left_amount=line.amount,
        left_vat=line.vat,
    )
