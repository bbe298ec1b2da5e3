"""How sellers of the demo company spend their days, and how the hours of everybody are approved."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from crm_es.aggregates.work_log import ApprovePeriod, StartTimer
from crm_es.demo.bench import NOTHING, Spent, record, submit
from crm_es.demo.people import person
from crm_es.demo.simulation import OPENS, SATURDAY, Simulation, Story
from crm_es.ids import work_log_of

KINDS: Final = (("commercial activity", 300), ("administration", 75), ("self-study", 30), ("break", 60))
"""What a day of a seller is made of, in minutes."""


def selling(sim: Simulation, login: str, *, drifts_after: datetime | None = None) -> Story:
    """The days of a seller; from some time on, more and more goes to administration."""
    day = sim.start.replace(hour=OPENS, minute=0, second=0, microsecond=0)
    while True:
        if day.weekday() < SATURDAY:
            yield day + timedelta(hours=9)
            drifts = drifts_after is not None and day > drifts_after
            at = day
            for kind, usual in KINDS:
                shifted = {"commercial activity": -110, "administration": 110}.get(kind, 0) if drifts else 0
                minutes = max(15, usual + shifted + 5 * sim.rng.randint(-4, 4))
                record(sim, login, Spent(NOTHING, kind, at, at + timedelta(minutes=minutes)))
                at += timedelta(minutes=minutes)
            if day.weekday() == SATURDAY - 1:
                submit(sim, login, day + timedelta(hours=9))
        day += timedelta(days=1)


def approving(sim: Simulation, login: str, supervisor: str) -> Story:
    """On Mondays the hours of the week before are approved, but not yet those of the last week."""
    monday = sim.start + timedelta(days=14 - sim.start.weekday())
    while monday + timedelta(days=7) < sim.now:
        at = monday.replace(hour=OPENS + 2)
        yield at
        log_id, friday = work_log_of(person(login)), (monday - timedelta(days=3)).date()
        sim.ask(person(supervisor), ApprovePeriod(work_log_id=log_id, person_id=person(login), day=friday), at)
        monday += timedelta(days=7)


def running(sim: Simulation, login: str, kind: str, at: datetime) -> Story:
    """A timer that runs at this hour."""
    yield at
    starting = StartTimer(
        work_log_id=work_log_of(person(login)), person_id=person(login), work_id=sim.new_id(), kind=kind
    )
    sim.ask(person(login), starting, at)
