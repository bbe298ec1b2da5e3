"""What falls due is called, once, however many clocks run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from examples import ANN, FRIDAY, ID, MONDAY, NEXT_MONDAY, OTHER_ID, TUESDAY, WEDNESDAY

from crm_es.aggregates.task import AssignTask, FinishTask, RescheduleTask
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.runners.clock import Clock, tick
from crm_es.runners.worker import settle
from crm_es.store.log import append
from crm_es.store.records import Fact

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


# ── Trouble ─────────────────────────────────────────────────────────────────

LATE = WEDNESDAY + SECOND
MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["NoSuchCommand", "CallTaskOverdue"])
def troubled(waiting: Crm, request: pytest.FixtureRequest) -> Crm:
    """Before Ann's task there stands what nobody can ask for, or a task with a history that nobody can read."""
    with waiting.log.datastore.get_connection() as db, db.transaction():
        append(db, [Fact(OTHER_ID, 1, "NoSuchEvent", "{}")])
        db.execute(
            "INSERT INTO agenda (appointment_id, subject_id, due_at, command, command_id)"
            " VALUES (%(id)s, %(id)s, %(due)s, %(command)s, %(id)s)",
            {"id": OTHER_ID, "due": TUESDAY, "command": request.param},
        )
    return waiting


def test_one_in_trouble_holds_up_no_other(troubled: Crm) -> None:
    assert Clock(troubled).tick(LATE) == 2
    assert called(troubled) == [LATE]


def test_one_in_trouble_is_asked_again_ever_less_often(troubled: Crm) -> None:
    clock = Clock(troubled)
    clock.tick(LATE)
    assert [n for n in range(1, 200) if clock.tick(LATE + n * MINUTE)] == [1, 3, 7, 15, 31, 63, 123, 183]


def test_out_of_trouble_it_is_called_as_any_other(troubled: Crm) -> None:
    clock = Clock(troubled)
    clock.tick(LATE)
    with troubled.log.datastore.get_connection() as db:
        db.execute("UPDATE agenda SET command = 'CallTaskOverdue', subject_id = %s", (ID,))
    assert (clock.tick(LATE), clock.tick(LATE + MINUTE), clock.tick(LATE + 2 * MINUTE)) == (0, 1, 0)


def test_whoever_looks_once_hears_of_trouble(troubled: Crm) -> None:
    with pytest.raises(KeyError):
        tick(troubled, LATE)
    assert called(troubled) == [LATE]
