"""A worker: runs policies, projections, effects and the clock, inside `serve` or apart; any number may run at once."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from threading import Event as Signal
from threading import Thread
from time import monotonic, sleep
from typing import Final
from uuid import uuid4

import structlog

from crm_es import effects, policies, projections
from crm_es.application import Crm
from crm_es.runners import modules_of
from crm_es.runners.clock import Clock
from crm_es.runners.effects import EffectRunner
from crm_es.runners.focus import FocusReviews
from crm_es.runners.jobs import Jobs, Pace
from crm_es.runners.lookout import Lookout, Reader
from crm_es.runners.policies import PolicyRunner
from crm_es.runners.projections import Projector
from crm_es.runners.webhooks import WebhookRunner
from crm_es.settings import Settings
from crm_es.store import company_secrets, queue, webhooks
from crm_es.store.log import Log
from crm_es.store.reading import head
from crm_es.store.tracking import LeaseLost, hold, keep_shape, places, register, release, shape_of, shapes

log = structlog.get_logger()
POLL: Final = 0.1
"""Seconds between looks for what other processes recorded."""
PATIENCE: Final = 30.0
"""Seconds that a runner in trouble waits at most before it tries again."""
Step = Callable[[], bool]
Due = Callable[[bool], Iterable[Step]]
"""Which steps are to be taken; it is told whether somebody read something in the round before."""


def always(steps: Sequence[Step]) -> Due:
    """What does not depend on the log alone has something to do at any time."""
    return lambda _: steps


def enrol(log: Log) -> None:
    """Give every policy and projection its place; fill the tables whose columns are not those of their rows.

    A projection starts at the beginning. A new policy starts now, unless it says `STARTS = "beginning"`: nobody wants
    to be told today what happened last year.
    """
    folding = projectors(log)
    with log.datastore.get_connection() as db, db.transaction():
        now, known = head(db), shapes(db)
        for name, policy in modules_of(policies):
            if name not in known:
                register(db, name, 0 if getattr(policy, "STARTS", "now") == "beginning" else now)
        for projector in folding:
            if projector.name not in known:
                register(db, projector.name, 0)
    for projector in folding:
        if known.get(projector.name) != projector.table.shape:
            _fit(projector)


def begin_effects(log: Log) -> None:
    """Give every effect its place. A new one starts now: nobody outside wants to hear what happened last year."""
    with log.datastore.get_connection() as db:
        queue.create_tables(db)
        webhooks.create_tables(db)
        company_secrets.create_tables(db)
        for name, _ in modules_of(effects):
            register(db, name, head(db))


def _fit(projector: Projector) -> None:
    with projector.log.datastore.get_connection() as db, db.transaction():
        hold(db, projector.name)
        shape = shape_of(db, projector.name)
        if not shape:
            projector.table.create(db)
            keep_shape(db, projector.name, projector.table.shape)
    if shape and shape != projector.table.shape:
        projector.rebuild()


def projectors(log: Log, owner: str = "here") -> list[Projector]:
    return [Projector(log, name, module, owner) for name, module in modules_of(projections)]


def settle(crm: Crm) -> None:
    """Run policies and projections until nothing is left to do: what an import does, and a test.

    What another process runs meanwhile is waited for.
    """
    owner = f"settle-{uuid4()}"
    reacting = [PolicyRunner(crm, name, policy, owner) for name, policy in modules_of(policies)]
    try:
        for readers in (reacting, projectors(crm.log, owner)):
            keep_up(Lookout(crm.log, readers, owner))
    finally:
        with crm.log.datastore.get_connection() as db:
            release(db, owner)


def keep_up(lookout: Lookout) -> None:
    """Run readers until nothing is left; what another process runs meanwhile is waited for."""
    busy = True
    while busy or behind(lookout.log, list(lookout.readers)):
        if not busy:
            sleep(0.02)
        busy = sum(map(stepped, lookout.due(again=busy))) > 0


def stepped(reader: Reader) -> bool:
    """Whether it had something to read. Where somebody else took over meanwhile, they go on with it."""
    try:
        return reader.step()
    except LeaseLost:
        return False


def behind(log: Log, names: Sequence[str]) -> bool:
    """Whether one of these readers has not come to the head of the log."""
    with log.datastore.get_connection() as db:
        newest = head(db)
        return any(place.position < newest for place in places(db) if place.name in names)


class Worker:
    """Threads that keep everything at the head of the log until stopped."""

    def __init__(self, crm: Crm, settings: Settings | None = None, pace: Pace | None = None) -> None:
        self.crm = crm
        self.owner = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
        self._stopped, self._clock, self._focus = Signal(), Clock(crm), FocusReviews(crm)
        reacting = [PolicyRunner(crm, name, policy, self.owner) for name, policy in modules_of(policies)]
        folding = projectors(crm.log, self.owner)
        wishing = [EffectRunner(crm, name, effect, self.owner).step for name, effect in modules_of(effects)]
        self._threads = [
            Thread(target=self._run, args=(due,), name=name, daemon=True)
            for name, due in (
                ("policies", self._due(reacting)),
                ("projections", self._due(folding)),
                ("effects", always([*wishing, WebhookRunner(crm).step])),
                ("clock", always([self._tick, self._review])),
            )
        ]
        self._jobs = Jobs(crm, settings or Settings(), pace)

    def start(self) -> None:
        begin_effects(self.crm.log)
        self._jobs.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish the step at hand, and give the leases back."""
        self._stopped.set()
        self._jobs.stop()
        for thread in self._threads:
            thread.join()
        with self.crm.log.datastore.get_connection() as db:
            release(db, self.owner)

    def _tick(self) -> bool:
        """Never in a hurry: what it sent leaves the agenda only when the projection has heard of it."""
        self._clock.tick(datetime.now(UTC))
        return False

    def _review(self) -> bool:
        """Never in a hurry either."""
        self._focus.tick(datetime.now(UTC))
        return False

    def _due(self, readers: Sequence[Reader]) -> Due:
        lookout = Lookout(self.crm.log, readers, self.owner)

        def due(again: bool) -> Iterable[Step]:
            try:
                return [reader.step for reader in lookout.due(again=again)]
            except Exception as error:  # noqa: BLE001 - a thread that ended would never be missed
                log.warning("the log could not be looked at", error=str(error))
                return [reader.step for reader in readers]  # they meet the same trouble, and rest

        return due

    def _run(self, due: Due) -> None:
        """Go round. A step in trouble rests, longer each time; the others go on."""
        trouble: dict[Step, tuple[float, float]] = {}
        heard, busy = 0, False
        while not self._stopped.is_set():
            steps, busy = due(busy), False
            for step in steps:
                resting, until = trouble.get(step, (0.0, 0.0))
                if monotonic() < until:
                    continue
                try:
                    busy |= step()
                    trouble.pop(step, None)
                except LeaseLost:
                    log.info("somebody else went on with it", runner=repr(step))
                except Exception as error:
                    log.exception("a runner is in trouble", runner=repr(step), error=str(error))
                    resting = min(PATIENCE, 2 * resting or 0.5)
                    trouble[step] = (resting, monotonic() + resting)
            if not busy:
                heard = self.crm.wait_for_news(heard, POLL)
