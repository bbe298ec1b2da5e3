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
from psycopg.sql import SQL, Composed, Identifier

from benchmarks.ground import ANN, HEAD, PAST, REASON

SEEDED = 2_000
"""Items with a past; drawing from fewer than the others do favours the library's side of the comparison."""
REQUESTS = 700
"""Requests whose events the library's runner projects: a few seconds' worth."""
ANN_ID, HEAD_ID = str(ANN), str(HEAD)
FORM = {
    "author_id": ANN_ID,
    "what_for": "Rent of the warehouse in November",
    "amount": "125000.50",
    "currency": "RUB",
    "pay_by": "2026-12-01",
    "purpose": "Rent",
}


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


class Requests(Application[UUID]):
    """The same life of a payment request that the registry of ours is rebuilt from."""

    def live(self) -> None:
        request = Request(**FORM)
        request.submit("small", [HEAD_ID], [HEAD_ID], 1)
        request.approve("head", HEAD_ID, HEAD_ID, [HEAD_ID], [ANN_ID])
        request.pay(HEAD_ID, "2026-11-30", "415", [HEAD_ID])
        self.save(request)


class Request(Aggregate):
    @event("Drafted")
    def __init__(self, author_id: str, what_for: str, amount: str, currency: str, pay_by: str, purpose: str) -> None:
        self.status = "draft"

    @event("Submitted")
    def submit(self, route: str, steps: list[str], asked: list[str], times: int) -> None:
        self.status = "submitted"

    @event("Approved")
    def approve(
        self, step: str, approver_id: str, decided_by: str, was_asked: list[str], accountants: list[str]
    ) -> None:
        self.status = "approved"

    @event("Paid")
    def pay(self, paid_by: str, paid_on: str, payment_order: str, approvers: list[str]) -> None:
        self.status = "paid"


class Registry(PostgresTrackingRecorder):
    """The registry of payment requests, kept as the library's documentation keeps views: each event its transaction."""

    def __init__(self, datastore: Any, **kwargs: Any) -> None:
        super().__init__(datastore, **kwargs)
        create = """CREATE TABLE IF NOT EXISTS {}.registry (
            request uuid PRIMARY KEY, status text, author uuid, what_for text, amount numeric, currency text,
            pay_by date, purpose text, route text, asked uuid[], round int8, drafted_at timestamptz,
            submitted_at timestamptz, approved_at timestamptz, paid_at timestamptz, paid_on date, payment_order text)"""
        schema = Identifier(self.datastore.schema)
        self.sql_create_statements.append(SQL(create).format(schema))
        columns = "request, status, author, what_for, amount, currency, pay_by, purpose, drafted_at"
        insert = "INSERT INTO {}.registry (" + columns + ") VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
        update = "UPDATE {}.registry SET status = %s, "
        where = " WHERE request = %s"
        self.drafted = SQL(insert).format(schema)
        submitted = "route = %s, asked = %s::uuid[], round = %s, submitted_at = %s"
        self.submitted = SQL(update + submitted + where).format(schema)
        self.approved = SQL(update + "asked = NULL, approved_at = %s" + where).format(schema)
        self.paid = SQL(update + "paid_at = %s, paid_on = %s, payment_order = %s" + where).format(schema)

    def keep(self, statement: Composed, values: tuple[Any, ...], tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(statement, values, prepare=True)


class Registering(Projection[Registry]):
    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        e, view = domain_event, self.view
        request, at = e.originator_id, e.timestamp
        match type(e).__name__:
            case "Drafted":
                form = (e.author_id, e.what_for, e.amount, e.currency, e.pay_by, e.purpose)
                view.keep(view.drafted, (request, "draft", *form, at), tracking)
            case "Submitted":
                view.keep(view.submitted, ("submitted", e.route, e.asked, e.times, at, request), tracking)
            case "Approved":
                view.keep(view.approved, ("approved", at, request), tracking)
            case "Paid":
                view.keep(view.paid, ("paid", at, e.paid_on, e.payment_order, request), tracking)
            case other:
                raise LookupError(other)


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
    create_schema(url, schema)
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


def project(url: str, schema: str) -> float:
    """Events a second through the library's own runner of projections, into the registry of payment requests."""
    create_schema(url, schema)
    with Requests(environment(url, schema)) as app:
        for _ in range(REQUESTS):
            app.live()
        upto = app.recorder.max_notification_id() or 0
    with ProjectionRunner(
        application_class=Requests, projection_class=Registering, view_class=Registry, env=environment(url, schema)
    ) as runner:
        start = perf_counter()
        runner.wait(upto, timeout=120)
        return upto / (perf_counter() - start)


def create_schema(url: str, schema: str) -> None:
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(schema)))
