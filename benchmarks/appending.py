"""Commands a second through the application, with so many always on their way."""

from __future__ import annotations

import random
from concurrent.futures import Future, wait
from datetime import timedelta
from threading import Semaphore
from time import perf_counter
from uuid import UUID

from benchmarks.ground import ANN, NOW, REASON, TASKS
from crm_es.aggregates.task import RescheduleTask
from crm_es.application import Crm
from crm_es.batch import Receipt
from crm_es.context import Context


def reschedule(chance: random.Random) -> RescheduleTask:
    due = NOW + timedelta(seconds=chance.randrange(86_400, 86_400 * 3650))
    return RescheduleTask(task_id=UUID(int=chance.randint(1, TASKS)), due=due, reason=REASON)


def warm(crm: Crm) -> None:
    """Let the application meet each task once, as it has in a company that is at work."""
    tasks = range(1, TASKS + 1)
    due = NOW + timedelta(days=1)
    wait([crm.submit(RescheduleTask(task_id=UUID(int=task), due=due, reason=REASON), asked()) for task in tasks])


def asked() -> Context:
    return Context(by=ANN, at=NOW)


def measure(crm: Crm, clients: int, seconds: float) -> float:
    """Commands a second with so many always on their way: whoever is answered asks again."""
    until, done, idle = perf_counter() + seconds, [0], Semaphore(0)
    chance = random.Random(clients)

    def ask(answer: Future[Receipt] | None = None) -> None:
        if answer is not None:
            answer.result()
            done[0] += 1
        if perf_counter() > until:
            idle.release()
        else:
            crm.submit(reschedule(chance), asked()).add_done_callback(ask)

    start = perf_counter()
    for _ in range(clients):
        ask()
    for _ in range(clients):
        idle.acquire()
    return done[0] / (perf_counter() - start)
