"""Every wish about a complaint, and what decides it: a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from crm_es.aggregates.complaint.commands import (
    AnswerComplaint,
    CallComplaintOverdue,
    ComplaintCommand,
    FileComplaint,
    HandOverComplaint,
    PassComplaintOn,
    PlanCorrectiveAction,
    TellClient,
    WithdrawComplaint,
)
from crm_es.aggregates.complaint.events import (
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintEvent,
    ComplaintHandedOver,
    ComplaintOverdue,
    ComplaintReopened,
    ComplaintWithdrawn,
    CorrectiveActionPlanned,
)
from crm_es.aggregates.complaint.routing import due, filed, must_answer_for, passed_on, still_here
from crm_es.aggregates.complaint.state import Complaint
from crm_es.context import Context
from crm_es.messages import Refused
from crm_es.playbook import hours_later

SUBSTANCE: Final = 20
"""So many letters and figures at least make an answer (S0-18)."""


def decide(complaint: Complaint | None, command: ComplaintCommand, context: Context) -> Iterator[ComplaintEvent]:
    match command, complaint:
        case FileComplaint(), None:
            yield filed(command, context)
        case _, None:
            raise Refused("There is no such complaint: file it first.")
        case FileComplaint(), Complaint():
            if (command.client_id, command.text) != (complaint.client_id, complaint.text):
                raise Refused("This complaint is filed already: file another under its own id.")
        case CallComplaintOverdue(), Complaint():
            turn = complaint.turn
            if not complaint.over and not turn.overdue and context.at > turn.due:
                whose = turn.model_dump(exclude={"overdue"})
                yield ComplaintOverdue(**complaint.told, **whose, answered=complaint.status == "answered")
        case PlanCorrectiveAction(), Complaint():
            if command.action_id not in complaint.actions:
                yield _planned(complaint, command, context)
        case TellClient(content=True), Complaint(status="closed"):
            return
        case WithdrawComplaint(), Complaint(status="withdrawn"):
            return
        case AnswerComplaint(answer=answer), Complaint(status="answered") if answer == complaint.answer:
            return
        case _, Complaint(over=True):
            raise Refused("This complaint is closed: file another where the client complains again.", "it is closed")
        case WithdrawComplaint(reason=reason), Complaint():
            must_answer_for(complaint.owner_id, "looks after the client", context)
            if complaint.status == "answered":
                _must_be_above(complaint.owner_id, context)
            yield ComplaintWithdrawn(**complaint.told, was=complaint.turn, reason=reason)
        case TellClient(), Complaint(status="answered"):
            yield _told(complaint, command, context)
        case TellClient(), Complaint():
            raise Refused(
                f"There is no answer yet: {complaint.department} has to give one first.", "answer before telling"
            )
        case ((PassComplaintOn() | HandOverComplaint() | AnswerComplaint()), Complaint(status="answered")):
            raise Refused("It is answered already: the client has to be told first.", "answered already")
        case PassComplaintOn(), Complaint():
            yield from passed_on(complaint, command, context)
        case HandOverComplaint(), Complaint():
            if command.responsible_id != complaint.responsible_id:
                yield _handed_over(complaint, command, context)
        case AnswerComplaint(), Complaint():
            yield _answered(complaint, command, context)


def _handed_over(complaint: Complaint, command: HandOverComplaint, context: Context) -> ComplaintHandedOver:
    must_answer_for(complaint.responsible_id, "is to answer it", context)
    person_id = command.responsible_id
    if context.directory.person(person_id) is None:
        raise Refused("Whoever answers a complaint must work here: name somebody who does.", "must work here")
    if person_id == complaint.employee_id:
        raise Refused("The complaint is about this person: let somebody else answer it.", "not about oneself")
    return ComplaintHandedOver(
        **complaint.told,
        was=complaint.turn,
        responsible_id=person_id,
        supervisor_id=context.directory.supervisor(person_id),
        due=complaint.turn.due,
        reason=command.reason,
    )


def _answered(complaint: Complaint, command: AnswerComplaint, context: Context) -> ComplaintAnswered:
    must_answer_for(complaint.responsible_id, "is to answer it", context)
    if context.person == complaint.employee_id != complaint.responsible_id:
        raise Refused("The complaint is about you: let somebody else answer it.", "not about oneself")
    if sum(map(str.isalnum, command.answer)) < SUBSTANCE:
        sentence = "This is no answer to give a client: tell what happened, and what is done about it."
        raise Refused(sentence, "an answer has substance")
    teller_id = still_here(complaint.owner_id, context)
    hours = context.playbook.complaints.tell_hours
    return ComplaintAnswered(
        **complaint.told,
        was=complaint.turn,
        answer=command.answer,
        answered_by=complaint.responsible_id if isinstance(context.person, str) else context.person,
        late=context.at > complaint.turn.due,
        teller_id=teller_id,
        supervisor_id=context.directory.supervisor(teller_id),
        due=hours_later(context.at, hours, context.playbook.calendar),
    )


def _must_be_above(owner_id: UUID, context: Context) -> None:
    supervisor_id = context.directory.supervisor(owner_id)
    if "import" not in context.roles and not context.answers_for(supervisor_id):
        above = context.directory.name(supervisor_id)
        sentence = f"It is answered: tell the client so; if they want to hear nothing of it, {above} withdraws it."
        raise Refused(sentence, "an answer is told")


def _told(complaint: Complaint, command: TellClient, context: Context) -> ComplaintClosed | ComplaintReopened:
    teller_id = complaint.turn.person_id
    must_answer_for(teller_id, "tells the client", context)
    if command.content:
        told_by = teller_id if isinstance(context.person, str) else context.person
        return ComplaintClosed(**complaint.told, was=complaint.turn, how=command.how, told_by=told_by)
    responsible_id = still_here(complaint.responsible_id, context)
    return ComplaintReopened(
        **complaint.told,
        was=complaint.turn,
        responsible_id=responsible_id,
        supervisor_id=context.directory.supervisor(responsible_id),
        due=due(complaint.cause, context),
        how=command.how,
        times=complaint.reopened + 1,
    )


def _planned(complaint: Complaint, command: PlanCorrectiveAction, context: Context) -> CorrectiveActionPlanned:
    must_answer_for(complaint.responsible_id, "is to answer it", context)
    if context.directory.person(command.responsible_id) is None:
        raise Refused("Whoever changes something must work here: name somebody who does.", "must work here")
    if command.due <= context.at and "import" not in context.roles:
        raise Refused("What is planned lies ahead: choose a later due time.", "the due time lies ahead")
    return CorrectiveActionPlanned(
        **complaint.told,
        action_id=command.action_id,
        what=command.what,
        responsible_id=command.responsible_id,
        supervisor_id=context.directory.supervisor(command.responsible_id),
        due=command.due,
        planned_by=complaint.responsible_id if isinstance(context.person, str) else context.person,
    )
