"""What falls due, and when? The clock asks, and sends the command that each line names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from crm_es.aggregates import DECIDER_OF_EVENT
from crm_es.aggregates.document import (
    DocumentApproved,
    DocumentApproversReminded,
    DocumentEscalated,
    DocumentForwarded,
    DocumentRejected,
    DocumentReturned,
    DocumentStepApproved,
    DocumentSubmitted,
    DocumentWithdrawn,
    EscalateDocument,
    RemindDocumentApprovers,
)
from crm_es.aggregates.payment_request import (
    EscalatePaymentRequest,
    PaymentRequestAdopted,
    PaymentRequestApproved,
    PaymentRequestApproversReminded,
    PaymentRequestEscalated,
    PaymentRequestForwarded,
    PaymentRequestRejected,
    PaymentRequestReturned,
    PaymentRequestStepApproved,
    PaymentRequestSubmitted,
    PaymentRequestWithdrawn,
    RemindPaymentApprovers,
)
from crm_es.aggregates.price_approval import (
    EscalatePriceRequest,
    PriceApproversReminded,
    PriceEscalated,
    PriceForwarded,
    PriceGranted,
    PriceRefused,
    PriceRequested,
    PriceStepApproved,
    RemindPriceApprovers,
)
from crm_es.aggregates.task import (
    CallTaskOverdue,
    TaskAssigned,
    TaskCancelled,
    TaskDone,
    TaskDueSet,
    TaskOverdue,
    TaskRescheduled,
    TaskReturned,
)
from crm_es.approval_route import Question, Reminding
from crm_es.ids import derived
from crm_es.messages import Command
from crm_es.recorded import Recorded
from crm_es.row import Row

TaskFact = TaskAssigned | TaskReturned | TaskRescheduled | TaskDueSet | TaskOverdue | TaskDone | TaskCancelled
PaymentFact = (
    PaymentRequestSubmitted
    | PaymentRequestStepApproved
    | PaymentRequestForwarded
    | PaymentRequestEscalated
    | PaymentRequestApproversReminded
    | PaymentRequestApproved
    | PaymentRequestReturned
    | PaymentRequestRejected
    | PaymentRequestWithdrawn
    | PaymentRequestAdopted
)
PriceFact = (
    PriceRequested
    | PriceStepApproved
    | PriceForwarded
    | PriceEscalated
    | PriceApproversReminded
    | PriceGranted
    | PriceRefused
)
DocumentFact = (
    DocumentSubmitted
    | DocumentStepApproved
    | DocumentForwarded
    | DocumentEscalated
    | DocumentApproversReminded
    | DocumentApproved
    | DocumentReturned
    | DocumentRejected
    | DocumentWithdrawn
)
DueFact = TaskFact | PaymentFact | PriceFact | DocumentFact

REMIND: Final[dict[str, type[Command]]] = {
    "payment_request": RemindPaymentApprovers,
    "price_approval": RemindPriceApprovers,
    "document": RemindDocumentApprovers,
}
ESCALATE: Final[dict[str, type[Command]]] = {
    "payment_request": EscalatePaymentRequest,
    "price_approval": EscalatePriceRequest,
    "document": EscalateDocument,
}


@dataclass(frozen=True)
class Appointment(Row, table="agenda", key="appointment_id", indexes=("due_at, appointment_id",)):
    """One command that time will bring."""

    appointment_id: UUID
    subject_id: UUID
    """The stream it is for."""
    due_at: datetime
    command: str
    """The command's name."""
    command_id: UUID
    """Another due time is another command."""


def keys(event: DueFact) -> tuple[UUID, ...]:
    subject_id = DECIDER_OF_EVENT[type(event)].stream(event)
    return tuple(derived(subject_id, command.__name__) for command in calls(event))


def evolve(_: Appointment | None, recorded: Recorded[DueFact], key: UUID) -> Appointment | None:
    subject_id = recorded.stream
    for command, due_at in calls(recorded.event).items():
        name = command.__name__
        if due_at and key == derived(subject_id, name):
            return Appointment(key, subject_id, due_at, name, derived(subject_id, name, recorded.position))
    return None


def calls(event: DueFact) -> dict[type[Command], datetime | None]:
    """What time will bring to this, and when; None where nothing any more."""
    approved = DECIDER_OF_EVENT[type(event)].name
    match event:
        case TaskAssigned(due=due) | TaskReturned(due=due) | TaskRescheduled(due=due) | TaskDueSet(due=due):
            return {CallTaskOverdue: due}
        case TaskOverdue() | TaskDone() | TaskCancelled():
            return {CallTaskOverdue: None}
        case Reminding():
            return {REMIND[approved]: None}
        case Question(remind_at=remind_at, escalate_at=escalate_at):
            return {REMIND[approved]: remind_at, ESCALATE[approved]: escalate_at}
        case _:
            return {REMIND[approved]: None, ESCALATE[approved]: None}


def due(now: datetime, limit: int, db: Connection[Any]) -> list[Appointment]:
    """What fell due before now and was not asked for yet, the longest overdue first.

    What was answered stays here until its subject moves on: it may have been refused, or nothing was to be done.
    """
    with db.cursor(row_factory=class_row(Appointment)) as rows:
        return rows.execute(
            "SELECT * FROM agenda WHERE due_at < %s"
            " AND (SELECT true FROM commands WHERE commands.command_id = agenda.command_id) IS NULL"
            " ORDER BY due_at, appointment_id LIMIT %s",
            (now, limit),
        ).fetchall()
