"""By which act was each piece of work billed, and at which price? (S3-06, S3-08)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from crm_es.act_lines import part
from crm_es.aggregates.billing import WorkBilled, WorkReleased
from crm_es.ids import derived
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class BilledWork(
    Row,
    table="billed_work",
    key="billed_id",
    indexes=("day, billed_id", "work_act_id", "work_id", "line_id", "client_id"),
):
    """A piece of work on an act. Once it is released, it may be on another too."""

    billed_id: UUID
    work_id: UUID
    work_act_id: UUID
    number: str
    """Of the act."""
    line_id: UUID
    client_id: UUID
    project_id: UUID | None
    person_id: UUID
    day: date
    kind: str
    subject: str
    minutes: int
    quantity: Decimal
    """In hours, rounded alone: the line of the act is rounded once for all its work."""
    rate: Decimal
    amount: Decimal
    """By itself; the amount of the line counts."""
    currency: str
    billed_at: datetime
    released_at: datetime | None = None
    released_because: str | None = None


def keys(event: WorkBilled | WorkReleased) -> tuple[UUID, ...]:
    return tuple(derived(event.act_id, work.work_id) for work in event.works)


def evolve(work: BilledWork | None, recorded: Recorded[WorkBilled | WorkReleased], key: UUID) -> BilledWork | None:
    match work, recorded.event:
        case None, WorkBilled() as event:
            told = event.by_id[key]
            lone = part(told.minutes, told.per_hour, None)
            return BilledWork(
                billed_id=key,
                work_id=told.work_id,
                work_act_id=event.act_id,
                number=event.number,
                line_id=event.line_of[told.work_id],
                client_id=event.client_id,
                project_id=told.project_id,
                person_id=told.person_id,
                day=told.day,
                kind=told.kind,
                subject=told.subject or told.kind,
                minutes=told.minutes,
                quantity=lone.quantity,
                rate=told.per_hour,
                amount=lone.amount,
                currency=event.total.currency,
                billed_at=recorded.occurred_at,
            )
        case BilledWork(), WorkReleased(reason=reason):
            return replace(work, released_at=recorded.occurred_at, released_because=reason)
        case _:
            raise Corrupt(work, recorded.event)
