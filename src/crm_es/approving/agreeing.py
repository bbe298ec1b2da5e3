"""What a yes comes to."""

from __future__ import annotations

from typing import Any, NamedTuple

from crm_es.approval_route import Course, Steps, Yes
from crm_es.approving.asking import question, waiting
from crm_es.approving.standing import approver, may_still_decide, not_an_approver, to_decide
from crm_es.context import Context
from crm_es.messages import Refused


class Verdict(NamedTuple):
    """What a yes comes to."""

    told: dict[str, Any]
    """What `Approval` tells."""
    final: bool
    """The whole is approved."""
    left: dict[str, Any]
    """What `StepApproval` tells besides."""


def say_yes(course: Course, context: Context, *, named: str | None, comment: str | None, pass_on: bool) -> Verdict:
    """Judge an approval of the named step, or of the first that is the asker's to decide."""
    place = to_decide(course, named, context)
    step, approver_id = course.steps[place], approver(course, place, context)
    if approver_id is None:
        raise not_an_approver()
    if not may_still_decide(course, place, context):
        raise Refused(
            f"Step {step.name!r} has this yes already: it takes {step.needs} different people.", "one yes a person"
        )
    decided_by = context.person_id
    passed = 1 + sum(yes.place == place for yes in course.said) >= step.needs
    if pass_on and not passed:
        raise Refused(
            f"Step {step.name!r} takes another yes: whoever says the last one may pass it on.", "passed on too early"
        )
    if pass_on and not Course(course.steps, place + 1).asked:
        raise Refused("No step follows to pass it on to: approve it without passing on.", "nobody to pass on to")
    after = course.with_yes(Yes(place, approver_id, decided_by), passed=passed)
    told = {
        "step": step.name,
        "approver_id": approver_id,
        "decided_by": decided_by,
        "comment": comment,
        "was_asked": course.asked,
    }
    final = passed and not pass_on and is_final(course.steps, place)
    asking = question(after, context.at) if passed else waiting(after)
    return Verdict(told, final, asking | {"passed": passed})


def is_final(steps: Steps, place: int) -> bool:
    """Whether approval here, not passed on, approves the whole.

    It does if the step closes, if nobody is left to ask, or if all that follows is optional; a route of optional
    steps alone waits for one that closes.
    """
    later = steps[place + 1 :]
    if steps[place].closes or not Course(steps, place + 1).asked:
        return True
    enough = any(not step.optional for step in steps[: place + 1]) or not any(step.closes for step in later)
    return enough and all(step.optional for step in later)
