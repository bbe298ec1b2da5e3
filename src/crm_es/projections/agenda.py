"""What falls due, and when? The clock asks, and sends the command that each line names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from crm_es.aggregates import DECIDER_OF_EVENT
from crm_es.aggregates.client import (
    CallContactDue,
    ClientContacted,
    ClientDiscarded,
    ClientLapsed,
    ClientMet,
    ClientUnmerged,
    ContactDue,
    ContactsPlanned,
    LapseClient,
    Outlook,
    Reckoning,
)
from crm_es.aggregates.complaint import (
    CallComplaintOverdue,
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintFiled,
    ComplaintHandedOver,
    ComplaintOverdue,
    ComplaintPassedOn,
    ComplaintReopened,
    ComplaintWithdrawn,
)
from crm_es.aggregates.digest import CallDigest, DigestDue, DigestScheduled, DigestStopped
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
from crm_es.aggregates.notebook import (
    EntryAdded,
    EntryClosed,
    EntryPutOff,
    EntryReminded,
    EntryReturned,
    RemindEntries,
    ReturnEntries,
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
    ExpirePrice,
    PriceApproversReminded,
    PriceEscalated,
    PriceExpired,
    PriceForwarded,
    PriceGranted,
    PriceRefused,
    PriceRequested,
    PriceStepApproved,
    PriceWithdrawn,
    RemindPriceApprovers,
)
from crm_es.aggregates.price_list import PriceListPlanned, PriceListPublished, StartPriceList
from crm_es.aggregates.project import CallStagesLate, StageDropped, StageFinished, StagePlanned, StageReopened
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
from crm_es.aggregates.ticket import (
    CallTicketLate,
    Promise,
    Promising,
    TicketLate,
    TicketMessageTaken,
    TicketMoved,
    TicketOpened,
    TicketPrioritised,
    TicketReplied,
    TicketReplyDelivered,
)
from crm_es.aggregates.work_act import (
    ActAccepted,
    ActCancelled,
    ActDeliveryNoted,
    ActLineDisputed,
    ActSent,
    CountActAccepted,
)
from crm_es.aggregates.work_log import StopForgottenTimer, TimerDropped, TimerStarted, TimerStopped
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
    | PriceWithdrawn
    | PriceExpired
    | PriceListPlanned
    | PriceListPublished
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
Awaited = ComplaintFiled | ComplaintPassedOn | ComplaintHandedOver | ComplaintAnswered | ComplaintReopened
ComplaintFact = Awaited | ComplaintOverdue | ComplaintClosed | ComplaintWithdrawn
StageFact = StagePlanned | StageReopened | StageFinished | StageDropped
TicketFact = (
    TicketOpened
    | TicketMessageTaken
    | TicketReplied
    | TicketReplyDelivered
    | TicketMoved
    | TicketPrioritised
    | TicketLate
)
ActFact = ActSent | ActDeliveryNoted | ActLineDisputed | ActAccepted | ActCancelled
TimerFact = TimerStarted | TimerStopped | TimerDropped
NotebookFact = EntryAdded | EntryPutOff | EntryReturned | EntryReminded | EntryClosed
Calling = ClientMet | ClientContacted | ContactDue | ContactsPlanned | ClientDiscarded
ClientFact = Calling | ClientLapsed | ClientUnmerged | Reckoning
DigestFact = DigestScheduled | DigestDue | DigestStopped
DueFact = (
    ClientFact
    | NotebookFact
    | TaskFact
    | DigestFact
    | PaymentFact
    | PriceFact
    | DocumentFact
    | ComplaintFact
    | StageFact
    | TicketFact
    | TimerFact
    | ActFact
)

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
    return tuple(appointment_of(event, command) for command in calls(event))


def appointment_of(event: DueFact, command: type[Command]) -> UUID:
    """Each record has one of a kind, and each entry of a notebook, and each stage of a project."""
    subject_id = DECIDER_OF_EVENT[type(event)].stream(event)
    part: tuple[object, ...] = (event.entry_id,) if isinstance(event, NotebookFact) else ()
    if isinstance(event, StageFact):
        part = (event.stage_id,)
    return derived(subject_id, *part, command.__name__)


def evolve(_: Appointment | None, recorded: Recorded[DueFact], key: UUID) -> Appointment | None:
    subject_id = recorded.stream
    for command, due_at in calls(recorded.event).items():
        name = command.__name__
        if due_at and key == appointment_of(recorded.event, command):
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
        case (
            ComplaintFiled(due=due)
            | ComplaintPassedOn(due=due)
            | ComplaintHandedOver(due=due)
            | ComplaintAnswered(due=due)
            | ComplaintReopened(due=due)
        ):
            return {CallComplaintOverdue: due}
        case ComplaintOverdue() | ComplaintClosed() | ComplaintWithdrawn():
            return {CallComplaintOverdue: None}
        case StagePlanned(late_at=late_at) | StageReopened(late_at=late_at):
            return {CallStagesLate: late_at}
        case StageFinished() | StageDropped():
            return {CallStagesLate: None}
        case Promising(promise=promise) | TicketReplyDelivered(promise=Promise() as promise):
            return {CallTicketLate: promise.call_at}
        case TicketReplyDelivered():
            return {}
        case ActDeliveryNoted(accepted_at=accepted_at):
            return {CountActAccepted: accepted_at}
        case ActSent() | ActLineDisputed() | ActAccepted() | ActCancelled():
            return {CountActAccepted: None}
        case TimerStarted(stop_at=stop_at):
            return {StopForgottenTimer: stop_at}
        case TimerStopped() | TimerDropped():
            return {StopForgottenTimer: None}
        case EntryAdded() | EntryPutOff() | EntryReturned() | EntryReminded() | EntryClosed():
            return of_entries(event)
        case ClientMet(call_at=call_at):
            return {CallContactDue: call_at}
        case Outlook(lapses_at=lapses_at, call_at=call_at):
            return {LapseClient: lapses_at, CallContactDue: call_at}
        case DigestScheduled(next_at=next_at) | DigestDue(next_at=next_at):
            return {CallDigest: next_at}
        case DigestStopped():
            return {CallDigest: None}
        case Reminding():
            return {REMIND[approved]: None}
        case PriceListPlanned(starts_at=starts_at):
            return {StartPriceList: starts_at}
        case PriceListPublished(planned=planned):
            return {StartPriceList: None} if planned else {}
        case PriceRequested() | PriceGranted() | PriceRefused() | PriceWithdrawn() | PriceExpired():
            return of_prices(event)
        case Question(remind_at=remind_at, escalate_at=escalate_at):
            return {REMIND[approved]: remind_at, ESCALATE[approved]: escalate_at}
        case _:
            return {REMIND[approved]: None, ESCALATE[approved]: None}


def of_prices(
    event: PriceRequested | PriceGranted | PriceRefused | PriceWithdrawn | PriceExpired,
) -> dict[type[Command], datetime | None]:
    """Of a price below the floor: when approvers are reminded, and when it is over."""
    match event:
        case PriceRequested(remind_at=remind_at, escalate_at=escalate_at, answer_by=answer_by):
            return {RemindPriceApprovers: remind_at, EscalatePriceRequest: escalate_at, ExpirePrice: answer_by}
        case PriceGranted(ends_at=ends_at):
            return {RemindPriceApprovers: None, EscalatePriceRequest: None, ExpirePrice: ends_at}
        case PriceRefused() | PriceWithdrawn() | PriceExpired():
            return {RemindPriceApprovers: None, EscalatePriceRequest: None, ExpirePrice: None}


def of_entries(event: NotebookFact) -> dict[type[Command], datetime | None]:
    """Of one entry: when it comes back, and when its person is reminded."""
    match event:
        case EntryAdded(remind_at=remind_at):
            return {RemindEntries: remind_at} if remind_at else {}
        case EntryPutOff(until=until):
            return {ReturnEntries: until}
        case EntryReturned():
            return {ReturnEntries: None}
        case EntryReminded():
            return {RemindEntries: None}
        case EntryClosed():
            return {ReturnEntries: None, RemindEntries: None}


def due(now: datetime, limit: int, db: Connection[Any], resting: Collection[UUID] = ()) -> list[Appointment]:
    """What fell due before now and was not asked for yet, the longest overdue first; without commands that rest.

    What was answered stays here until its subject moves on: it may have been refused, or nothing was to be done.
    """
    with db.cursor(row_factory=class_row(Appointment)) as rows:
        return rows.execute(
            "SELECT * FROM agenda WHERE due_at < %s AND command_id <> ALL (%s)"
            " AND (SELECT true FROM commands WHERE commands.command_id = agenda.command_id) IS NULL"
            " ORDER BY due_at, appointment_id LIMIT %s",
            (now, list(resting), limit),
        ).fetchall()
