"""Stage tasks as they were planned, and as they were done."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
from examples import ANN, BOB, FRIDAY, ID, THURSDAY, TUESDAY, WEDNESDAY
from fold import fold, keep, recorded
from task_facts import assigned, cancelled, done, due_set, rescheduled, returned

from crm_es.projections import plan_versus_actual
from crm_es.projections.plan_versus_actual import PlanLine, PlannedTask, report


def task(*later: Any) -> PlannedTask:
    found: PlannedTask = fold(plan_versus_actual, recorded(assigned), *later)[ID]
    return found


def test_a_stage_task_is_planned_for_its_due_time() -> None:
    found = task()
    assert (found.pipeline, found.stage, found.responsible_id) == ("wholesale", "lead", ANN)
    assert (found.planned_due, found.due, found.status) == (WEDNESDAY, WEDNESDAY, "open")


def test_a_task_of_its_own_is_no_part_of_the_plan() -> None:
    alone = assigned.model_copy(update={"stage": None, "deal_id": None})
    assert fold(plan_versus_actual, *map(recorded, (alone, rescheduled, done))) == {}


def test_done_is_measured_against_the_plan() -> None:
    """S2-06."""
    assert not task(recorded(done, TUESDAY)).late
    assert task(recorded(done, THURSDAY)).late


def test_putting_a_task_off_does_not_change_the_plan() -> None:
    """S2-19."""
    found = task(recorded(rescheduled), recorded(done, THURSDAY))
    assert (found.planned_due, found.due, found.late) == (WEDNESDAY, THURSDAY, True)


def test_the_plan_follows_the_dates_of_the_deal() -> None:
    """S2-09: a later shipment is a later plan."""
    found = task(recorded(due_set), recorded(done, THURSDAY))
    assert (found.planned_due, found.late) == (FRIDAY, False)


def test_a_returned_result_was_not_done() -> None:
    """S2-13."""
    found = task(recorded(done, THURSDAY), recorded(returned))
    assert (found.status, found.done_at, found.late, found.planned_due) == ("open", None, False, WEDNESDAY)


def test_the_report_counts_by_stage_and_responsible(company: psycopg.Connection[Any]) -> None:
    """Issue: planned due against done, by stage and responsible; dropped tasks count nowhere."""
    history = ((), (recorded(done, TUESDAY),), (recorded(done, FRIDAY),), (recorded(cancelled),))
    tasks = [replace(task(*later), task_id=UUID(int=n)) for n, later in enumerate(history)]
    keep(company, *tasks, replace(task(), task_id=UUID(int=9), responsible_id=BOB))
    assert report(company) == [
        PlanLine("wholesale", "lead", ANN, planned=3, done=2, on_time=1, late=1, open=1, mean_days_late=2.0),
        PlanLine("wholesale", "lead", BOB, planned=1, done=0, on_time=0, late=0, open=1, mean_days_late=None),
    ]
