"""The loan applications that a log tells of, each as what people would have asked for.

The states of an application (A_) are stages of a deal, but approval, registration and activation, which come in any
order: they are milestones, and the last one wins the deal. The states of its offers (O_) are milestones too: the log
does not say of which offer it speaks, so they are counted: `offer sent`, `offer sent 2`. Work on it (W_) is tasks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.exchange.event_log import Case, EventLog, Step
from crm_es.exchange.loan_work import Work, work
from crm_es.exchange.replay import IMPORTED
from crm_es.ids import derived
from crm_es.money import Money

STAGES: Final = {
    "A_SUBMITTED": "submitted",
    "A_PARTLYSUBMITTED": "partly submitted",
    "A_PREACCEPTED": "preaccepted",
    "A_ACCEPTED": "accepted",
    "A_FINALIZED": "finalized",
}
FORMALITIES: Final = {"A_APPROVED": "approved", "A_REGISTERED": "registered", "A_ACTIVATED": "activated"}
LOST: Final = {"A_DECLINED": "declined", "A_CANCELLED": "cancelled"}
OFFER, WORK = "O_", "W_"
AUTOMATON: Final = "112"
"""Who enters applications from the outside: it takes no decision."""
WITH_THE_END: Final = timedelta(seconds=1)
"""What the log writes of offers so soon after the end came with it."""
CURRENCY: Final = "EUR"
MOST: Final = Decimal(10) ** 12
YEARS: Final = range(1990, 2190)
"""When something may have happened that deadlines are counted from."""


class Move(NamedTuple):
    """The application changed its state."""

    at: datetime
    kind: str
    """stage, milestone, won or lost."""
    name: str
    resource: str


@dataclass(slots=True)
class Application:
    """One case: its states, its offers, and the work on it."""

    case: Case
    moves: list[Move] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    deal_id: UUID = field(init=False)

    def __post_init__(self) -> None:
        self.deal_id = derived(IMPORTED, "loan", self.case.case_id)

    @property
    def owner(self) -> str:
        """Who took the last step with the application, before all the people; empty where the log does not say."""
        hands = [move.resource for move in self.moves if move.resource]
        return next((hand for hand in reversed(hands) if hand != AUTOMATON), hands[-1] if hands else "")

    @property
    def outcome(self) -> str:
        return next((move.kind for move in self.moves if move.kind in ("won", "lost")), "open")


def applications(log: EventLog) -> list[Application]:
    """All cases that have a step."""
    for case in log.cases.values():
        for step in case.steps:
            if step.at.year not in YEARS:
                log.bad(step.line, f"The step {step.activity[:80]!r} is of the year {step.at.year}: it is left out.")
        case.steps = [step for step in case.steps if step.at.year in YEARS]
        if not case.steps:
            log.bad(0, f"Case {case.case_id!r} has no step of a time that can be: it is left out.")
    return [application(case, log) for case in log.cases.values() if case.steps]


def application(case: Case, log: EventLog) -> Application:
    steps = list(steadily(case.steps))
    about = [step for step in steps if not step.activity.startswith(WORK)]
    moves = list(moved(about, log))
    return Application(case, ended(moves), work(step for step in steps if step.activity.startswith(WORK)))


def steadily(steps: list[Step]) -> Iterator[Step]:
    """The steps in the log's order, none before the one above it."""
    at = steps[0].at
    for step in steps:
        at = max(at, step.at)
        yield (
            step if at == step.at else Step(step.line, step.activity, at, step.event_id, step.transition, step.resource)
        )


def moved(steps: list[Step], log: EventLog) -> Iterator[Move]:
    """What the states of the application and of its offers mean, in the log's order."""
    times, missing = Counter[str](), set(FORMALITIES)
    for step in steps:
        name = step.activity
        if stage := STAGES.get(name):
            yield Move(step.at, "stage", stage, step.resource)
        elif milestone := FORMALITIES.get(name):
            yield Move(step.at, "milestone", milestone, step.resource)
            if missing == {name}:
                yield Move(step.at, "won", milestone, step.resource)
            missing.discard(name)
        elif reason := LOST.get(name):
            yield Move(step.at, "lost", reason, step.resource)
        elif name.startswith(OFFER):
            times[name] += 1
            again = f" {times[name]}" if times[name] > 1 else ""
            said = name.removeprefix(OFFER).replace("_", " ").casefold()
            yield Move(step.at, "milestone", f"offer {said}"[:70] + again, step.resource)
        else:
            log.bad(step.line, f"An application for a loan has no such step: {name[:400]!r} is left out.")


def ended(moves: list[Move]) -> list[Move]:
    """The moves with what came with the end before it: nothing is told of a deal that is closed."""
    place = next((n for n, move in enumerate(moves) if move.kind in ("won", "lost")), None)
    if place is None:
        return moves
    end = moves[place]
    later = moves[place + 1 :]
    with_it = [
        move._replace(at=end.at) for move in later if move.at - end.at <= WITH_THE_END and move.kind == "milestone"
    ]
    return [*moves[:place], *with_it, end, *(move for move in later if move._replace(at=end.at) not in with_it)]


def value(case: Case, log: EventLog) -> Money | None:
    """How much is applied for; None where the log does not tell a number."""
    text = case.attributes.get("amountreq", "").strip()
    try:
        amount = Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite() or not 0 <= amount < MOST:
        log.bad(case.steps[0].line, f"Case {case.case_id!r} asks for no readable amount ({text!r}): none is entered.")
        return None
    return Money(amount=amount, currency=CURRENCY) if amount else None
