"""How much each person has to do, counted from what happened (S2-04)."""

from typing import Any

import pytest
from examples import ANN, BOB, OTHER_ID
from fold import fold, recorded
from task_facts import assigned, cancelled, done, done_late, due_set, overdue, reassigned, rescheduled, returned

from crm_es.messages import Corrupt
from crm_es.projections import workload
from crm_es.projections.workload import Load

another = assigned.model_copy(update={"task_id": OTHER_ID})


def load(*history: Any) -> Load:
    found: Load = fold(workload, *map(recorded, history))[ANN]
    return found


def test_tasks_to_do_are_counted_together() -> None:
    assert load(assigned) == Load(ANN, open=1)
    assert load(assigned, another) == Load(ANN, open=2)


def test_results_are_counted_and_late_ones_apart() -> None:
    assert load(assigned, done) == Load(ANN, done=1)
    assert load(assigned, overdue, done_late) == Load(ANN, done=1, done_late=1)


def test_a_returned_result_is_to_do_again() -> None:
    assert load(assigned, done, returned) == Load(ANN, open=1, done=1, returned=1)


def test_moves_are_counted_but_not_those_that_follow_the_deal() -> None:
    """S2-19."""
    assert load(assigned, rescheduled, due_set) == Load(ANN, open=1, moved=1)


@pytest.mark.parametrize("way_out", [rescheduled, due_set, cancelled])
def test_an_overdue_task_is_overdue_until_it_is_moved_or_dropped(way_out: Any) -> None:
    assert load(assigned, overdue).overdue_open == 1
    assert load(assigned, overdue, way_out.model_copy(update={"was_overdue": True})).overdue_open == 0


def test_a_cancelled_task_is_nobodys_load() -> None:
    assert load(assigned, cancelled) == Load(ANN)


def test_a_result_that_is_dropped_before_it_was_accepted_was_no_load_any_more() -> None:
    assert load(assigned, done, cancelled.model_copy(update={"was_done": True})) == Load(ANN, done=1)


def test_a_task_that_changes_hands_is_the_load_of_the_other() -> None:
    given_away = reassigned.model_copy(update={"was_overdue": True})
    rows = fold(workload, recorded(assigned), recorded(overdue), recorded(given_away))
    assert rows == {ANN: Load(ANN), BOB: Load(BOB, open=1, overdue_open=1)}


def test_nobody_does_a_task_before_one_was_assigned() -> None:
    with pytest.raises(Corrupt):
        load(done)
