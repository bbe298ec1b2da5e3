"""What is promised of every effect: each wish waits in the queue once, and is fulfilled at last or given up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic, sleep
from uuid import UUID, uuid4

import pytest
from calling import met
from examples import ANN, MONDAY
from ringing import NAME, QUICK, Bell, jobs, outcomes, runner, waiting

from crm_es.aggregates.client import MeetClient
from crm_es.application import Crm
from crm_es.context import IMPORT, Context
from crm_es.runners.jobs import Jobs
from crm_es.store.tracking import LeaseLost


def until(happened: Callable[[], bool], seconds: float = 10) -> None:
    start = monotonic()
    while not happened():
        assert monotonic() < start + seconds
        sleep(0.01)


@contextmanager
def working(working: Jobs) -> Iterator[None]:
    working.start()
    try:
        yield
    finally:
        working.stop()


def wished(crm: Crm, bell: Bell, *clients: UUID) -> None:
    """These clients are met, and it is known that somebody has to ring."""
    met(crm, *clients)
    step = runner(crm, bell).step
    while step():
        pass


# ── What is queued ──────────────────────────────────────────────────────────


def test_wishes_and_the_position_are_one_transaction(staffed: Crm) -> None:
    clients = [uuid4() for _ in range(20)]
    wished(staffed, Bell(), *clients)
    with staffed.log.datastore.get_connection() as db:
        rows = db.execute("SELECT DISTINCT xmin::text FROM procrastinate_jobs").fetchall()
        moved = db.execute("SELECT xmin::text, position FROM tracking WHERE name = %s", (NAME,)).fetchone()
    assert [{"xmin": row["xmin"], "position": staffed.log.head()} for row in rows] == [moved]
    assert [job.task for job in waiting(staffed)] == [NAME] * 20


def test_two_owners_never_queue_the_same_wish_twice(staffed: Crm) -> None:
    """Leases change hands all the time."""
    bell = Bell()
    owners = [runner(staffed, bell, owner) for owner in ("we", "they")]
    with ThreadPoolExecutor() as threads:
        for _ in range(30):
            met(staffed, uuid4())
            with staffed.log.datastore.get_connection() as db:
                db.execute("UPDATE tracking SET until = clock_timestamp() WHERE name = %s", (NAME,))
            for step in [threads.submit(one.step, 2) for one in owners]:
                assert isinstance(step.exception(), LeaseLost | None)
    wished(staffed, bell)
    assert len(waiting(staffed)) == 30
    assert len({job.arguments for job in waiting(staffed)}) == 30


def test_what_an_import_brings_is_passed_over(staffed: Crm) -> None:
    imported = Context(by=IMPORT, at=MONDAY, roles=frozenset({IMPORT}))
    staffed.handle(MeetClient(client_id=uuid4(), name="Acme", owner_id=ANN), imported)
    wished(staffed, Bell())
    assert waiting(staffed) == []


# ── What is done ────────────────────────────────────────────────────────────


def test_a_wish_is_fulfilled_and_what_came_of_it_is_told_with_its_cause(staffed: Crm) -> None:
    bell, client = Bell(), uuid4()
    wished(staffed, bell, client)
    with working(jobs(staffed, bell)):
        until(lambda: len(outcomes(staffed)) == 1)
        until(lambda: waiting(staffed) == [])
    (outcome,) = outcomes(staffed)
    with staffed.log.datastore.get_connection() as db:
        event = db.execute("SELECT * FROM events WHERE topic = 'ClientMet'").fetchone()
    assert event is not None
    assert (outcome["reason"], outcome["actor"], outcome["roles"]) == (f"opened by {client}", NAME, "effect")
    assert (outcome["causation_id"], outcome["correlation_id"]) == (event["notification_id"], event["correlation_id"])
    assert outcome["refusal"] == "There is no such webhook.", "a refusal is kept, and harms nobody"


def test_what_fails_is_tried_again_later_each_time_with_the_same_key(staffed: Crm) -> None:
    bell = Bell(errors=[ConnectionError("nobody there"), TimeoutError()])
    wished(staffed, bell, uuid4())
    start = monotonic()
    with working(jobs(staffed, bell)):
        until(lambda: len(outcomes(staffed)) == 1)
    assert monotonic() - start > 0.05 + 0.1
    assert len(bell.rung) == 3
    assert len(set(bell.rung)) == 1
    assert [outcome["reason"][:6] for outcome in outcomes(staffed)] == ["opened"]


def test_what_failed_often_enough_is_given_up_and_stays_to_be_seen(staffed: Crm) -> None:
    bell, client = Bell(errors=[ConnectionError("nobody there")] * 3), uuid4()
    wished(staffed, bell, client)
    with working(jobs(staffed, bell)):
        until(lambda: [job.status for job in waiting(staffed)] == ["failed"])
    assert [outcome["reason"] for outcome in outcomes(staffed)] == [f"given up: nobody there by {client}"]
    assert len(bell.rung) == 3


def test_many_workers_fulfil_each_wish_once(staffed: Crm) -> None:
    bell = Bell(seconds=0.01)
    wished(staffed, bell, *[uuid4() for _ in range(30)])
    with working(jobs(staffed, bell)), working(jobs(staffed, bell)):
        until(lambda: waiting(staffed) == [])
    assert len(bell.rung) == len(set(bell.rung)) == len(outcomes(staffed)) == 30


def test_what_a_killed_process_left_behind_is_taken_up(staffed: Crm) -> None:
    bell = Bell()
    wished(staffed, bell, uuid4())
    with staffed.log.datastore.get_connection() as db:
        db.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute')")
        db.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM procrastinate_workers)")
    with working(jobs(staffed, bell)):
        until(lambda: waiting(staffed) == [])
    assert len(outcomes(staffed)) == 1


def test_who_is_told_to_stop_does_not_wait_for_what_takes_long(staffed: Crm) -> None:
    """It is left for later, and does not count as failed."""
    bell = Bell(seconds=60)
    wished(staffed, bell, uuid4())
    with working(jobs(staffed, bell, effect_attempts=1)):
        until(lambda: len(bell.rung) == 1)
        start = monotonic()
    assert monotonic() - start < 5
    assert [job.status for job in waiting(staffed)] == ["todo"]
    bell.seconds = 0
    with working(jobs(staffed, bell, effect_attempts=1)):
        until(lambda: len(outcomes(staffed)) == 1)


def test_a_queue_in_trouble_is_taken_up_again(staffed: Crm) -> None:
    """Its table is gone for a while."""
    bell = Bell()
    wished(staffed, bell, uuid4())
    with staffed.log.datastore.get_connection() as db:
        db.execute("ALTER TABLE procrastinate_workers RENAME TO elsewhere")
        with working(jobs(staffed, bell)):
            sleep(0.2)
            db.execute("ALTER TABLE elsewhere RENAME TO procrastinate_workers")
            until(lambda: len(outcomes(staffed)) == 1)


def test_no_thread_is_left_behind(staffed: Crm) -> None:
    before = set(threading.enumerate())
    bell = Bell()
    wished(staffed, bell, uuid4())
    for _ in range(3):
        with working(jobs(staffed, bell, QUICK)):
            until(lambda: waiting(staffed) == [])
    assert {thread.name for thread in set(threading.enumerate()) - before} == set()


@pytest.mark.parametrize("seconds", [0, 0.05])
def test_whoever_is_stopped_at_once_stops(staffed: Crm, seconds: float) -> None:
    runner(staffed, Bell())
    with working(jobs(staffed, Bell())):
        sleep(seconds)
