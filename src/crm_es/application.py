"""The write side: commands wait together, are decided together and recorded together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Condition, Lock, Thread
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from eventsourcing.persistence import InterfaceError, OperationalError
from eventsourcing.utils import retry
from psycopg import Connection

from crm_es.aggregates import DECIDER_OF_EVENT
from crm_es.batch import Ask, Batch, Receipt
from crm_es.context import Context
from crm_es.files import NOWHERE, FileStore
from crm_es.lookup import Lookup
from crm_es.messages import Command
from crm_es.reference import Reference
from crm_es.states import States, Stream
from crm_es.store.log import Log, Moved, append
from crm_es.store.reading import answered, hold_head
from crm_es.store.records import Known
from crm_es.store.tracking import Tracking

LIMIT: Final = 128
"""How many works are committed together at most."""
SEEN: Final = 10_000
"""Of so many streams the states are kept for those who only look."""
NOTHING: Final[Mapping[UUID, Known]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Work:
    """What is recorded all or not at all: one command, or those of a policy with its position."""

    asks: Sequence[Ask]
    tracking: Tracking | None = None
    repeated: bool = False
    """The commands may have been answered before: look before deciding."""


class Crm:
    """Commands in, events out. One thread commits for everybody."""

    def __init__(self, log: Log, files: FileStore = NOWHERE) -> None:
        self.log, self.files = log, files
        self._news, self._recordings = Condition(), 0
        self._states = States(DECIDER_OF_EVENT)
        self._lookup = Lookup()
        self._seen, self._seeing = States(DECIDER_OF_EVENT, SEEN), Lock()
        self._waiting: SimpleQueue[Work | None] = SimpleQueue()
        self._committer = Thread(target=self._run, name="committer", daemon=True)
        self._committer.start()

    def submit(self, command: Command, context: Context, *, repeated: bool = False) -> Future[Receipt]:
        """Answers with a receipt, or raises Refused. A repeated command is answered as before either way:
        `repeated` says that it is likely to be one, which spares a conflict."""
        ask = Ask(command, context)
        self._waiting.put(Work((ask,), None, repeated))
        return ask.answer

    def handle(self, command: Command, context: Context) -> Receipt:
        """The same, waited for."""
        return self.submit(command, context).result()

    def send(self, asks: Sequence[Ask], tracking: Tracking | None = None) -> None:
        """Record what a policy asks, and how far it has read, in one transaction. What went wrong is in the answers."""
        self._waiting.put(Work(asks, tracking, repeated=tracking is None))
        wait([ask.answer for ask in asks])

    def wait_for_news(self, heard: int, seconds: float) -> int:
        """Come back when something was recorded here since `heard`, which is what this last answered, or in time."""
        with self._news:
            self._news.wait_for(lambda: self._recordings != heard, seconds)
            return self._recordings

    @property
    def reference(self) -> Reference:
        """The staff directory and the playbooks as of now, or of a moment ago."""
        return self._lookup.current(self.log.database)

    @property
    def reference_now(self) -> Reference:
        """The same as of now, for whoever tries out what is about to be asked."""
        return self._lookup.now(self.log.database)

    def look(self, wanted: Iterable[UUID]) -> tuple[dict[UUID, Stream], Reference]:
        """What is true of these streams now, and what decisions may ask for, for whoever tries out a wish."""
        with self._seeing, self.log.datastore.get_connection() as db:
            return self._seen.load(db, wanted), self._seen.reference

    def close(self) -> None:
        """Finish what was asked, then stop."""
        self._waiting.put(None)
        self._committer.join()

    def _run(self) -> None:
        for works in self._batches():
            try:
                self._commit(works)
            except Exception:  # noqa: BLE001 - a conflict, a lost connection, a bug in a rule
                self._commit_again(works)
            with self._news:
                self._recordings += 1
                self._news.notify_all()

    def _batches(self) -> Iterator[list[Work]]:
        """What came while one batch was being written is the next."""
        while work := self._waiting.get():
            works = [work]
            while len(works) < LIMIT and not self._waiting.empty():
                if (work := self._waiting.get()) is None:
                    self._waiting.put(None)  # close, but after this batch
                    break
                works.append(work)
            yield works

    def _commit(self, works: Sequence[Work]) -> None:
        repeated = [ask.context.command_id for work in works if work.repeated for ask in work.asks]
        with self.log.datastore.get_connection() as db:
            known = answered(db, repeated) if repeated else NOTHING
            try:
                settle = self._write(db, works, known, self._states.kept(streams(works)))
            except Moved:
                settle = self._write(db, works, known)
        settle()

    def _commit_again(self, works: Sequence[Work]) -> None:
        """All together once more; then one by one, so that whatever is wrong with one harms no other.

        Where the database is away, nothing is wrong with any of them: all hear of it at once.
        """
        try:
            self._commit_surely(works)
        except Exception as error:  # noqa: BLE001 - whoever asked must hear of it
            if len(works) > 1 and self._database_answers():
                for work in works:
                    self._commit_again([work])
            else:
                for ask in (ask for work in works for ask in work.asks):
                    ask.answer.set_exception(error)

    def _database_answers(self) -> bool:
        try:
            self.log.database.reach()
        except OperationalError:
            return False
        return True

    @retry((OperationalError, InterfaceError), max_attempts=5, wait=0.2)
    def _commit_surely(self, works: Sequence[Work]) -> None:
        """Holding the head, nobody comes between. What was written after all is known by its command id."""
        self.log.database.reach()
        ids = [ask.context.command_id for work in works for ask in work.asks]
        with self.log.datastore.get_connection() as db, db.transaction():
            hold_head(db)
            settle = self._write(db, works, answered(db, ids))
        settle()

    def _write(
        self,
        db: Connection[Any],
        works: Sequence[Work],
        known: Mapping[UUID, Known],
        kept: tuple[dict[UUID, Stream], int] | None = None,
    ) -> Callable[[], None]:
        """Load once, or not at all where all is kept; decide each; append once.

        What comes back tells everybody, once it is committed.
        """
        loaded, after = kept or (self._states.load(db, streams(works)), None)
        batch = Batch(loaded, self._states.reference, known)
        answers = [(ask, batch.decide(ask)) for work in works for ask in work.asks]
        trackings = [work.tracking for work in works if work.tracking]
        base = append(db, batch.facts, batch.replies, trackings, after=after)

        def settle() -> None:
            if batch.reference is not self._states.reference:
                self._lookup.expire()
            self._states.committed(base, len(batch.facts), batch.outcome(base), batch.reference)
            for ask, answer in answers:
                ask.settle(answer, base)

        return settle


def streams(works: Sequence[Work]) -> set[UUID]:
    """What the commands are about, and what they name besides."""
    asks = [ask for work in works for ask in work.asks]
    return {ask.stream for ask in asks} | {named for ask in asks for named in ask.command.references.values()}
