"""A complaint as its history left it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from crm_es.aggregates.complaint.events import (
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
    Turn,
)
from crm_es.messages import Corrupt


@dataclass(frozen=True)
class Complaint:
    complaint_id: UUID
    client_id: UUID
    owner_id: UUID
    employee_id: UUID | None
    cause: str
    department: str
    text: str
    supplier: bool
    responsible_id: UUID
    turn: Turn
    contractor_id: UUID | None = None
    answer: str | None = None
    status: Literal["open", "answered", "closed", "withdrawn"] = "open"
    hops: int = 0
    reopened: int = 0
    actions: frozenset[UUID] = frozenset()

    @property
    def told(self) -> dict[str, Any]:
        """What every event tells of it."""
        names = ("complaint_id", "client_id", "owner_id", "cause", "department", "text")
        return {name: getattr(self, name) for name in names}

    @property
    def over(self) -> bool:
        return self.status in ("closed", "withdrawn")


def evolve(complaint: Complaint | None, event: ComplaintEvent) -> Complaint:
    match complaint, event:
        case None, ComplaintFiled():
            return Complaint(
                event.complaint_id,
                event.client_id,
                event.owner_id,
                event.employee_id,
                event.cause,
                event.department,
                event.text,
                event.supplier,
                event.responsible_id,
                awaited(event),
            )
        case Complaint(status="open"), ComplaintPassedOn():
            return replace(
                complaint,
                cause=event.cause,
                department=event.department,
                supplier=event.supplier,
                contractor_id=event.contractor_id,
                responsible_id=event.responsible_id,
                turn=awaited(event),
                hops=event.hop,
            )
        case Complaint(status="open"), ComplaintHandedOver():
            return replace(complaint, responsible_id=event.responsible_id, turn=awaited(event))
        case Complaint(status="open"), ComplaintAnswered():
            turn = Turn(person_id=event.teller_id, supervisor_id=event.supervisor_id, due=event.due)
            return replace(complaint, status="answered", answer=event.answer, turn=turn)
        case Complaint(status="answered"), ComplaintReopened():
            turn, responsible_id = awaited(event), event.responsible_id
            return replace(
                complaint, status="open", answer=None, responsible_id=responsible_id, turn=turn, reopened=event.times
            )
        case Complaint(status="answered"), ComplaintClosed():
            return replace(complaint, status="closed")
        case Complaint(over=False), ComplaintWithdrawn():
            return replace(complaint, status="withdrawn")
        case Complaint(over=False), ComplaintOverdue():
            return replace(complaint, turn=complaint.turn.model_copy(update={"overdue": True}))
        case Complaint(), CorrectiveActionPlanned(action_id=action_id):
            return replace(complaint, actions=complaint.actions | {action_id})
        case _:
            raise Corrupt(complaint, event)


def awaited(event: ComplaintFiled | ComplaintPassedOn | ComplaintHandedOver | ComplaintReopened) -> Turn:
    return Turn(person_id=event.responsible_id, supervisor_id=event.supervisor_id, due=event.due)
