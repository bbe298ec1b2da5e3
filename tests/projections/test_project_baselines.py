"""What was agreed never changes, however the plan goes on (S3-20)."""

from __future__ import annotations

from typing import Any

from examples import BOB, CAROL, MONDAY, TUESDAY
from fold import fold, recorded
from project_facts import PLANNED, PROJECT, SETUP, TEST, of_kind, past, plan_setup

from crm_es.aggregates.project import BaselineSet, PlannedWork, SetBaseline
from crm_es.projections import project_baselines

agree = SetBaseline(project_id=PROJECT, name="Agreed estimate")
more = plan_setup.model_copy(update={"planned": (PlannedWork(person_id=CAROL, minutes=900),)})
first, second = of_kind(past(*PLANNED, agree, more, agree), BaselineSet)


def of(rows: dict[Any, Any], number: int) -> set[Any]:
    return {(row.stage_id, row.person_id, row.minutes) for row in rows.values() if row.number == number}


def test_a_baseline_holds_the_plan_by_stage_and_person() -> None:
    rows = fold(project_baselines, recorded(first, MONDAY))
    assert of(rows, 1) == {(SETUP, BOB, 600), (TEST, BOB, 120), (TEST, CAROL, 280)}
    line = next(row for row in rows.values() if row.stage_id == SETUP)
    assert (line.baseline, line.set_at, line.stage, line.category) == ("Agreed estimate", MONDAY, "Set up", "build")
    assert (line.value_amount, line.cost_currency, line.ends.day) == (30000, "RUB", 27)


def test_a_later_baseline_leaves_the_first_as_it_was() -> None:
    before = fold(project_baselines, recorded(first, MONDAY))
    after = fold(project_baselines, recorded(first, MONDAY), recorded(second, TUESDAY), recorded(first, TUESDAY))
    assert {key: row for key, row in after.items() if row.number == 1} == before
    assert of(after, 2) == {(SETUP, CAROL, 900), (TEST, BOB, 120), (TEST, CAROL, 280)}


def test_a_stage_without_people_was_agreed_too() -> None:
    (alone,) = of_kind(past(PLANNED[0], plan_setup.model_copy(update={"planned": ()}), agree), BaselineSet)
    assert of(fold(project_baselines, recorded(alone)), 1) == {(SETUP, None, 0)}
