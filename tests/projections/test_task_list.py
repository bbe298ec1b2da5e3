"""The list of tasks: what is to do, by when, and whose it is."""

from typing import Any

import pytest
from examples import ANN, BOB, FRIDAY, HEAD, ID, MONDAY, OPERATOR, THURSDAY, TUESDAY, WEDNESDAY
from fold import fold, recorded
from task_facts import (
    accepted,
    assigned,
    cancelled,
    done,
    due_set,
    overdue,
    reassigned,
    rescheduled,
    returned,
)

from crm_es.messages import Corrupt
from crm_es.projections import task_list
from crm_es.projections.task_list import Task


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


def test_a_result_waits_for_the_supervisor_where_it_must_be_accepted() -> None:
    """S2-13."""
    assert task(recorded(done)).to_accept
    for judged in (accepted, returned):
        found = task(recorded(done), recorded(judged, TUESDAY))
        assert (found.to_accept, found.judged_at) == (False, TUESDAY)


def test_what_is_to_do_is_told_in_one_column() -> None:
    """S2-05: open and returned ones."""
    assert task().to_do
    assert not task(recorded(done)).to_do
    assert task(recorded(done), recorded(returned)).to_do
    assert not task(recorded(cancelled)).to_do


def test_a_task_that_changed_hands_is_somebody_elses() -> None:
    assert task(recorded(reassigned)).responsible_id == BOB


def test_whoever_entered_it_is_told_apart_from_who_is_responsible() -> None:
    """S0-46: policies and imports are nobody."""
    (entered,) = fold(task_list, recorded(assigned, actor=str(OPERATOR), on_behalf_of=ANN)).values()
    assert (entered.entered_by_id, entered.responsible_id) == (OPERATOR, ANN)
    (brought,) = fold(task_list, recorded(assigned, actor="tend_stage_tasks")).values()
    assert brought.entered_by_id is None


def test_when_somebody_last_did_something_is_told() -> None:
    """Not the clock, and not the dates of the deal."""
    assert task(recorded(overdue, WEDNESDAY), recorded(due_set, WEDNESDAY)).touched_at == MONDAY
    for news in (done, rescheduled, reassigned, cancelled):
        assert task(recorded(news, TUESDAY)).touched_at == TUESDAY
