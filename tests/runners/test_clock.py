"""What falls due is called, once, however many clocks run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from examples import ANN, FRIDAY, ID, MONDAY, NEXT_MONDAY, TUESDAY, WEDNESDAY

from crm_es.aggregates.task import AssignTask, FinishTask, RescheduleTask
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.runners.clock import tick
from crm_es.runners.worker import settle

SECOND = timedelta(seconds=1)


@pytest.fixture
def waiting(staffed: Crm) -> Crm:
    """Ann has a task until Wednesday."""
    staffed.handle(AssignTask(task_id=ID, what="Call", responsible_id=ANN, due=WEDNESDAY), Context(by=ANN, at=MONDAY))
    settle(staffed)
    return staffed


def called(crm: Crm) -> list[datetime]:
    """When the clock called the task overdue."""
    with crm.log.datastore.get_connection() as db:
        rows = db.execute("SELECT occurred_at, actor FROM events WHERE topic = 'TaskOverdue' ORDER BY notification_id")
        found = rows.fetchall()
    assert {row["actor"] for row in found} <= {"clock"}
    return [row["occurred_at"] for row in found]


def test_nothing_is_called_before_it_is_due(waiting: Crm) -> None:
    assert tick(waiting, TUESDAY) == tick(waiting, WEDNESDAY) == 0
    assert called(waiting) == []


def test_what_is_due_is_called_once(waiting: Crm) -> None:
    """S2-16. Also while the agenda lags."""
    assert tick(waiting, WEDNESDAY + SECOND) == 1
    assert tick(waiting, WEDNESDAY + 2 * SECOND) == 0
    settle(waiting)
    assert tick(waiting, FRIDAY) == 0
    assert called(waiting) == [WEDNESDAY + SECOND]


def test_many_clocks_call_once(waiting: Crm) -> None:
    others = [Crm(waiting.log) for _ in range(3)]
    with ThreadPoolExecutor() as threads:
        for ticking in [threads.submit(tick, crm, WEDNESDAY + n * SECOND) for crm in others for n in (1, 2, 3)]:
            ticking.result()
    for crm in others:
        crm.close()
    assert len(called(waiting)) == 1


def test_another_due_time_is_called_again(waiting: Crm) -> None:
    """S2-15."""
    tick(waiting, WEDNESDAY + SECOND)
    move = RescheduleTask(task_id=ID, due=FRIDAY, reason="They asked")
    waiting.handle(move, Context(by=ANN, at=WEDNESDAY + 2 * SECOND))
    settle(waiting)
    assert tick(waiting, WEDNESDAY + timedelta(hours=1)) == 0
    assert tick(waiting, FRIDAY + SECOND) == 1
    assert called(waiting) == [WEDNESDAY + SECOND, FRIDAY + SECOND]


def test_what_was_done_in_time_is_not_called(waiting: Crm) -> None:
    waiting.handle(FinishTask(task_id=ID, result="Called"), Context(by=ANN, at=TUESDAY))
    assert tick(waiting, NEXT_MONDAY) == 1, "the agenda lags"
    settle(waiting)
    assert tick(waiting, NEXT_MONDAY) == 0
    assert called(waiting) == []


def test_what_is_refused_is_passed_over(waiting: Crm) -> None:
    """The agenda names a task that is not there. It is asked about once, and stands in nobody's way."""
    with waiting.log.datastore.get_connection() as db:
        db.execute("UPDATE agenda SET subject_id = %s", (uuid4(),))
    assert tick(waiting, NEXT_MONDAY) == 1
    assert tick(waiting, NEXT_MONDAY + SECOND) == 0
    assert called(waiting) == []
