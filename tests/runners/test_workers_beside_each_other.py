"""Whatever becomes of leases, tables and other workers, each event is folded and answered once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import sample
from threading import Event as Signal
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from examples import ANN, BOB

from crm_es.aggregates.ticket import OpenTicket
from crm_es.aggregates.work_log import RecordWork
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import work_log_of
from crm_es.runners.worker import Worker, projectors, settle
from crm_es.store.database import Database
from crm_es.store.log import Log
from crm_es.store.tracking import places

PEOPLE = (ANN, BOB)
TICKETS, ENTRIES = 10, 200
LAPSE = "UPDATE tracking SET until = clock_timestamp() - interval '1 second' WHERE name = %s"
REBUILT = ("work_entries", "ticket_registry", "notebook_entries")


@pytest.fixture
def another(staffed: Crm, server_url: str, schema: str) -> Iterator[Crm]:
    """The same company in a process of its own."""
    database = Database(server_url, schema)
    crm = Crm(Log(database))
    yield crm
    crm.close()
    database.close()


def rows(crm: Crm, question: str) -> list[dict[str, Any]]:
    with crm.log.datastore.get_connection() as db:
        return db.execute(question).fetchall()


def lapse(crm: Crm) -> None:
    """Some leases run out, as if their owner had been busy for too long."""
    with crm.log.datastore.get_connection() as db:
        for place in sample(places(db), 30):
            db.execute(LAPSE, (place.name,))


def rebuild(crm: Crm) -> None:
    for projector in projectors(crm.log):
        if projector.name in REBUILT:
            projector.rebuild()


class Disturbance(Thread):
    """Something that goes on all the time; what goes wrong with it is kept."""

    def __init__(self, disturb: Callable[[Crm], None], crm: Crm, pause: float) -> None:
        super().__init__(daemon=True)
        self.disturb, self.crm, self.pause = disturb, crm, pause
        self.over, self.times = Signal(), 0
        self.error: Exception | None = None

    def run(self) -> None:
        while not self.over.wait(self.pause):
            try:
                self.disturb(self.crm)
                self.times += 1
            except Exception as error:  # noqa: BLE001 - the test tells of it
                self.error = error
                return


def work(crm: Crm, person_id: UUID, n: int, ticket_id: UUID) -> None:
    starts = datetime(2026, 11, 2, tzinfo=UTC) + n * timedelta(minutes=30)
    told = RecordWork(
        work_log_id=work_log_of(person_id),
        person_id=person_id,
        work_id=uuid4(),
        kind="service",
        ticket_id=ticket_id,
        starts=starts,
        ends=starts + timedelta(minutes=10),
    )
    crm.submit(told, Context(by=person_id, at=datetime(2026, 12, 1, tzinfo=UTC)))


def test_two_workers_lapsing_leases_rebuilds_and_settling_lose_nothing_and_do_nothing_twice(
    staffed: Crm, another: Crm
) -> None:
    crms, tickets = (staffed, another), [uuid4() for _ in range(TICKETS)]
    workers = [Worker(crm) for crm in crms]
    disturbances = [
        Disturbance(lapse, staffed, 0.05),
        Disturbance(rebuild, another, 0.2),
        Disturbance(settle, staffed, 0.1),
    ]
    for worker in workers:
        worker.start()
    for disturbance in disturbances:
        disturbance.start()
    for ticket_id in tickets:
        wish = OpenTicket(ticket_id=ticket_id, subject="Help", responsible_id=ANN)
        staffed.handle(wish, Context(by=ANN, at=datetime(2026, 11, 2, tzinfo=UTC)))
    for n in range(ENTRIES):
        for crm, person_id in zip(crms, PEOPLE, strict=True):
            work(crm, person_id, n, tickets[n % TICKETS])
        if n % 20 == 0:
            disturbances[0].over.wait(0.1)
    for disturbance in disturbances:
        disturbance.over.set()
        disturbance.join()
    settle(staffed)
    for worker in workers:
        worker.stop()
    assert [one.error for one in disturbances] == [None, None, None]
    assert all(one.times for one in disturbances)
    assert {one.name: one.verify() for one in projectors(staffed.log)} == {
        one.name: [] for one in projectors(staffed.log)
    }
    assert rows(staffed, "SELECT error FROM dead_letters") == []
    spent = rows(staffed, "SELECT spent_minutes FROM ticket_registry")
    assert [row["spent_minutes"] for row in spent] == [2 * 10 * ENTRIES // TICKETS] * TICKETS
    asked = rows(staffed, "SELECT topic, count(*) AS asked FROM commands WHERE actor = 'count_work' GROUP BY topic")
    assert asked == [{"topic": "CountTicketWork", "asked": 2 * ENTRIES}]
