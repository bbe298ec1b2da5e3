"""A worker: runs policies, projections, effects and the clock, inside `serve` or apart; any number may run at once."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence
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
from crm_es.runners.jobs import Jobs, Pace
from crm_es.runners.policies import PolicyRunner
from crm_es.runners.projections import Projector
from crm_es.runners.webhooks import WebhookRunner
from crm_es.settings import Settings
from crm_es.store import company_secrets, queue, webhooks
from crm_es.store.log import Log
from crm_es.store.reading import head
from crm_es.store.tracking import LeaseLost, hold, keep_shape, places, register, release, shape_of

log = structlog.get_logger()
POLL: Final = 0.1
"""Seconds between looks for what other processes recorded."""
PATIENCE: Final = 30.0
"""Seconds that a runner in trouble waits at most before it tries again."""
ROUND: Final = 1.0
"""Seconds after which every reader looks by itself, although nothing new was recorded: one may have become free."""
Step = Callable[[], bool]


class Lookout:
    """One look at the end of the log for all readers."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self._newest, self._round_at = -1, 0.0

    def calls(self) -> bool:
        """Whether the readers should look: something was recorded, or it is time for a round."""
        try:
            with self.log.datastore.get_connection() as db:
                newest = head(db)
        except Exception:  # noqa: BLE001 - the readers meet the same trouble, and tell of it
            return True
        if newest == self._newest and monotonic() < self._round_at:
            return False
        self._newest, self._round_at = newest, monotonic() + ROUND
        return True


def always() -> bool:
    """What does not depend on the log alone has something to do at any time."""
    return True


def enrol(log: Log) -> None:
    """Give every policy and projection its place; fill the tables whose columns are not those of their rows.

    A projection starts at the beginning. A new policy starts now, unless it says `STARTS = "beginning"`: nobody wants
    to be told today what happened last year.
    """
    with log.datastore.get_connection() as db, db.transaction():
        now = head(db)
        for name, policy in modules_of(policies):
            register(db, name, 0 if getattr(policy, "STARTS", "now") == "beginning" else now)
        for name, _ in modules_of(projections):
            register(db, name, 0)
    for projector in projectors(log):
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
    for package, runners in (
        (policies, [PolicyRunner(crm, name, policy, owner).step for name, policy in modules_of(policies)]),
        (projections, [projector.step for projector in projectors(crm.log, owner)]),
    ):
        names = [name for name, _ in modules_of(package)]
        while (busy := any(list(map(run, runners)))) or behind(crm.log, names):
            if not busy:
                sleep(0.05)
    with crm.log.datastore.get_connection() as db:
        release(db, owner)


def run(step: Step) -> bool:
    return step()


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
        self._stopped, self._clock = Signal(), Clock(crm)
        reacting = [PolicyRunner(crm, name, policy, self.owner).step for name, policy in modules_of(policies)]
        folding = [projector.step for projector in projectors(crm.log, self.owner)]
        wishing = [EffectRunner(crm, name, effect, self.owner).step for name, effect in modules_of(effects)]
        self._threads = [
            Thread(target=self._run, args=(steps, called), name=name, daemon=True)
            for name, steps, called in (
                ("policies", reacting, Lookout(crm.log).calls),
                ("projections", folding, Lookout(crm.log).calls),
                ("effects", [*wishing, WebhookRunner(crm).step], always),
                ("clock", [self._tick], always),
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

    def _run(self, steps: Sequence[Step], called: Callable[[], bool]) -> None:
        """Go round when called. A step in trouble rests, longer each time; the others go on."""
        trouble: dict[Step, tuple[float, float]] = {}
        heard, busy = 0, True
        while not self._stopped.is_set():
            go_round, busy = busy or bool(trouble) or called(), False
            for step in steps if go_round else ():
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
