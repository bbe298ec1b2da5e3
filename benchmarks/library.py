"""The peer: the eventsourcing library as its documentation shows it, on its own PostgreSQL recorder."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import IntegrityError, Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from benchmarks.ground import ANN, PAST, REASON

SEEDED = 2_000
"""Items with a past; drawing from fewer than the others do favours the library's side of the comparison."""


class Task(Aggregate):
    @event("Assigned")
    def __init__(self, what: str) -> None:
        self.what, self.times, self.due = what, 0, 0

    @event("Rescheduled")
    def reschedule(self, due: int, reason: str, responsible_id: str, supervisor_id: str) -> None:
        self.due, self.reason = due, reason
        self.responsible_id, self.supervisor_id = responsible_id, supervisor_id
        self.times += 1


class Tasks(Application[UUID]):
    def assign(self) -> UUID:
        task = Task("Call the client")
        for day in range(1, PAST):
            task.reschedule(day, REASON, str(ANN), str(ANN))
        self.save(task)
        return task.id

    def reschedule(self, task_id: UUID, due: int) -> None:
        task: Task = self.repository.get(task_id)
        task.reschedule(due, REASON, str(ANN), str(ANN))
        self.save(task)


class Count(PostgresTrackingRecorder):
    """A table of its own, as the documentation of projections shows: one row per task."""

    def __init__(self, datastore: Any, **kwargs: Any) -> None:
        super().__init__(datastore, **kwargs)
        self.check_table_name = "task_counts"
        create = "CREATE TABLE IF NOT EXISTS {}.task_counts (task uuid PRIMARY KEY, times bigint)"
        self.sql_create_statements.append(SQL(create).format(Identifier(self.datastore.schema)))

    def add(self, task: UUID, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                f"INSERT INTO {self.datastore.schema}.task_counts VALUES (%s, 1)"
                " ON CONFLICT (task) DO UPDATE SET times = task_counts.times + 1",
                (task,),
                prepare=True,
            )


class Counting(Projection[Count]):
    """One transaction for each event, as the library's runner does it."""

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.add(domain_event.originator_id, tracking)


def environment(url: str, schema: str) -> dict[str, str]:
    part = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": part["dbname"],
        "POSTGRES_HOST": part["host"],
        "POSTGRES_PORT": part["port"],
        "POSTGRES_USER": part["user"],
        "POSTGRES_PASSWORD": "",
        "POSTGRES_SCHEMA": schema,
        "POSTGRES_POOL_SIZE": "20",
        "POSTGRES_MAX_OVERFLOW": "50",
    }


@contextmanager
def tasks(url: str, schema: str) -> Iterator[tuple[Tasks, list[UUID]]]:
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(schema)))
    app = Tasks(environment(url, schema))
    ids = [app.assign() for _ in range(SEEDED)]
    try:
        yield app, ids
    finally:
        app.close()


def measure(app: Tasks, ids: list[UUID], clients: int, seconds: float) -> float:
    """Commands a second, with so many threads; whoever meets a conflict tries again."""
    until = perf_counter() + seconds

    def work(seed: int) -> int:
        chance, done = random.Random(seed), 0
        while perf_counter() < until:
            try:
                app.reschedule(chance.choice(ids), chance.randrange(10_000))
            except IntegrityError:
                continue
            done += 1
        return done

    start = perf_counter()
    with ThreadPoolExecutor(clients) as threads:
        done = sum(threads.map(work, range(clients)))
    return done / (perf_counter() - start)


def project(url: str, schema: str, app: Tasks) -> float:
    """Events a second through the library's own runner of projections."""
    upto = app.recorder.max_notification_id()
    with ProjectionRunner(
        application_class=Tasks, projection_class=Counting, view_class=Count, env=environment(url, schema)
    ) as runner:
        start = perf_counter()
        runner.wait(upto, timeout=120)
        return (upto or 0) / (perf_counter() - start)
