"""The ground that all measurements stand on: an embedded server of its own, tasks with a past, and people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Final
from uuid import UUID

from crm_es.aggregates.staff_member import HireStaffMember
from crm_es.aggregates.task import TaskAssigned, TaskRescheduled
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.messages import Event
from crm_es.runners.worker import enrol
from crm_es.store.database import Database
from crm_es.store.log import Log, append
from crm_es.store.records import Fact
from crm_es.store.server import Server

TASKS: Final = 20_000
PAST: Final = 5
"""Events that each task has behind it."""
ANN, HEAD = UUID(int=1 << 64), UUID(int=2 << 64)
NOW: Final = datetime.now(UTC)
REASON: Final = "The client asked for another week because the warehouse is being rebuilt and nobody can take delivery."


@contextmanager
def server() -> Iterator[str]:
    """A fresh embedded PostgreSQL, durable as in use; gone afterwards."""
    home = Path(mkdtemp(prefix="crm-es-benchmarks-"))
    embedded = Server(home, max_connections="200")
    try:
        yield embedded.start()
    finally:
        embedded.stop()
        rmtree(embedded.folder)
        rmtree(home, ignore_errors=True)


@contextmanager
def empty(url: str, schema: str) -> Iterator[Crm]:
    """An open company in which nothing has happened yet."""
    store = Database(url, schema)
    crm = Crm(Log(store))
    enrol(crm.log)
    try:
        yield crm
    finally:
        crm.close()
        store.close()


@contextmanager
def company(url: str, schema: str) -> Iterator[Crm]:
    """One where Ann works under the head."""
    administration = Context(by="benchmark", at=NOW, roles=frozenset({"administrator"}))
    with empty(url, schema) as crm:
        for person, role, above in ((HEAD, "head_of_sales", None), (ANN, "manager", HEAD)):
            hire = HireStaffMember(staff_member_id=person, name=role, roles=frozenset({role}), supervisor_id=above)
            crm.handle(hire, Context(by=administration.by, at=NOW, roles=administration.roles))
        yield crm


def rescheduled(task: int, times: int) -> TaskRescheduled:
    """One event of about 400 bytes."""
    return TaskRescheduled(
        task_id=UUID(int=task),
        responsible_id=ANN,
        supervisor_id=HEAD,
        from_due=NOW + timedelta(days=times),
        due=NOW + timedelta(days=times + 1),
        reason=REASON,
        times=times,
        was_overdue=False,
    )


def past(task: int) -> list[Event]:
    assigned = TaskAssigned(
        task_id=UUID(int=task), what="Call the client", responsible_id=ANN, supervisor_id=HEAD, due=NOW + timedelta(1)
    )
    return [assigned, *(rescheduled(task, times) for times in range(1, PAST))]


def give_past(log: Log, tasks: int = TASKS, at_once: int = 1000) -> None:
    for first in range(1, tasks + 1, at_once):
        facts = [
            Fact(UUID(int=task), n, type(e).__name__, e.model_dump_json(), NOW, str(ANN))
            for task in range(first, first + at_once)
            for n, e in enumerate(past(task), 1)
        ]
        with log.datastore.get_connection() as db:
            append(db, facts)
    with log.datastore.get_connection() as db:
        db.execute("VACUUM ANALYZE events")
