"""Stage tasks as they were planned, and as they were done."""

from typing import Any

from examples import ANN, BOB, FRIDAY, ID, THURSDAY, TUESDAY, WEDNESDAY
from fold import fold, recorded
from task_facts import assigned, cancelled, done, due_set, reassigned, rescheduled, returned

from crm_es.projections import plan_versus_actual
from crm_es.projections.plan_versus_actual import PlannedTask


def task(*later: Any) -> PlannedTask:
    found: PlannedTask = fold(plan_versus_actual, recorded(assigned), *later)[ID]
    return found


def test_a_stage_task_is_planned_for_its_due_time() -> None:
    found = task()
    assert (found.pipeline, found.stage, found.responsible_id) == ("wholesale", "lead", ANN)
    assert (found.planned_due, found.due, found.status) == (WEDNESDAY, WEDNESDAY, "open")


def test_a_task_of_its_own_is_planned_too() -> None:
    """S2-06: whoever gave it said by when."""
    alone = assigned.model_copy(update={"stage": None, "deal_id": None, "pipeline": None})
    (found,) = fold(plan_versus_actual, recorded(alone)).values()
    assert (found.of_its_own, found.stage, found.planned_due) == (True, None, WEDNESDAY)
    assert not task().of_its_own


def test_done_is_measured_against_the_plan() -> None:
    """S2-06."""
    assert not task(recorded(done, TUESDAY)).late
    assert task(recorded(done, THURSDAY)).late


def test_putting_a_task_off_does_not_change_the_plan() -> None:
    """S2-19."""
    found = task(recorded(rescheduled), recorded(done, THURSDAY))
    assert (found.planned_due, found.due, found.late) == (WEDNESDAY, THURSDAY, True)
    assert found.times_moved == 1


def test_the_plan_follows_the_dates_of_the_deal() -> None:
    """S2-09: a later shipment is a later plan."""
    found = task(recorded(due_set), recorded(done, THURSDAY))
    assert (found.planned_due, found.late) == (FRIDAY, False)


def test_a_returned_result_was_not_done() -> None:
    """S2-13."""
    found = task(recorded(done, THURSDAY), recorded(returned))
    assert (found.status, found.done_at, found.late, found.planned_due) == ("open", None, False, WEDNESDAY)
    assert found.times_returned == 1


def test_a_task_that_changed_hands_counts_for_whoever_has_it() -> None:
    assert task(recorded(reassigned)).responsible_id == BOB


def test_a_dropped_task_stays_in_the_plan_as_such() -> None:
    assert task(recorded(cancelled)).status == "cancelled"
