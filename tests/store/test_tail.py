"""Who tails the log sees exactly what is stored: nothing missed, nothing twice, whatever happens to the writers."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from multiprocessing import get_context
from threading import Event
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import psycopg
import pytest
from eventsourcing.persistence import InterfaceError, OperationalError, PersistenceError
from eventsourcing.utils import retry

from crm_es.store.database import Database
from crm_es.store.log import Log, append
from crm_es.store.reading import number
from crm_es.store.records import Fact

STREAMS = [UUID(int=n) for n in range(1, 41)]
NEXT = "SELECT coalesce(max(originator_version), 0) FROM events WHERE originator_id = %s"
TAIL = "SELECT notification_id, originator_id, originator_version FROM events WHERE notification_id > %s ORDER BY 1"


@retry((OperationalError, InterfaceError), max_attempts=50, wait=0.05)
def opened(url: str, schema: str) -> Log:
    """The log of one writer; whoever is killed while opening it tries again."""
    return Log(Database(url, schema, pool_size=1, name="writer"))


def write(url: str, schema: str, seed: int, seconds: float) -> list[tuple[UUID, int]]:
    """Append to shared streams, sometimes slowly, sometimes in vain; return what was acknowledged."""
    chance, acknowledged = random.Random(seed), []
    log = retry((OperationalError, InterfaceError), max_attempts=50, wait=0.05)(
        lambda: Log(Database(url, schema, pool_size=1, name="writer"))
    )()
    until = monotonic() + seconds
    while monotonic() < until:
        stream, size = chance.choice(STREAMS), chance.randint(1, 3)
        with suppress(PersistenceError, Vain), log.datastore.get_connection() as db:
            version = number(db, NEXT, stream)
            facts = [Fact(stream, version + n, "Noted", f'{{"n": {n}}}') for n in range(1, size + 1)]
            with db.transaction():
                append(db, facts)
                if chance.random() < 0.02:
                    sleep(chance.random() * 0.3)
                if chance.random() < 0.05:
                    raise Vain
            acknowledged += [(stream, fact.version) for fact in facts]
    log.datastore.close()
    return acknowledged


class Vain(Exception):
    """A transaction rolled back on purpose."""


def tail(log: Log, done: Event) -> list[tuple[int, UUID, int]]:
    seen: list[tuple[int, UUID, int]] = []
    last = False
    while not last:
        last = done.is_set()  # and then once more
        with suppress(PersistenceError), log.datastore.get_connection() as db:
            after = seen[-1][0] if seen else 0
            seen += [tuple(row.values()) for row in db.execute(TAIL, (after,))]
        sleep(0.002)
    return seen


def kill(url: str, done: Event) -> int:
    """Terminate somebody's backend again and again."""
    killed = 0
    with psycopg.connect(url, autocommit=True) as db:
        while not done.is_set():
            sleep(0.1)
            killed += db.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                " AND application_name = 'writer' ORDER BY random() LIMIT 1"
            ).rowcount
    return killed


def test_nothing_is_missed_and_nothing_comes_twice(server_url: str, schema: str, log: Log) -> None:
    """Three writing processes on shared streams, backends killed, slow transactions, two readers."""
    spawn = get_context("spawn")
    done = Event()
    with ThreadPoolExecutor() as threads, spawn.Pool(3) as writers:
        writing = writers.starmap_async(write, [(server_url, schema, seed, 3.0) for seed in range(3)])
        readers = [threads.submit(tail, log, done) for _ in range(2)]
        killer = threads.submit(kill, server_url, done)
        try:
            acknowledged = {one for some in writing.get(60) for one in some}
        finally:
            done.set()
        with log.datastore.get_connection() as db:
            stored = [tuple(row.values()) for row in db.execute(TAIL, (0,))]
        assert len(stored) > 200
        assert killer.result() > 0
        assert [position for position, *_ in stored] == list(range(1, len(stored) + 1)), "positions have no gap"
        assert acknowledged <= {(stream, version) for _, stream, version in stored}, "what was acknowledged is stored"
        assert [reader.result() for reader in readers] == [stored, stored]
        for stream in STREAMS:
            versions = [version for _, of, version in stored if of == stream]
            assert versions == list(range(1, len(versions) + 1)), "each stream in order, without a gap"


def test_a_slow_transaction_hides_nothing(log: Log) -> None:
    """A writer sleeps between taking its position and committing: readers wait for it instead of passing it."""
    with ThreadPoolExecutor() as threads, log.datastore.get_connection() as slow:
        with slow.transaction():
            append(slow, [Fact(STREAMS[0], 1, "Noted", '{"n": 1}')])
            quick = threads.submit(log.insert_events, list(stored(STREAMS[1])))
            sleep(0.3)
            assert not quick.done()
            assert log.head() == 0
        assert quick.result() == [2]
    assert [n.id for n in log.select_notifications(None, 10)] == [1, 2]


def stored(stream: UUID) -> Iterator[Any]:
    from eventsourcing.persistence import StoredEvent

    yield StoredEvent(stream, 1, "Noted", b'{"n": 1}')


def test_positions_of_one_append_follow_its_order(log: Log) -> None:
    with log.datastore.get_connection() as db:
        append(db, [Fact(stream, 1, "Noted", '{"n": 1}') for stream in STREAMS])
    found = [(n.id, n.originator_id) for n in log.select_notifications(None, 100)]
    assert found == [(n, stream) for n, stream in enumerate(STREAMS, 1)]
    assert all(later > earlier for (earlier, _), (later, _) in pairwise(found))


@pytest.mark.parametrize("way", ["enable_db_functions"])
def test_the_librarys_shortcut_that_loses_events_is_never_on(log: Log, way: str) -> None:
    assert not getattr(log.datastore, way)
