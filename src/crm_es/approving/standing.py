"""Who may decide what: oneself or as a deputy, in turn, once in each step, and never one's own matter."""

from __future__ import annotations

from uuid import UUID

from crm_es.approval_route import Course
from crm_es.context import Context
from crm_es.messages import Refused


def to_decide(course: Course, named: str | None, context: Context) -> int:
    """The place of the step that is meant: the named one, else the first that is the asker's to decide."""
    steps, now = course.steps, course.reachable
    mine = [place for place in range(len(steps)) if approver(course, place, context)]
    if named is not None:
        place = place_of(course, named)
    elif mine:
        asked = [place for place in mine if place in now]
        place = next((place for place in asked if may_still_decide(course, place, context)), (asked or mine)[-1])
    else:
        raise not_an_approver()
    if place < course.place:
        raise Refused(f"Step {steps[place].name!r} is passed already.", "step already passed")
    if place not in now:
        waits_for = steps[now[-1]].name
        raise Refused(
            f"Step {steps[place].name!r} waits for step {waits_for!r}: that one has to be approved first.",
            "step out of turn",
        )
    return place


def place_of(course: Course, name: str) -> int:
    """Which step it is, counted from 0."""
    if name not in course.names:
        raise Refused(f"The route has no step {name!r}: choose one of {', '.join(course.names)}.", "no such step")
    return course.names.index(name)


def approver(course: Course, place: int, context: Context) -> UUID | None:
    """Whose approval the asker's is: one's own, else that of whom one stands in for, else nobody's."""
    people = course.steps[place].approvers
    if context.person in people:
        return context.person_id
    first_those_who_wait = (*course.open_at(place), *people)
    return next((person for person in first_those_who_wait if context.is_or_stands_in_for(person)), None)


def may_still_decide(course: Course, place: int, context: Context) -> bool:
    """Whether a yes of the asker's would count: nobody's counts twice in one step, given oneself or by a deputy."""
    return approver(course, place, context) in course.open_at(place) and context.person not in course.heard_at(place)


def must_be_asked(course: Course, context: Context) -> UUID:
    """Whose decision the asker's is. Raises Refused for all but those who may decide now, and their deputies."""
    for place in course.reachable:
        if person_id := approver(course, place, context):
            return person_id
    raise not_an_approver()


def is_barred(barred_people: tuple[UUID, ...], context: Context) -> bool:
    """Whether the asker wrote it or entered it."""
    return context.person in barred_people or context.by in barred_people


def not_an_approver() -> Refused:
    return Refused(
        "Deciding here takes one of those who are asked, or a deputy within the dates: "
        "ask them, or have them appoint you deputy.",
        "not an approver",
    )
