"""An approval as it runs: who may decide which step, who has said yes, and what is left (S1-35, S0-50).

Written once for payments, prices and documents alike: their events inherit the messages below, their states hold a
`Course`, and their decisions ask `approving`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from crm_es.messages import Message

# ── What events tell ────────────────────────────────────────────────────────


class RouteStepAsked(Message):
    """One approval of the route as it applied: who may give it."""

    name: str
    role: str
    approvers: tuple[UUID, ...]
    optional: bool = False
    closes: bool = False
    needs: int = 1
    """How many of the approvers have to say yes."""
    remind_after_hours: int | None = None
    escalate_after_hours: int | None = None


Steps = tuple[RouteStepAsked, ...]


class Question(Message):
    """Somebody is asked to approve."""

    asked: tuple[UUID, ...]
    """Who may decide now: the approvers of the next step, and past optional ones of the one after."""
    remind_at: datetime | None = None
    """When they are reminded, if nobody has decided by then."""
    escalate_at: datetime | None = None
    """When their superiors are asked too, if nobody has decided by then."""


class ApprovalAsked(Question):
    """A matter went on its route."""

    route: str
    steps: Steps
    submitted_by: UUID | None = None
    """Who entered it, where it was not the author: they decide as little as the author does."""


class Approval(Message):
    """Somebody said yes."""

    step: str
    approver_id: UUID
    """Whose approval it is."""
    decided_by: UUID
    """Who gave it: the approver, or a deputy."""
    comment: str | None = None
    was_asked: tuple[UUID, ...]


class StepApproval(Approval, Question):
    """Somebody said yes, and others have yet to."""

    passed: bool = True
    """Whether the step has all the approvals it needs."""


class Forwarding(Question):
    """An approver gave the question to somebody else."""

    step: str
    from_id: UUID
    to_id: UUID
    decided_by: UUID
    comment: str | None
    was_asked: tuple[UUID, ...]


class Escalation(Question):
    """Nobody decided in time: others are asked too."""

    step: str
    to: tuple[UUID, ...]
    was_asked: tuple[UUID, ...]


class Reminding(Message):
    """Nobody has decided yet, and whoever is asked is reminded."""

    step: str
    asked: tuple[UUID, ...]


# ── How far it has come ─────────────────────────────────────────────────────


class Yes(NamedTuple):
    """One approval of one step."""

    place: int
    approver_id: UUID
    decided_by: UUID


@dataclass(frozen=True)
class Course:
    """A route, and how far one matter has come on it."""

    steps: Steps = ()
    place: int = 0
    """The first step that has not been passed, counted from 0."""
    said: tuple[Yes, ...] = ()
    """Approvals of steps that need more."""
    remind_at: datetime | None = None
    escalate_at: datetime | None = None

    @property
    def reachable(self) -> range:
        """The places of the steps that may be decided now: the next, and past optional ones the first that is not."""
        needed = (place for place in range(self.place, len(self.steps)) if not self.steps[place].optional)
        return range(self.place, next(needed, len(self.steps) - 1) + 1)

    @property
    def asked(self) -> tuple[UUID, ...]:
        """Who may decide now, each once."""
        return tuple(dict.fromkeys(person for place in self.reachable for person in self.open_at(place)))

    def open_at(self, place: int) -> tuple[UUID, ...]:
        """Whose approval this step may still take."""
        heard = self.heard_at(place)
        return tuple(person for person in self.steps[place].approvers if person not in heard)

    def heard_at(self, place: int) -> frozenset[UUID]:
        """Who has said yes to this step already, and in whose name."""
        return frozenset(
            person for yes in self.said if yes.place == place for person in (yes.approver_id, yes.decided_by)
        )

    @property
    def names(self) -> list[str]:
        return [step.name for step in self.steps]

    @property
    def awaited(self) -> int:
        """The place of the step that holds the whole up: the needed one, or where all are optional one that closes."""
        return min(self.reachable, key=lambda place: (self.steps[place].optional, not self.steps[place].closes))

    # What happened to it

    def asking(self, question: Question) -> Course:
        return replace(self, remind_at=question.remind_at, escalate_at=question.escalate_at)

    def approved(self, event: StepApproval) -> Course:
        yes = Yes(self.names.index(event.step), event.approver_id, event.decided_by)
        return self.with_yes(yes, passed=event.passed).asking(event)

    def with_yes(self, yes: Yes, *, passed: bool) -> Course:
        """One approval further; what was said to later steps still counts."""
        if not passed:
            return replace(self, said=(*self.said, yes))
        return replace(self, place=yes.place + 1, said=tuple(other for other in self.said if other.place > yes.place))

    def forwarded(self, event: Forwarding) -> Course:
        return self._with_approvers(
            self.names.index(event.step), lambda people: [event.to_id if p == event.from_id else p for p in people]
        ).asking(event)

    def escalated(self, event: Escalation) -> Course:
        return self._with_approvers(self.names.index(event.step), lambda people: [*people, *event.to]).asking(event)

    def reminded(self) -> Course:
        return replace(self, remind_at=None)

    def _with_approvers(self, place: int, change: Callable[[tuple[UUID, ...]], Iterable[UUID]]) -> Course:
        step = self.steps[place]
        changed = step.model_copy(update={"approvers": tuple(dict.fromkeys(change(step.approvers)))})
        return replace(self, steps=(*self.steps[:place], changed, *self.steps[place + 1 :]))


def begun(asked: ApprovalAsked) -> Course:
    return Course(asked.steps).asking(asked)


def barred(author_id: UUID, *others: UUID | None) -> tuple[UUID, ...]:
    """Who may not decide it: its author, and whoever wrote, revised or submitted it for the author."""
    return tuple(dict.fromkeys((author_id, *filter(None, others))))


# ── What lists show of it ───────────────────────────────────────────────────


def shown(steps: Steps) -> tuple[str, ...]:
    """The names of the steps; an optional one in brackets."""
    return tuple(f"({step.name})" if step.optional else step.name for step in steps)


def left_after(event: StepApproval, steps: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the shown steps that are still to come."""
    if not event.passed:
        return steps
    place = next((n for n, name in enumerate(steps) if name in (event.step, f"({event.step})")), len(steps))
    return steps[place + 1 :]
