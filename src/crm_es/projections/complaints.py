"""What do clients complain of, for whom does it wait, and did they get an answer? (S0-15..S0-19)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.complaint import (
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintEvent,
    ComplaintFiled,
    ComplaintHandedOver,
    ComplaintOverdue,
    ComplaintPassedOn,
    ComplaintReopened,
    ComplaintWithdrawn,
    CorrectiveActionPlanned,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class Complaint(
    Row,
    table="complaints",
    key="complaint_id",
    indexes=("filed_at, complaint_id", "status, due", "client_id", "cause, filed_at"),
):
    """One complaint, on its way to an answer or with it."""

    complaint_id: UUID
    status: str
    """open, answered, closed or withdrawn; what is answered waits for the client to be told."""
    cause: str
    department: str
    client_id: UUID
    owner_id: UUID
    responsible_id: UUID
    """Who finds the answer."""
    text: str
    filed_at: datetime
    filed_by: UUID
    due: datetime | None
    """Until when there is to be an answer, or the client to be told."""
    involved: tuple[UUID, ...]
    """Everybody for whom it ever waited, or who filed it."""
    order_id: UUID | None = None
    employee_id: UUID | None = None
    contractor_id: UUID | None = None
    """The supplier who is asked."""
    hops: int = 0
    """How often it went on to where its source is."""
    overdue: bool = False
    answer: str | None = None
    first_answered_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    content: bool | None = None
    """Whether the client was, when told last."""
    said: str | None = None
    """How the client was told, and what it said; or why it took the complaint back."""
    reopened: int = 0
    actions: tuple[str, ...] = ()
    """What changes, so that it does not happen again."""


def keys(event: ComplaintEvent) -> tuple[UUID, ...]:
    return (event.complaint_id,)


def evolve(complaint: Complaint | None, recorded: Recorded[ComplaintEvent], key: UUID) -> Complaint | None:  # noqa: PLR0911 - a table read from top to bottom
    at = recorded.occurred_at
    match complaint, recorded.event:
        case None, ComplaintFiled() as filed:
            return Complaint(
                complaint_id=key,
                status="open",
                cause=filed.cause,
                department=filed.department,
                client_id=filed.client_id,
                owner_id=filed.owner_id,
                responsible_id=filed.responsible_id,
                text=filed.text,
                filed_at=at,
                filed_by=filed.filed_by,
                due=filed.due,
                involved=tuple(dict.fromkeys((filed.filed_by, filed.owner_id, filed.responsible_id))),
                order_id=filed.order_id,
                employee_id=filed.employee_id,
            )
        case Complaint(), ComplaintPassedOn() as on:
            there = replace(complaint, cause=on.cause, department=on.department, contractor_id=on.contractor_id)
            return waiting(there, on.responsible_id, on.due, hops=on.hop, responsible_id=on.responsible_id)
        case Complaint(), ComplaintHandedOver() as to:
            return waiting(complaint, to.responsible_id, to.due, responsible_id=to.responsible_id)
        case Complaint(), ComplaintAnswered() as said:
            first = complaint.first_answered_at or at
            answered = replace(complaint, status="answered", answer=said.answer, answered_at=at)
            return waiting(answered, said.teller_id, said.due, first_answered_at=first)
        case Complaint(), ComplaintReopened() as back:
            again = replace(complaint, status="open", content=False, said=back.how, reopened=back.times)
            return waiting(again, back.responsible_id, back.due, responsible_id=back.responsible_id)
        case Complaint(), ComplaintClosed(how=how):
            return replace(over(complaint, at), status="closed", content=True, said=how)
        case Complaint(), ComplaintWithdrawn(reason=reason):
            return replace(over(complaint, at), status="withdrawn", said=reason)
        case Complaint(), ComplaintOverdue():
            return replace(complaint, overdue=True)
        case Complaint(), CorrectiveActionPlanned(what=what):
            return replace(complaint, actions=(*complaint.actions, what))
        case _:
            raise Corrupt(complaint, recorded.event)


def waiting(
    complaint: Complaint, person_id: UUID, due: datetime, *, responsible_id: UUID | None = None, **news: object
) -> Complaint:
    """It waits for this person now, who sees it from now on."""
    involved = tuple(dict.fromkeys((*complaint.involved, person_id)))
    whose = responsible_id or complaint.responsible_id
    return replace(complaint, involved=involved, due=due, overdue=False, responsible_id=whose, **news)


def over(complaint: Complaint, at: datetime) -> Complaint:
    return replace(complaint, closed_at=at, due=None, overdue=False)
