"""An approval route as it applies to one request: who may decide which step, and what is left (S1-35, S0-50)."""

from __future__ import annotations

from uuid import UUID

from crm_es.context import Context
from crm_es.directory import Directory
from crm_es.messages import Message, Refused
from crm_es.playbook import Route


class RouteStepAsked(Message):
    """One approval of the route as it applied: who may give it."""

    name: str
    role: str
    approvers: tuple[UUID, ...]
    optional: bool = False
    closes: bool = False


Steps = tuple[RouteStepAsked, ...]


def resolved(route: Route, author_id: UUID, directory: Directory) -> Steps:
    """The steps with those who may approve: whoever has the role, and never the author."""
    steps = tuple(
        RouteStepAsked(
            **dict(step), approvers=tuple(person for person in directory.holders(step.role) if person != author_id)
        )
        for step in route.steps
    )
    for step in steps:
        if not step.approvers and (not step.optional or not asked(steps, 0)):
            raise Refused(
                f"Nobody but the author has the role {step.role}, and step {step.name!r} needs one who has: "
                "ask an administrator to give the role to somebody.",
                "nobody may approve a step",
            )
    return steps


def reachable(steps: Steps, at: int) -> range:
    """The places of the steps that may be decided now: the next, and past optional ones the first that is not."""
    needed = (place for place in range(at, len(steps)) if not steps[place].optional)
    return range(at, next(needed, len(steps) - 1) + 1)


def asked(steps: Steps, at: int) -> tuple[UUID, ...]:
    """Who may decide now, each once."""
    return tuple(dict.fromkeys(person for place in reachable(steps, at) for person in steps[place].approvers))


def names_of(steps: Steps) -> list[str]:
    return [step.name for step in steps]


def place_of(steps: Steps, name: str) -> int:
    """Which step it is, counted from 0."""
    names = names_of(steps)
    if name not in names:
        raise Refused(f"The route has no step {name!r}: choose one of {', '.join(names)}.", "no such step")
    return names.index(name)


def to_decide(steps: Steps, at: int, named: str | None, context: Context) -> int:
    """The place of the step that the asker decides: the named one, else the first that is the asker's to decide."""
    mine = [place for place, step in enumerate(steps) if approver(step, context)]
    now = reachable(steps, at)
    if named is not None:
        place = place_of(steps, named)
    elif mine:
        place = next((place for place in mine if place in now), mine[-1])
    else:
        raise not_an_approver()
    if place < at:
        raise Refused(f"Step {steps[place].name!r} is passed already.", "step already passed")
    if place not in now:
        waits_for = steps[now[-1]].name
        raise Refused(
            f"Step {steps[place].name!r} waits for step {waits_for!r}: that one has to be approved first.",
            "step out of turn",
        )
    if place not in mine:
        raise not_an_approver()
    return place


def approver(step: RouteStepAsked, context: Context) -> UUID | None:
    """Whose approval the asker's is: one's own, else that of whom one stands in for, else nobody's."""
    if context.person in step.approvers:
        return context.person_id
    return next((person for person in step.approvers if context.is_or_stands_in_for(person)), None)


def is_final(steps: Steps, place: int) -> bool:
    """Whether approval here, not passed on, approves the whole.

    It does if the step closes, if nobody is left to ask, or if all that follows is optional; a route of optional
    steps alone waits for one that closes.
    """
    later = steps[place + 1 :]
    if steps[place].closes or not asked(steps, place + 1):
        return True
    enough = any(not step.optional for step in steps[: place + 1]) or not any(step.closes for step in later)
    return enough and all(step.optional for step in later)


def not_an_approver() -> Refused:
    return Refused(
        "Deciding here takes one of those who are asked, or a deputy within the dates: "
        "ask them, or have them appoint you deputy.",
        "not an approver",
    )
