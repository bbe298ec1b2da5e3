"""How the question comes to others: forwarded by hand, escalated by time; and whoever has it is reminded."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from crm_es.approval_route import Course, Escalation, Forwarding
from crm_es.approving.asking import above_of, question
from crm_es.approving.standing import approver, is_barred, may_still_decide, to_decide
from crm_es.context import Context
from crm_es.messages import Refused


def forward(
    course: Course, context: Context, to_id: UUID, comment: str | None, barred_people: tuple[UUID, ...]
) -> dict[str, Any]:
    """What `Forwarding` tells, if the asker may give the question to this person."""
    if is_barred(barred_people, context):
        raise Refused(
            "Nobody chooses who decides a matter of their own: leave it to those who are asked.",
            "nobody forwards own matter",
        )
    place = to_decide(course, None, context)
    if not may_still_decide(course, place, context):
        raise Refused("You have said yes to this step already: there is nothing left to forward.", "nothing to forward")
    if context.directory.person(to_id) is None:
        raise Refused("The person you forward it to does not work here: choose somebody who does.", "no such person")
    if to_id in barred_people:
        raise Refused("Nobody decides a matter of their own: forward it to somebody else.", "forwarded to the author")
    if to_id in course.steps[place].approvers or to_id in course.heard_at(place):
        raise Refused("This person is asked already, or has decided: choose somebody else.", "asked already")
    told: dict[str, Any] = {
        "step": course.steps[place].name,
        "from_id": approver(course, place, context),
        "to_id": to_id,
        "decided_by": context.person_id,
        "comment": comment,
    }
    after = course.forwarded(Forwarding(**told, was_asked=(), asked=()))
    return told | {"was_asked": course.asked} | question(after, context.at)


def escalate(course: Course, context: Context, barred_people: tuple[UUID, ...]) -> dict[str, Any] | None:
    """What `Escalation` tells; None where it is too early, or nobody is above those who are asked."""
    if course.escalate_at is None or context.at < course.escalate_at:
        return None
    place = course.awaited
    others = (*barred_people, *course.steps[place].approvers, *course.heard_at(place))
    above = [above_of(person, others, context.directory) for person in course.open_at(place)]
    to = tuple(dict.fromkeys(person for person in above if person))
    if not to:
        return None
    told: dict[str, Any] = {"step": course.steps[place].name, "to": to, "remind_at": course.remind_at}
    after = course.escalated(Escalation(**told, was_asked=(), asked=()))
    return told | {"was_asked": course.asked, "asked": after.asked}


def remind(course: Course, context: Context) -> dict[str, Any] | None:
    """What `Reminding` tells; None where it is too early, or they were reminded before."""
    if course.remind_at is None or context.at < course.remind_at:
        return None
    return {"step": course.steps[course.awaited].name, "asked": course.asked}
