"""Whom a complaint goes to, and until when there is to be an answer (S0-16, S0-17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.complaint.commands import FileComplaint, PassComplaintOn
from crm_es.aggregates.complaint.events import ComplaintFiled, ComplaintPassedOn
from crm_es.aggregates.complaint.state import Complaint
from crm_es.context import Context
from crm_es.messages import Refused, quoted
from crm_es.playbook import ComplaintCause, hours_later


def filed(command: FileComplaint, context: Context) -> ComplaintFiled:
    about = command.employee_id
    if about is not None and about not in context.directory.people:
        raise Refused("Nobody of this id works here: file the complaint without naming a person.", "no such person")
    owner_id = command.owner_id or context.person_id
    if context.directory.person(owner_id) is None:
        raise Refused("Whoever looks after the client must work here: name somebody who does.", "must work here")
    cause = known(command.cause, context)
    responsible_id = answerer(cause, owner_id, about, context)
    return ComplaintFiled(
        complaint_id=command.complaint_id,
        client_id=command.client_id,
        owner_id=context.directory.supervisor(owner_id) if owner_id == about else owner_id,
        cause=cause.cause,
        department=cause.department,
        text=command.text,
        responsible_id=responsible_id,
        supervisor_id=context.directory.supervisor(responsible_id),
        due=due(cause.cause, context),
        order_id=command.order_id,
        employee_id=about,
        filed_by=owner_id if isinstance(context.person, str) else context.person,
        supplier=cause.supplier,
    )


def passed_on(complaint: Complaint, command: PassComplaintOn, context: Context) -> Iterator[ComplaintPassedOn]:
    """On to another department, or to the supplier."""
    must_answer_for(complaint.responsible_id, "is to answer it", context)
    if (command.cause is None) == (command.contractor_id is None):
        raise Refused("Name either another cause or the supplier.", "one way on")
    if command.contractor_id is not None:
        if not complaint.supplier:
            sentence = f"No supplier is asked about {complaint.cause!r}: name another cause, or answer it here."
            raise Refused(sentence, "the supplier is not asked")
        responsible_id, cause = still_here(complaint.responsible_id, context), None
    else:
        cause = known(command.cause or "", context)
        responsible_id = answerer(cause, complaint.owner_id, complaint.employee_id, context)
    name = cause.cause if cause else complaint.cause
    if (name, command.contractor_id) != (complaint.cause, complaint.contractor_id):
        gone_on = {"cause": name, "department": cause.department if cause else complaint.department}
        yield ComplaintPassedOn(
            **complaint.told | gone_on,
            was=complaint.turn,
            from_cause=complaint.cause,
            from_department=complaint.department,
            contractor_id=command.contractor_id,
            supplier=cause.supplier if cause else complaint.supplier,
            responsible_id=responsible_id,
            supervisor_id=context.directory.supervisor(responsible_id),
            due=due(name, context),
            hop=complaint.hops + 1,
            reason=command.reason,
        )


def known(name: str, context: Context) -> ComplaintCause:
    """The cause as the playbook has it."""
    complaints = context.playbook.complaints
    if found := complaints.cause(name):
        return found
    causes = quoted(cause.cause for cause in complaints.causes)
    raise Refused(f"Nobody answers for {name!r}: take one of {causes}.", "no such complaint cause")


def answerer(cause: ComplaintCause, owner_id: UUID, about: UUID | None, context: Context) -> UUID:
    """Whoever the playbook names, nearest to the client's owner, and never the person whom it is about."""
    directory = context.directory
    found = directory.holder_near(cause.role, owner_id) or directory.supervisor(owner_id)
    return still_here(directory.supervisor(found) if found == about else found, context)


def due(cause: str, context: Context) -> datetime:
    """Until when there is to be an answer."""
    playbook = context.playbook
    return hours_later(context.at, playbook.complaints.hours(cause), playbook.calendar)


def still_here(person_id: UUID, context: Context) -> UUID:
    """The person, or once they have left, whoever is the nearest above."""
    return context.directory.holder_near("employee", person_id) or person_id


def must_answer_for(person_id: UUID, why: str, context: Context) -> None:
    """Only this person, a deputy or somebody above; an import tells what they did."""
    if "import" not in context.roles and not context.answers_for(person_id):
        who = context.directory.name(person_id)
        raise Refused(f"{who} {why}: ask {who}, a deputy or a supervisor.", "somebody else's complaint")
