"""Who was asked at which step of a route, since when, and what came of it: told from an approval's own history."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.approval_route import Steps

TO_COME: Final = "to come"
OPEN: Final = "open"
PASSED_OVER: Final = "passed over"
NOT_NEEDED: Final = "not needed"


class Ask(NamedTuple):
    """One person, asked at one step."""

    step: str
    person: UUID
    asked_at: datetime
    decided_at: datetime
    """The same as asked_at where nobody has decided."""
    decided_by: UUID
    """The person, or a deputy."""
    outcome: str
    """What the person decided: approved, paid, returned, rejected or forwarded. Else open; to come; passed over, where
    a later step decided first; withdrawn; or not needed, where others decided."""


class Answer(NamedTuple):
    """What somebody decided."""

    outcome: str
    at: datetime
    by: UUID


@dataclass(frozen=True)
class Asks:
    """All who are asked on one way along a route."""

    steps: tuple[str, ...]
    """In order."""
    optional: Collection[str]
    all: tuple[Ask, ...] = ()

    def asking(self, step: str, people: Iterable[UUID], at: datetime) -> Asks:
        """These people are asked too, from now on."""
        return replace(self, all=(*self.all, *(Ask(step, person, at, at, person, OPEN) for person in people)))

    def answered(self, answer: Answer, person: UUID, step: str | None = None) -> Asks:
        """The person said so; where a deputy did and nothing tells for whom, it counts for the first who is asked."""
        waiting = [n for n, ask in enumerate(self.all) if ask.outcome == OPEN and step in (None, ask.step)]
        place = next((n for n in waiting if self.all[n].person == person), next(iter(waiting), None))
        if place is None:
            return self
        said = self.all[place]._replace(outcome=answer.outcome, decided_at=answer.at, decided_by=answer.by)
        return replace(self, all=(*self.all[:place], said, *self.all[place + 1 :]))

    def past(self, step: str, at: datetime) -> Asks:
        """The step is passed: nobody else is needed there, and what is open before it is passed over."""
        place = self.steps.index(step)
        others = self.settled([step], NOT_NEEDED, at).settled(self.steps[:place], PASSED_OVER, at)
        return others.reached(place + 1, at)

    def reached(self, place: int, at: datetime) -> Asks:
        """Whoever may decide from this place on is asked now: past optional steps the first that is not."""
        left = self.steps[place:]
        skippable = len(list(takewhile(lambda name: name in self.optional, left)))
        now = left[: skippable + 1]
        return replace(
            self,
            all=tuple(
                ask._replace(asked_at=at, decided_at=at, outcome=OPEN)
                if ask.outcome == TO_COME and ask.step in now
                else ask
                for ask in self.all
            ),
        )

    def over(self, outcome: str, at: datetime) -> Asks:
        """Nobody is asked any more."""
        return self.settled({ask.step for ask in self.all}, outcome, at)

    def again(self, at: datetime) -> Asks:
        """The route from its beginning, with what was decided before."""
        pairs = dict.fromkeys((ask.step, ask.person) for ask in self.all if ask.step in self.steps)
        fresh = (Ask(step, person, at, at, person, TO_COME) for step, person in pairs)
        ended = self.over(NOT_NEEDED, at)
        return replace(ended, all=(*ended.all, *fresh)).reached(0, at)

    def settled(self, steps: Collection[str], outcome: str, at: datetime) -> Asks:
        """What was open at these steps ends so; who had not been asked yet will not be."""
        ends = {OPEN: outcome, TO_COME: NOT_NEEDED}
        return replace(
            self,
            all=tuple(
                ask._replace(outcome=ends[ask.outcome], decided_at=at)
                if ask.step in steps and ask.outcome in ends
                else ask
                for ask in self.all
            ),
        )


def begun(steps: Steps, at: datetime) -> Asks:
    """The beginning of a route."""
    asks = Asks(
        tuple(step.name for step in steps),
        tuple(step.name for step in steps if step.optional),
        tuple(Ask(step.name, person, at, at, person, TO_COME) for step in steps for person in step.approvers),
    )
    return asks.reached(0, at)
