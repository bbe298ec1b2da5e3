"""Who is touched by what happens: one look at the log for all open pages of this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from time import monotonic
from typing import Final, NamedTuple
from uuid import UUID

import structlog
from eventsourcing.persistence import PersistenceError
from psycopg import Error
from psycopg.rows import namedtuple_row

from crm_es.application import Crm
from crm_es.site.visitor import READERS
from crm_es.store.tracking import places

log = structlog.get_logger()
PAUSE: Final = 0.5
"""Seconds between two looks, while anybody has a page open."""
PATIENCE: Final = 5.0
"""Seconds that lists are given to show what happened, before pages are told all the same."""
MOST: Final = 2_000
"""Events of one look; after more than that everybody looks again."""
HAPPENED: Final = """
    SELECT notification_id AS position, actor, state::text AS state FROM events
    WHERE notification_id > %s ORDER BY notification_id LIMIT %s
"""


class Happened(NamedTuple):
    """An event as it was written."""

    position: int
    actor: str
    state: str

    def touches(self, person: str) -> bool:
        """It names the person, who knows already what they did themselves."""
        return person in self.state and person != self.actor


class News:
    """Tells each open page when something happened that names its person."""

    def __init__(self, crm: Crm) -> None:
        self.crm = crm
        self._pages: dict[UUID, set[asyncio.Event]] = {}
        self._watching: asyncio.Task[None] | None = None
        self._ended = False

    async def of(self, person_id: UUID) -> AsyncIterator[None]:
        """Once for each time that something concerns this person; ends with the page, and with the server."""
        told = asyncio.Event()
        self._pages.setdefault(person_id, set()).add(told)
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch())
        try:
            while not self._ended:
                await told.wait()
                told.clear()
                if not self._ended:
                    yield
        finally:
            pages = self._pages[person_id]
            pages.discard(told)
            if not pages:
                del self._pages[person_id]
            if not self._pages and self._watching:
                self._watching.cancel()
                self._watching = None

    @property
    def pages(self) -> int:
        """How many are open."""
        return sum(map(len, self._pages.values()))

    def end(self) -> None:
        """Let go of all pages: the server stops, and does not wait for them. To be called in its own thread."""
        self._ended = True
        self._tell(self._pages)

    async def _watch(self) -> None:
        """Look until nobody waits; a database that does not answer is asked again."""
        position: int | None = None
        while not self._ended:
            try:
                position = await self._looked(position)
            except (PersistenceError, Error) as error:
                log.warning("no news: the database does not answer", error=str(error))
            await asyncio.sleep(PAUSE)

    async def _looked(self, position: int | None) -> int:
        """How far has been looked; the first look only finds out where the log ends."""
        if position is None:
            return await asyncio.to_thread(self.crm.log.head)
        if not (happened := await asyncio.to_thread(self._since, position)):
            return position
        newest = happened[-1].position
        await self._shown(newest)
        if len(happened) == MOST:
            self._tell(self._pages)
        else:
            self._tell(who for who in self._pages if any(one.touches(str(who)) for one in happened))
        return newest

    def _tell(self, people: Iterable[UUID]) -> None:
        for person_id in tuple(people):
            for told in self._pages[person_id]:
                told.set()

    async def _shown(self, position: int) -> None:
        """Wait until lists show what happened."""
        until = monotonic() + PATIENCE
        while await asyncio.to_thread(self._reached) < position:
            if monotonic() > until:
                return
            await asyncio.sleep(PAUSE / 10)

    def _reached(self) -> int:
        with self.crm.log.datastore.get_connection() as db:
            return min((place.position for place in places(db) if place.name in READERS), default=0)

    def _since(self, position: int) -> list[Happened]:
        with self.crm.log.datastore.get_connection() as db, db.cursor(row_factory=namedtuple_row) as rows:
            return [Happened(*row) for row in rows.execute(HAPPENED, (position, MOST)).fetchall()]
