"""Simulated time: stories go on side by side, each waits for its own hour, and policies answer in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from crm_es import policies
from crm_es.application import Crm
from crm_es.batch import Receipt
from crm_es.billing import unbilled
from crm_es.context import Context
from crm_es.messages import Command, Refused
from crm_es.runners import modules_of
from crm_es.runners.lookout import Lookout
from crm_es.runners.policies import PolicyRunner
from crm_es.runners.worker import keep_up, projectors
from crm_es.store.tracking import release

Story = Iterator[datetime]
"""Each time that it yields is when it goes on. By then everything has answered what it asked before."""
Chapter = Generator[datetime, None, datetime]
"""A part of a story. It answers when it ended."""
Progress = Callable[[int, int], None]

ROUND: Final = timedelta(hours=3)
OPENS, CLOSES = 6, 15
"""The working day of Moscow, in hours of UTC."""
SATURDAY: Final = 5
READ: Final = ("agenda", "notebook_entries", *unbilled.READERS)
"""What stories look into."""


class Absence(NamedTuple):
    """Somebody is away on these days, and somebody else decides."""

    deputy: str
    since: date
    until: date


class Simulation:
    """One stretch of simulated time, up to the real present."""

    def __init__(self, crm: Crm, start: datetime, now: datetime, rng: Random) -> None:
        self.crm, self.start, self.now, self.rng = crm, start, now, rng
        self.refused: Counter[str] = Counter()
        self.absences: dict[str, Absence] = {}
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._order = count()
        self._answers: list[Future[Receipt]] = []
        self._owner = f"demo-{uuid4()}"
        reacting = [PolicyRunner(crm, name, policy, self._owner) for name, policy in modules_of(policies)]
        folding = [reader for reader in projectors(crm.log, self._owner) if reader.name in READ]
        self._policies = Lookout(crm.log, reacting, self._owner)
        self._read = Lookout(crm.log, folding, self._owner)

    # ── What stories do ─────────────────────────────────────────────────────

    def ask(self, by: UUID | str, command: Command, at: datetime, role: str | None = None) -> Future[Receipt]:
        """Send a command of this moment. The answer is there when the story goes on."""
        roles = frozenset({role}) if role else frozenset[str]()
        answer = self.crm.submit(command, Context(by=by, at=at, roles=roles))
        self._answers.append(answer)
        return answer

    def after(self, at: datetime, hours: float) -> datetime:
        """About so many hours later, in working time."""
        later = at + timedelta(hours=hours, minutes=self.rng.uniform(0, 20))
        if later.hour >= CLOSES:
            later = self._morning(later + timedelta(days=1))
        elif later.hour < OPENS:
            later = self._morning(later)
        while later.weekday() >= SATURDAY:
            later = self._morning(later + timedelta(days=1))
        return later

    def between(self, start: datetime, end: datetime) -> datetime:
        """Some working moment of this stretch."""
        return self.after(start + (end - start) * self.rng.random(), 0)

    def likely(self, chance: float) -> bool:
        return self.rng.random() < chance

    def on_duty(self, login: str, at: datetime) -> str:
        """Who decides for this person: the person, or the deputy."""
        absence = self.absences.get(login)
        return absence.deputy if absence and absence.since <= at.date() <= absence.until else login

    def new_id(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def _morning(self, day: datetime) -> datetime:
        return day.replace(hour=OPENS, minute=self.rng.randrange(60), second=self.rng.randrange(60), microsecond=0)

    # ── How time passes ─────────────────────────────────────────────────────

    def tell(self, story: Story) -> None:
        """Let a story begin, or go on to its next moment."""
        if (at := next(story, None)) is not None:
            heappush(self._waiting, (at, next(self._order), story))

    def run(self, progress: Progress) -> None:
        """Let time pass until the present. What would come later stays untold."""
        days = (self.now - self.start).days
        while self._waiting and self._waiting[0][0] <= self.now:
            began = self._waiting[0][0]
            for story in self._next(min(began + ROUND, self.now)):
                self.tell(story)
            self._hear()
            self.settle()
            progress(min((began - self.start).days, days), days)
        with self.crm.log.datastore.get_connection() as db:
            release(db, self._owner)
        progress(days, days)

    def settle(self) -> None:
        """Let policies answer all that has happened."""
        keep_up(self._policies)

    def read(self) -> None:
        """Bring the lists that stories look into up to date."""
        keep_up(self._read)

    def _next(self, end: datetime) -> list[Story]:
        """The stories of this round, each once."""
        found = []
        while self._waiting and self._waiting[0][0] <= end:
            found.append(heappop(self._waiting)[2])
        return found

    def _hear(self) -> None:
        for answer in self._answers:
            error = answer.exception()
            if isinstance(error, Refused):
                self.refused[error.rule] += 1
            elif error is not None:
                raise error
        self._answers.clear()
