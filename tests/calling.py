"""A policy of the tests: every client that is met brings a task to call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from types import ModuleType, SimpleNamespace
from typing import cast
from uuid import UUID

from examples import ANN, MONDAY, STRANGER

from crm_es.aggregates.client import ClientMet, ClientRenamed, MeetClient
from crm_es.aggregates.task import AssignTask
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import derived
from crm_es.messages import Command
from crm_es.runners.policies import PolicyRunner
from crm_es.store.dead_letters import DeadLetter, dead_letters
from crm_es.store.tracking import register

Met = ClientMet | ClientRenamed


@dataclass
class Calls:
    """On some clients the policy stumbles, or asks in vain."""

    stumbles: set[UUID] = field(default_factory=set)
    vain: set[UUID] = field(default_factory=set)
    heard: list[UUID] = field(default_factory=list)
    error: Callable[[], Exception] = lambda: ZeroDivisionError("no good")
    passes_over_imports: bool = False

    def module(self) -> ModuleType:
        def react(event: Met) -> Iterator[Command]:
            self.heard.append(event.client_id)
            if event.client_id in self.stumbles:
                raise self.error()
            yield call(event, STRANGER if event.client_id in self.vain else ANN)

        return cast(ModuleType, SimpleNamespace(react=react, PASSES_OVER_IMPORTS=self.passes_over_imports))


def call(event: Met, responsible_id: UUID) -> AssignTask:
    what = "Call" if isinstance(event, ClientMet) else event.to_name
    task_id = derived(event.client_id, what)
    return AssignTask(task_id=task_id, what=what, responsible_id=responsible_id, due=MONDAY + timedelta(1))


def by_ann() -> Context:
    return Context(by=ANN, at=MONDAY)


def met(crm: Crm, *clients: UUID) -> None:
    for client in clients:
        crm.handle(MeetClient(client_id=client, name="Acme", owner_id=ANN), by_ann())


def tasks(crm: Crm) -> list[UUID]:
    with crm.log.datastore.get_connection() as db:
        rows = db.execute("SELECT originator_id FROM events WHERE topic = 'TaskAssigned' ORDER BY notification_id")
        return [row["originator_id"] for row in rows]


def calls(*clients: UUID) -> list[UUID]:
    return [derived(client, "Call") for client in clients]


def letters(crm: Crm, *, settled: bool = False) -> list[DeadLetter]:
    with crm.log.datastore.get_connection() as db:
        return dead_letters(db, settled=settled)


@dataclass
class Running:
    """A company, one policy in it, and how long its runner paused."""

    crm: Crm
    policy: Calls = field(default_factory=Calls)
    pauses: list[float] = field(default_factory=list)
    name: str = "call_new_clients"

    def runner(self, owner: str = "here") -> PolicyRunner:
        with self.crm.log.datastore.get_connection() as db:
            register(db, self.name, 0)
        return PolicyRunner(self.crm, self.name, self.policy.module(), owner, self.pauses.append)

    def run(self) -> None:
        runner = self.runner()
        while runner.step():
            pass
