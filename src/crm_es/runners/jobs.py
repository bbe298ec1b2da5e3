"""Does what is queued, in a thread of its own.

A job that a killed process left behind is taken up again. So a job may be done twice, and says so by its key.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event as Signal
from threading import Thread
from time import monotonic
from types import ModuleType
from typing import Any, Final

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from psycopg import AsyncConnection
from psycopg.sql import SQL, Identifier

from crm_es import effects
from crm_es.application import Crm
from crm_es.runners import modules_of
from crm_es.runners.tasks import Tasks
from crm_es.settings import Settings
from crm_es.store.database import Database

log = structlog.get_logger()
EFFECTS: Final = dict(modules_of(effects))


@dataclass(frozen=True)
class Pace:
    """How hurried the queue is."""

    look: float = 0.5
    """Seconds between looks for new jobs."""
    stalled: float = 30.0
    """Seconds without a sign of life after which a process is taken for dead."""
    grace: float = 5.0
    """Seconds that jobs are given at the end."""
    at_once: int = 8


class Jobs:
    """A thread that does what is queued until stopped. Any number of processes may have one."""

    def __init__(
        self, crm: Crm, settings: Settings, pace: Pace | None = None, effects: Mapping[str, ModuleType] = EFFECTS
    ) -> None:
        self.pace = pace or Pace()
        self.database, self.tasks = crm.log.database, Tasks(crm, settings, effects)
        self._stopped = Signal()
        self._thread = Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the jobs at hand, or leave them for later where they take long."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                asyncio.run(self._work())
            except Exception as error:
                log.exception("the queue is in trouble", error=str(error))
                self._stopped.wait(self.pace.grace)

    async def _work(self) -> None:
        app = App(connector=connector(self.database, self.pace.at_once))
        self.tasks.known_to(app)
        async with app.open_async():
            working = asyncio.create_task(
                app.run_worker_async(
                    concurrency=self.pace.at_once,
                    fetch_job_polling_interval=self.pace.look,
                    listen_notify=False,
                    install_signal_handlers=False,
                    delete_jobs="successful",
                    update_heartbeat_interval=self.pace.stalled / 3,
                    stalled_worker_timeout=self.pace.stalled,
                    shutdown_graceful_timeout=self.pace.grace,
                )
            )
            try:
                await self._watch(app, working)
            finally:
                working.cancel()
                (outcome,) = await asyncio.gather(working, return_exceptions=True)
        if isinstance(outcome, Exception):
            raise outcome

    async def _watch(self, app: App, working: asyncio.Task[None]) -> None:
        """Come back when it is to stop, or has."""
        looked = 0.0
        while not self._stopped.is_set() and not working.done():
            if monotonic() > looked + self.pace.stalled / 3:
                await take_up(app, self.pace.stalled)
                looked = monotonic()
            await asyncio.sleep(min(self.pace.look, 0.1))


async def take_up(app: App, seconds: float) -> None:
    """Queue again what processes left behind that give no sign of life."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
        try:
            await app.job_manager.retry_job(job)
        except ConnectorException:
            log.info("somebody else took it up", job=job.id)


def connector(database: Database, at_once: int) -> PsycopgConnector:
    """Connections on the company's schema, which the server's own views show by name."""

    async def on_schema(db: AsyncConnection[Any]) -> None:
        await db.execute(SQL("SET search_path TO {}").format(Identifier(database.schema)))
        await db.commit()

    return PsycopgConnector(
        conninfo=database.url,
        kwargs={"application_name": database.name},
        configure=on_schema,
        min_size=1,
        max_size=min(at_once, 4),
    )
