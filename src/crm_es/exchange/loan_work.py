"""The work that a log tells of: what was scheduled, who sat down to it when, and for how long.

A piece of work is scheduled, and then taken up and laid down as often as it takes; each sitting is from START to
COMPLETE. Where it is scheduled anew, what comes from then on belongs to the new piece; one that nobody had taken up by
then is dropped. A sitting that has no end in the log is a piece of its own: what was worked before is done.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from crm_es.exchange.event_log import Step


class Sitting(NamedTuple):
    """Somebody worked on it; without a START, for an unknown time that counts as none."""

    since: datetime
    until: datetime
    resource: str

    @property
    def minutes(self) -> float:
        return (self.until - self.since).total_seconds() / 60


@dataclass(slots=True)
class Work:
    """One piece of work of a case."""

    what: str
    scheduled: datetime
    sittings: list[Sitting] = field(default_factory=list)
    running: int = 0
    """How many sittings have begun and not ended."""
    dropped: datetime | None = None
    """When it was scheduled anew before anybody took it up."""

    @property
    def done(self) -> bool:
        return bool(self.sittings) and not self.running

    @property
    def until(self) -> datetime:
        return max(sitting.until for sitting in self.sittings)

    @property
    def minutes(self) -> float:
        return sum(sitting.minutes for sitting in self.sittings)

    @property
    def resource(self) -> str:
        """Who laid it down last, as far as the log says."""
        return next((sitting.resource for sitting in reversed(self.sittings) if sitting.resource), "")

    @property
    def result(self) -> str:
        """What came of it, in words."""
        times = len(self.sittings)
        return f"Worked {self.minutes:.2f} minutes in {times} {'sitting' if times == 1 else 'sittings'}."


def work(steps: Iterable[Step]) -> list[Work]:
    """The pieces of work of one case, in the order in which they were scheduled."""
    pieces: list[Work] = []
    latest: dict[str, Work] = {}
    begun: defaultdict[str, deque[tuple[Work, Step]]] = defaultdict(deque)
    for step in steps:
        piece = latest.get(step.activity)
        if step.transition == "SCHEDULE" or piece is None:
            if piece is not None and not piece.sittings and not piece.running:
                piece.dropped = step.at
            piece = latest[step.activity] = Work(step.activity, step.at)
            pieces.append(piece)
        if step.transition == "START":
            begun[step.activity].append((piece, step))
            piece.running += 1
        elif step.transition == "COMPLETE":
            since = step.at
            if begun[step.activity]:
                piece, start = begun[step.activity].popleft()
                piece.running -= 1
                since = start.at
            piece.sittings.append(Sitting(since, step.at, step.resource))
    for piece, start in (one for waiting in begun.values() for one in waiting):
        if piece.sittings:
            piece.running -= 1
            pieces.append(Work(piece.what, start.at, running=1))
    return pieces
