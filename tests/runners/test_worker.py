"""What is promised of a worker: it keeps everything at the head of the log, beside others of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread
from threading import enumerate as threads
from time import monotonic, sleep
from typing import Any
from uuid import UUID, uuid4

import pytest
from examples import ANN, CLIENT, HEAD, roubles

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.price_approval import RequestPrice
from crm_es.aggregates.task import AssignTask
from crm_es.application import Crm
from crm_es.batch import Ask
from crm_es.context import Context
from crm_es.policies import ask_price_approvers
from crm_es.projections.notebook_entries import open_for
from crm_es.recorded import Recorded
from crm_es.runners import lookout
from crm_es.runners.lookout import Lookout
from crm_es.runners.policies import PolicyRunner
from crm_es.runners.worker import Worker, keep_up, settle
from crm_es.store.database import Database
from crm_es.store.log import Log
from crm_es.store.tracking import lease, places, release


@pytest.fixture
def another(staffed: Crm, server_url: str, schema: str) -> Iterator[Crm]:
    """The same company in a process of its own: other connections, another cache, another commit thread."""
    database = Database(server_url, schema)
    crm = Crm(Log(database))
    yield crm
    crm.close()
    database.close()


def now() -> Context:
    return Context(by=ANN, at=datetime.now(UTC))


def price(approval: UUID) -> RequestPrice:
    return RequestPrice(
        price_approval_id=approval, client_id=CLIENT, product="flour", price=roubles(40), reason="A large order"
    )


def rows(crm: Crm, question: str, *values: Any) -> list[dict[str, Any]]:
    with crm.log.datastore.get_connection() as db:
        return db.execute(question, values).fetchall()


def until(crm: Crm, question: str, count: int, seconds: float = 10) -> float:
    """Wait for so many rows, and tell for how long."""
    start = monotonic()
    while len(rows(crm, question)) < count:
        assert monotonic() < start + seconds, question
        sleep(0.02)
    return monotonic() - start


def test_a_wish_is_in_notebooks_and_registries_within_two_seconds(staffed: Crm) -> None:
    worker = Worker(staffed)
    worker.start()
    staffed.handle(price(uuid4()), now())
    took = until(staffed, "SELECT * FROM notebook_entries", 1)
    took += until(staffed, "SELECT * FROM price_approvals", 1)
    assert took < 2
    with staffed.log.datastore.get_connection() as db:
        assert [entry.kind for entry in open_for(HEAD, db)] == ["price question"]
    worker.stop()


def test_what_another_process_asks_is_heard_too(staffed: Crm, another: Crm) -> None:
    worker = Worker(staffed)
    worker.start()
    another.handle(price(uuid4()), now())
    assert until(staffed, "SELECT * FROM notebook_entries", 1) < 2
    worker.stop()


def test_the_clock_goes_by_itself(staffed: Crm) -> None:
    worker = Worker(staffed)
    worker.start()
    due = datetime.now(UTC) + timedelta(seconds=0.3)
    staffed.handle(AssignTask(task_id=uuid4(), what="Call", responsible_id=ANN, due=due), now())
    until(staffed, "SELECT * FROM events WHERE topic = 'TaskOverdue'", 1)
    until(staffed, "SELECT * FROM notebook_entries WHERE kind = 'overdue of a subordinate'", 1)
    worker.stop()


def test_two_workers_do_nothing_twice(staffed: Crm, another: Crm) -> None:
    workers = [Worker(staffed), Worker(another)]
    for worker in workers:
        worker.start()
    for n in range(60):
        (staffed, another)[n % 2].submit(price(uuid4()), now())
    until(staffed, "SELECT * FROM price_approvals", 60)
    until(staffed, "SELECT * FROM notebook_entries", 60)
    for worker in workers:
        worker.stop()
    assert len(rows(staffed, "SELECT FROM events WHERE topic = 'EntryAdded'")) == 60
    assert len(rows(staffed, "SELECT FROM commands WHERE topic = 'AddEntry'")) == 60
    assert rows(staffed, "SELECT error FROM dead_letters") == []


def test_one_worker_takes_over_from_the_other(staffed: Crm, another: Crm) -> None:
    first, second = Worker(staffed), Worker(another)
    first.start()
    staffed.handle(price(uuid4()), now())
    until(staffed, "SELECT * FROM notebook_entries", 1)
    first.stop()
    second.start()
    staffed.handle(price(uuid4()), now())
    until(staffed, "SELECT * FROM notebook_entries", 2)
    second.stop()


def test_a_stopped_worker_gives_everything_back(staffed: Crm) -> None:
    worker = Worker(staffed)
    worker.start()
    staffed.handle(price(uuid4()), now())
    until(staffed, "SELECT * FROM notebook_entries", 1)
    names = {thread.name for thread in threads()}
    with staffed.log.datastore.get_connection() as db:
        assert {place.owner for place in places(db) if place.held} == {worker.owner}
    worker.stop()
    assert {"policies", "projections", "clock"} <= names
    assert not {"policies", "projections", "clock"} & {thread.name for thread in threads()}
    with staffed.log.datastore.get_connection() as db:
        assert [place for place in places(db) if place.held] == []


def test_a_step_in_trouble_rests_and_the_others_go_on(staffed: Crm) -> None:
    """One projection has lost its table; once that is repaired it catches up."""
    settle(staffed)
    rows_before = len(rows(staffed, "SELECT * FROM staff_registry"))
    with staffed.log.datastore.get_connection() as db:
        db.execute("ALTER TABLE client_registry RENAME TO elsewhere")
    worker = Worker(staffed)
    worker.start()
    staffed.handle(MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), now())
    staffed.handle(price(uuid4()), now())
    until(staffed, "SELECT * FROM price_approvals", 1)
    assert len(rows(staffed, "SELECT * FROM staff_registry")) == rows_before
    assert staffed.log.position("client_registry") < staffed.log.head()
    with staffed.log.datastore.get_connection() as db:
        db.execute("ALTER TABLE elsewhere RENAME TO client_registry")
    until(staffed, "SELECT * FROM client_registry", 1)
    worker.stop()


def test_settling_waits_for_what_another_process_runs(staffed: Crm, another: Crm) -> None:
    """Its worker holds the leases and is slow to give them back."""
    worker = Worker(another)
    worker.start()
    staffed.handle(price(uuid4()), now())
    until(staffed, "SELECT * FROM notebook_entries", 1)
    staffed.handle(price(uuid4()), now())
    settling = Thread(target=settle, args=(staffed,))
    settling.start()
    settling.join(10)
    assert not settling.is_alive()
    worker.stop()
    assert len(rows(staffed, "SELECT FROM notebook_entries")) == 2


def test_settling_goes_on_where_somebody_else_took_over(staffed: Crm) -> None:
    """It was busy for longer than its lease."""
    staffed.handle(price(uuid4()), now())
    settling = Overtaken(staffed, "ask_price_approvers", ask_price_approvers, "settling")
    keep_up(Lookout(staffed.log, [settling], "settling"))
    assert settling.overtaken
    assert len(rows(staffed, "SELECT FROM commands WHERE topic = 'AddEntry'")) == 1


class Overtaken(PolicyRunner):
    """Its lease is somebody else's for a moment, when it has read and before it answers."""

    overtaken = False

    def answers(self, recorded: Recorded[Any]) -> list[Ask]:
        if not self.overtaken:
            self.overtaken = True
            with self.crm.log.datastore.get_connection() as db:
                release(db, self.turn.owner)
                assert lease(db, self.name, "elsewhere")
                release(db, "elsewhere")
        return super().answers(recorded)


def test_whatever_goes_wrong_with_the_look_at_the_log_the_worker_goes_on_afterwards(
    staffed: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody puts a backup in place of the tables meanwhile."""
    monkeypatch.setattr(lookout, "AGAIN", 60)
    worker = Worker(staffed)
    worker.start()
    staffed.handle(price(uuid4()), now())
    settle(staffed)
    sleep(0.5)
    with staffed.log.datastore.get_connection() as db:
        db.execute("ALTER TABLE tracking RENAME TO elsewhere")
    staffed.handle(price(uuid4()), now())
    sleep(0.5)
    with staffed.log.datastore.get_connection() as db:
        db.execute("ALTER TABLE elsewhere RENAME TO tracking")
    until(staffed, "SELECT * FROM notebook_entries", 2)
    worker.stop()
