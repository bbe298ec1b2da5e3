"""What lies on the bench of each engineer of the demo company, and how a working day is spent on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from crm_es.aggregates.work_log import RecordWork, SubmitPeriod
from crm_es.demo.people import person
from crm_es.demo.simulation import OPENS, SATURDAY, Simulation, Story
from crm_es.ids import work_log_of
from crm_es.work import Subject

ENDS: Final = timedelta(hours=8)
"""How long after its start a working day is over."""
QUARTER: Final = 15
QUARTERS: Final = 28
"""Of a working day, with a break."""
NOTHING: Final = Subject()


class Spent(NamedTuple):
    """A piece of a day."""

    subject: Subject
    kind: str
    starts: datetime
    ends: datetime
    note: str = ""


@dataclass
class Job:
    """Something to work on, and what follows once it is done."""

    subject: Subject
    kind: str
    minutes: int
    """How much is left of it."""
    note: str
    worked: Callable[[int, datetime], None] = lambda *_: None
    """Hears how many minutes were worked, and until when."""
    done: Callable[[datetime], None] = lambda _: None


@dataclass
class Bench:
    """The jobs of everybody, the oldest first."""

    sim: Simulation
    jobs: dict[str, list[Job]] = field(default_factory=dict)
    worked: set[str] = field(default_factory=set)
    """Who has something to hand in this week."""

    def give(self, login: str, job: Job) -> None:
        self.jobs.setdefault(login, []).append(job)

    def days(self, login: str) -> Story:
        """Every working day of somebody, told in the evening."""
        day = self.sim.start.replace(hour=OPENS, minute=0, second=0, microsecond=0)
        while True:
            if day.weekday() < SATURDAY:
                yield day + ENDS
                self._work(login, day)
                if day.weekday() == SATURDAY - 1 and login in self.worked:
                    submit(self.sim, login, day + ENDS)
                    self.worked.remove(login)
            day += timedelta(days=1)

    def _work(self, login: str, day: datetime) -> None:
        at = day + timedelta(minutes=QUARTER * self.sim.rng.randint(0, 2))
        for job, minutes in self._spent(login):
            ends = at + timedelta(minutes=minutes)
            record(self.sim, login, Spent(job.subject, job.kind, at, ends, job.note))
            self.worked.add(login)
            job.minutes -= minutes
            job.worked(minutes, ends)
            if job.minutes <= 0 and job in self.jobs.get(login, ()):
                self.jobs[login].remove(job)
                job.done(ends)
            at = ends + timedelta(minutes=5 * self.sim.rng.randint(0, 4))

    def _spent(self, login: str) -> Iterator[tuple[Job, int]]:
        """What is worked on, and for how long, in quarters of an hour: the oldest jobs first, then the papers."""
        left = QUARTERS
        for job in [*self.jobs.get(login, ())][:4]:
            quarters = min(job.minutes // QUARTER, self.sim.rng.randint(2, 14), left - 2)
            if quarters > 0:
                yield job, QUARTER * quarters
                left -= quarters + 1
        papers = Job(NOTHING, "administration", QUARTER * max(2, min(left, 6)), "Mail and papers")
        yield papers, papers.minutes


def record(sim: Simulation, login: str, spent: Spent) -> None:
    """Enter what was worked, at the end of it."""
    working = RecordWork(
        work_log_id=work_log_of(person(login)),
        person_id=person(login),
        work_id=sim.new_id(),
        ticket_id=spent.subject.ticket_id,
        project_id=spent.subject.project_id,
        stage_id=spent.subject.stage_id,
        kind=spent.kind,
        starts=spent.starts,
        ends=spent.ends,
        note=spent.note,
    )
    sim.ask(person(login), working, spent.ends)


def submit(sim: Simulation, login: str, at: datetime) -> None:
    """Hand in the week."""
    submitting = SubmitPeriod(work_log_id=work_log_of(person(login)), person_id=person(login), day=at.date())
    sim.ask(person(login), submitting, at)
