"""Estimates rest on finished tasks alone, say on which, and where eight of ten lie (S3-14)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from crm_es.playbook.projects import Projects
from crm_es.projects.estimates import estimate, quantile
from crm_es.projects.similarity import Finished, Wanted

DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
PLAN = Projects(risk_percent=20, similar_least=5)


def roofs(*actual: int, planned: int = 100) -> list[Finished]:
    """Finished tasks that took so many minutes each."""
    return [
        Finished(UUID(int=n), UUID(int=0), "Repair the roof", "Building", planned, minutes, DAY + timedelta(days=n))
        for n, minutes in enumerate(actual, 1)
    ]


def test_the_estimate_is_the_median_with_the_range_of_eight_in_ten_and_the_allowance_for_risk() -> None:
    found = estimate(Wanted("Roof", "Building"), roofs(*range(10, 120, 10)), PLAN)
    assert found[:5] == ("actual", 60, 20, 100, 72)
    assert len(found.rests_on) == 11


def test_an_estimate_of_somebody_is_corrected_by_how_such_estimates_came_out() -> None:
    found = estimate(Wanted("Roof", "Building", planned=200), roofs(50, 100, 150, 200, 250), PLAN)
    assert found[:5] == ("ratio", 300, 140, 460, 360)


def test_tasks_without_a_plan_say_nothing_of_how_estimates_come_out() -> None:
    known = roofs(50, 100, 150, 200, 250, planned=0)
    assert estimate(Wanted("Roof", planned=200), known, PLAN).basis == "actual"


def test_what_shares_the_category_alone_counts_only_while_nearer_tasks_are_too_few() -> None:
    jobs = roofs(30, 30, 30, 30, 30)
    house = jobs[0]._replace(task_id=UUID(int=99), title="House", actual=84 * 60)
    wanted = Wanted("Repair the roof", "Building")
    assert estimate(wanted, [*jobs, house], PLAN)[:4] == ("actual", 30, 30, 30)
    few = estimate(wanted, [*jobs[:4], house], PLAN)
    assert (few.median, len(few.rests_on)) == (30, 5)


def test_of_too_few_tasks_nothing_is_said_but_which_they_are() -> None:
    found = estimate(Wanted("Roof"), roofs(10, 20, 30, 40), PLAN)
    assert found[:5] == ("too few", None, None, None, None)
    assert len(found.rests_on) == 4
    advice = "Finished stages like it: 4; needed: 5. To get there, give its category, or finish more stages."
    assert found.advice == advice
    assert "of its category" in str(estimate(Wanted("Roof", "Building"), [], PLAN).advice)
    assert estimate(Wanted("Roof"), roofs(*range(5)), PLAN).advice is None


@pytest.mark.parametrize(("part", "value"), [(0.0, 1), (0.5, 2.5), (1.0, 4), (0.1, 1.3)])
def test_a_quantile_lies_between_two_values_where_it_falls_there(part: float, value: float) -> None:
    assert quantile([4, 1, 3, 2], part) == pytest.approx(value)


def test_the_quantile_of_one_value_is_that_value() -> None:
    assert quantile([7], 0.9) == 7
