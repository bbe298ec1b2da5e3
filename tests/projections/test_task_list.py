"""The list of tasks: what is to do, by when, and whose it is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from examples import ANN, BOB, FRIDAY, HEAD, ID, MONDAY, THURSDAY, TUESDAY, WEDNESDAY
from fold import fold, keep, recorded
from task_facts import (
    accepted,
    assigned,
    cancelled,
    done,
    due_set,
    overdue,
    rescheduled,
    returned,
)

from crm_es.messages import Corrupt
from crm_es.projections import task_list
from crm_es.projections.task_list import Day, Task, by_day, to_do


def task(*later: Any) -> Task:
    found: Task = fold(task_list, recorded(assigned, MONDAY), *later)[ID]
    return found


def test_a_task_is_open_from_the_moment_it_is_assigned() -> None:
    """S2-07, S2-13: with a responsible, a supervisor and a due time."""
    found = task()
    assert (found.status, found.responsible_id, found.supervisor_id) == ("open", ANN, HEAD)
    assert (found.due, found.first_due, found.assigned_at) == (WEDNESDAY, WEDNESDAY, MONDAY)


def test_a_done_task_shows_its_result_and_when() -> None:
    found = task(recorded(done, TUESDAY))
    assert (found.status, found.result, found.done_at) == ("done", "They want flour.", TUESDAY)
    assert task(recorded(done), recorded(accepted)).status == "accepted"


def test_a_returned_task_is_to_do_again() -> None:
    """S2-13: with the reason and a new due time."""
    found = task(recorded(done), recorded(returned))
    assert (found.status, found.result, found.due, found.done_at) == ("returned", "How much flour?", FRIDAY, None)


def test_every_move_is_counted_and_the_first_due_time_is_kept() -> None:
    """S2-19."""
    found = task(recorded(rescheduled))
    assert (found.due, found.first_due, found.times_moved) == (THURSDAY, WEDNESDAY, 1)
    assert task(recorded(due_set)).times_moved == 0


@pytest.mark.parametrize("settling", [done, rescheduled, due_set, cancelled])
def test_a_task_called_overdue_is_so_until_it_is_moved_or_settled(settling: Any) -> None:
    assert task(recorded(overdue)).overdue_called
    assert not task(recorded(overdue), recorded(settling)).overdue_called


def test_a_cancelled_task_shows_why() -> None:
    assert (task(recorded(cancelled)).status, task(recorded(cancelled)).result) == ("cancelled", "The deal is lost.")


def test_a_task_that_was_never_assigned_cannot_be_done() -> None:
    with pytest.raises(Corrupt):
        fold(task_list, recorded(done))


def several(**changes: Any) -> Task:
    return replace(task(), **changes)


def test_today_begins_with_what_is_overdue(company: psycopg.Connection[Any]) -> None:
    """S2-05: overdue things never drop off the list; finished ones are not on it."""
    noon, tomorrow = WEDNESDAY + timedelta(hours=3), WEDNESDAY + timedelta(hours=15)
    keep(
        company,
        several(task_id=UUID(int=1), due=TUESDAY),
        several(task_id=UUID(int=2), due=WEDNESDAY, status="returned"),
        several(task_id=UUID(int=3), due=tomorrow - timedelta(seconds=1)),
        several(task_id=UUID(int=4), due=tomorrow),
        several(task_id=UUID(int=5), due=MONDAY, status="done"),
        several(task_id=UUID(int=6), due=MONDAY, responsible_id=BOB),
    )
    sheet = to_do([ANN], noon, tomorrow, company)
    assert [[task.task_id.int for task in part] for part in sheet] == [[1, 2], [1, 2, 3], [4]]
    assert [task.task_id.int for task in to_do([ANN, BOB], noon, tomorrow, company).overdue] == [6, 1, 2]


def test_the_load_ahead_is_told_by_local_day(company: psycopg.Connection[Any]) -> None:
    """S2-06: nine in the evening in London is the next day in Moscow."""
    evening = MONDAY + timedelta(hours=12)
    keep(
        company,
        several(task_id=UUID(int=1), due=MONDAY),
        several(task_id=UUID(int=2), due=evening),
        several(task_id=UUID(int=3), due=evening, status="cancelled"),
    )
    assert by_day([ANN], "UTC", company) == [Day(ANN, MONDAY.date(), 2)]
    assert by_day([ANN], "Europe/Moscow", company) == [Day(ANN, MONDAY.date(), 1), Day(ANN, TUESDAY.date(), 1)]
