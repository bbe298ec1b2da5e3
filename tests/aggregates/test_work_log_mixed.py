"""What holds of a work log however wishes are mixed (S3-01): no overlaps, one timer, and sums that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from examples import PLAYBOOK, ann, clock, head
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from work_facts import LOG, whose

from crm_es.aggregates.work_log import (
    MarkBilled,
    StopForgottenTimer,
    TimerDropped,
    TimerStarted,
    TimerStopped,
    WorkBillingMarked,
    WorkCorrected,
    WorkLogCommand,
    WorkLogEvent,
    WorkRecorded,
    WorkRemoved,
    decider,
)
from crm_es.context import Context
from crm_es.messages import Refused
from crm_es.playbook import Calendar, Labour, Rounding
from crm_es.work import Work, shares

BERLIN = Calendar(time_zone="Europe/Berlin")
BOOK = PLAYBOOK.model_copy(update={"labour": Labour(rounding=Rounding(minutes=5)), "calendar": BERLIN})
BEGIN = datetime(2026, 10, 23, 6, 17, tzinfo=UTC)
"""Two days before the clocks go back there."""

WISHES = 60
DAYS = [date(2026, 10, day) for day in range(23, 29)]
MOST = {"StartTimer": 5, "StopTimer": 4, "RecordWork": 12, "CorrectWork": 5, "RemoveWork": 2}
"""How often something is wished; everything else once."""
NAMES: dict[str, type[WorkLogCommand]] = {
    command.__name__: command for command in decider.commands if command is not MarkBilled
}


class Life:
    """What somebody wishes of their log in some days, as a seed has it."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.at, self.history, self.state = BEGIN, list[WorkLogEvent](), decider.fold(())
        for _ in range(WISHES):
            self.at += timedelta(minutes=self.random.choice([0, 1, 7, 50, 200]), seconds=self.random.randrange(60))
            self.happen()

    def happen(self) -> None:
        name = self.random.choice([name for name in NAMES for _ in range(MOST.get(name, 1))])
        try:
            events = list(decider.decide(self.state, self.wish(name), self.asker(name)))
        except Refused:
            return
        self.state = decider.fold(events, self.state)
        self.history += events

    def asker(self, name: str) -> Context:
        if name == "StopForgottenTimer":
            return clock(at=self.at, playbooks={1: BOOK})
        above = name in {"ApprovePeriod", "ReturnPeriod"} or self.random.random() < (name == "CorrectWork") / 3
        return (head if above else ann)(at=self.at, playbooks={1: BOOK})

    def wish(self, name: str) -> WorkLogCommand:
        told: dict[str, Any] = {
            "work_id": UUID(int=self.random.randint(1, 15)),
            "kind": self.random.choice(["service", "administration", "break"]),
            "reason": "It was otherwise.",
            "day": self.random.choice(DAYS),
            "source": self.random.choice(["manual", "manual", "manual", "import", "activity"]),
            "break_minutes": self.random.choice([0, 0, 5]),
        }
        if name in {"RecordWork", "CorrectWork"}:
            told |= self.time()
        elif name in {"StartTimer", "StopTimer"} and self.random.random() < 1 / 3:
            told["starts" if name == "StartTimer" else "ends"] = self.before()
        fields = {field: value for field, value in told.items() if field in NAMES[name].model_fields}
        if name == "StopForgottenTimer":
            return StopForgottenTimer(work_log_id=LOG)
        command: WorkLogCommand = NAMES[name].model_validate(fields | whose)
        return command

    def time(self) -> dict[str, Any]:
        """By hours, or by day and minutes."""
        if self.random.random() < 1 / 3:
            return {"minutes": self.random.randint(1, 300)}
        starts = self.before()
        return {"starts": starts, "ends": starts + timedelta(minutes=self.random.choice([-20, 0, 1, 30, 90, 400]))}

    def before(self) -> datetime:
        return self.at - timedelta(minutes=self.random.choice([0, 3, 40, 100, 300, 900, 2000]))


lives = st.integers(0, 2**64).map(Life)


def entries(history: Sequence[WorkLogEvent]) -> dict[UUID, Work]:
    """The simple model: entries by id."""
    found: dict[UUID, Work] = {}
    for event in history:
        match event:
            case WorkRecorded(work=work):
                assert work.work_id not in found
                found[work.work_id] = work
            case WorkCorrected(was=was, work=work):
                assert found[work.work_id] == was
                found[work.work_id] = work
            case WorkRemoved(work=work):
                assert found.pop(work.work_id) == work
            case _:
                pass
    return found


def over(work: Work, other: Work) -> bool:
    """What ends before it starts, as files may tell it, lies over nothing."""
    real = work is not other and work.starts < work.ends and other.starts < other.ends
    return real and work.starts < other.ends and other.starts < work.ends


@settings(max_examples=200, deadline=None)
@for_all(lives)
def test_nobody_does_two_things_at_once_unless_others_recorded_it(life: Life) -> None:
    """What lies over something else says so; and of two such, one at least was recorded by others."""
    found: dict[UUID, Work] = {}
    for event in life.history:
        match event:
            case WorkRecorded(work=work) | WorkCorrected(work=work):
                found[work.work_id] = work
                under = [other for other in found.values() if over(work, other)]
                assert not under or work.overlaps
                assert all({work.source, other.source} & {"import", "activity"} for other in under)
            case WorkRemoved(work=work):
                del found[work.work_id]
            case _:
                pass


@settings(max_examples=150, deadline=None)
@for_all(lives)
def test_one_timer_runs_at_a_time(life: Life) -> None:
    running: UUID | None = None
    for event in life.history:
        match event:
            case TimerStarted(work_id=work_id):
                assert running is None
                running = work_id
            case TimerStopped(work_id=work_id) | TimerDropped(work_id=work_id):
                assert running == work_id
                running = None
            case _:
                pass


@settings(max_examples=150, deadline=None)
@for_all(lives)
def test_the_state_counts_as_a_simple_model_does(life: Life) -> None:
    model, state = entries(life.history), life.state
    assert state == decider.fold(life.history)
    by_day = Counter[date]()
    for work in model.values():
        assert sum(share.minutes for share in work.days) == work.minutes
        assert work.minutes % 5 == 0 or work.source == "import"
        by_day.update({share.day: share.minutes for share in work.days if not work.rest})
    if state is not None:
        assert {day: minutes for day, minutes in state.minutes.items() if minutes} == +by_day
        assert {key: state.work(key) for key in state.works if state.work(key)} == model


@settings(max_examples=300, deadline=None)
@for_all(st.integers(0, 5 * 24 * 60), st.integers(0, 60 * 24 * 40), st.integers(0, 50_000))
def test_the_minutes_of_the_days_add_up_to_the_entry(after: int, length: int, minutes: int) -> None:
    """Over midnight, and over the night that has an hour more."""
    starts = BEGIN + timedelta(minutes=after)
    ends = starts + timedelta(minutes=length)
    found = shares(starts, ends, minutes, BERLIN)
    assert sum(share.minutes for share in found) == minutes
    assert len({share.day for share in found}) == len(found) >= 1
    assert all(BERLIN.day(starts) <= share.day <= BERLIN.day(ends) for share in found)


def test_lives_are_told_at_length() -> None:
    """What holds of empty histories says nothing."""
    kinds = Counter(type(event) for seed in range(50) for event in Life(seed).history)
    assert set(kinds) == set(decider.events) - {WorkBillingMarked}
    assert kinds[WorkRecorded] > 50 * 5
