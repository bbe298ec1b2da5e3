"""Whom a route asks, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from crm_es.approval_route import Course, RouteStepAsked, Steps, barred
from crm_es.context import Context
from crm_es.directory import Directory
from crm_es.messages import Refused
from crm_es.playbook import SUPERVISOR, Route, RouteStep


def ask(route: Route, author_id: UUID, context: Context, written_by: tuple[UUID, ...] = ()) -> dict[str, Any]:
    """What `ApprovalAsked` tells: the steps with those who may approve, never the author nor who wrote for them."""
    submitted_by = other_hand(author_id, context)
    steps = resolved(route.steps, author_id, barred(author_id, submitted_by, *written_by), context.directory)
    return {"route": route.name, "steps": steps, "submitted_by": submitted_by, **question(Course(steps), context.at)}


def other_hand(author_id: UUID, context: Context) -> UUID | None:
    """Who does it for the author; None where it is the author, or a machine."""
    return context.by if isinstance(context.by, UUID) and context.by != author_id else None


def question(course: Course, at: datetime) -> dict[str, Any]:
    """What every `Question` tells: who is asked now, and until when."""
    if not course.reachable:
        return {"asked": ()}
    reminders = [hours for place in course.reachable if (hours := course.steps[place].remind_after_hours)]
    escalation = course.steps[course.awaited].escalate_after_hours
    return {
        "asked": course.asked,
        "remind_at": at + timedelta(hours=min(reminders)) if reminders else None,
        "escalate_at": at + timedelta(hours=escalation) if escalation else None,
    }


def resolved(
    route_steps: Iterable[RouteStep], author_id: UUID, barred_people: tuple[UUID, ...], directory: Directory
) -> Steps:
    """The steps with those who may approve: whoever has the role, or is over the author, and is not barred.

    An optional step that lacks people asks nobody. Raises Refused where the others cannot decide without it.
    """
    wanted = [_resolved(step, author_id, barred_people, directory) for step in route_steps]
    lacking = [step for step in wanted if len(step.approvers) < step.needs]
    found = tuple(step.model_copy(update={"approvers": ()}) if step in lacking else step for step in wanted)
    decisive = any(step.approvers and (step.closes or not step.optional) for step in found)
    for step in lacking:
        if not step.optional or not decisive:
            raise Refused(
                f"Step {step.name!r} takes {step.needs} with the role {step.role!r} besides the author, "
                f"and {len(step.approvers)} can decide: ask an administrator to see to it.",
                "nobody may approve a step",
            )
    return found


def _resolved(
    step: RouteStep, author_id: UUID, barred_people: tuple[UUID, ...], directory: Directory
) -> RouteStepAsked:
    if step.role == SUPERVISOR:
        above = above_of(author_id, barred_people, directory)
        people = [above] if above else []
    else:
        people = [person for person in directory.holders(step.role) if person not in barred_people]
    needs = {"any": 1, "all": max(1, len(people))}.get(str(step.needs)) or int(step.needs)
    return RouteStepAsked(**dict(step) | {"approvers": tuple(people), "needs": needs})


def above_of(person_id: UUID, others: Iterable[UUID], directory: Directory) -> UUID | None:
    """The nearest superior who works here and is not one of the others."""
    above = (person for person in directory.chain(person_id) if directory.person(person) and person not in others)
    return next(above, None)


def waiting(course: Course) -> dict[str, Any]:
    """What a `Question` tells that has been waiting, and goes on to."""
    return {"asked": course.asked, "remind_at": course.remind_at, "escalate_at": course.escalate_at}
