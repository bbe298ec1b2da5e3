"""What was worked on a project is listed with what it comes to, as it stands now (S3-13, S3-19)."""

from __future__ import annotations

from examples import BOB, OTHER_ID
from fold import fold, recorded
from project_facts import HOUR_COST, HOUR_PRICE, PLANNED, PROJECT, SETUP, TODAY, WORK, count, of_kind, past

from crm_es.aggregates.project import ProjectWorkCounted
from crm_es.messages import Command
from crm_es.projections import project_work


def counted(*commands: Command) -> list[ProjectWorkCounted]:
    return of_kind(past(*PLANNED, *commands), ProjectWorkCounted)


def test_an_entry_is_listed_with_its_price_and_cost() -> None:
    row = fold(project_work, *map(recorded, counted(count(60))))[WORK]
    assert (row.project_id, row.stage_id, row.person_id, row.on_day) == (PROJECT, SETUP, BOB, TODAY)
    assert (row.minutes, row.value_amount, row.cost_amount) == (60, HOUR_PRICE, HOUR_COST)


def test_a_correction_takes_its_place_and_a_removal_takes_it_out() -> None:
    assert fold(project_work, *map(recorded, counted(count(60), count(90))))[WORK].minutes == 90
    assert fold(project_work, *map(recorded, counted(count(60), count(0)))) == {}


def test_work_that_went_to_another_project_stays_there() -> None:
    here, gone = counted(count(60), count(0))
    there = here.model_copy(update={"project_id": OTHER_ID})
    rows = fold(project_work, *map(recorded, (here, there, gone)))
    assert rows[WORK].project_id == OTHER_ID
