"""The plan as of any time is the plan that was known then (S3-20)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from examples import ANN, BOB, CAROL, MONDAY, TUESDAY, WEDNESDAY, roubles
from fold import fold, recorded
from hypothesis import given
from hypothesis import strategies as some
from project_facts import PLANNED, PROJECT, SETUP, TEST, leading, of_kind, open_it, past, plan_setup, plan_test

from crm_es.aggregates.project import DropStage, PlannedWork, StageDropped, StagePlanned, decider
from crm_es.messages import Event
from crm_es.projections import stage_plans

planned, test_planned = of_kind(past(*PLANNED), StagePlanned)
Plan = dict[tuple[UUID, UUID | None], int]


def known(rows: dict[Any, Any], at: datetime) -> Plan:
    """What the rows say was planned at a time, by stage and person."""
    return {
        (row.stage_id, row.person_id): row.minutes
        for row in rows.values()
        if row.known_since <= at and (row.known_until is None or at < row.known_until)
    }


def test_each_version_of_a_plan_is_known_for_its_time() -> None:
    more = PlannedWork(person_id=BOB, minutes=900)
    anew = past(*PLANNED, plan_setup.model_copy(update={"planned": (more,)}))[-1]
    rows = fold(stage_plans, recorded(planned, MONDAY), recorded(anew, TUESDAY))
    assert known(rows, MONDAY) == {(SETUP, BOB): 600}
    assert known(rows, TUESDAY - timedelta(seconds=1)) == {(SETUP, BOB): 600}
    assert known(rows, TUESDAY) == {(SETUP, BOB): 900}
    first = next(row for row in rows.values() if row.version == 1)
    assert (first.value_amount, first.value_currency, first.cost_amount) == (roubles(30000).amount, "RUB", 12000)


def test_a_stage_without_people_is_known_too() -> None:
    alone = past(open_it, plan_setup.model_copy(update={"planned": ()}))[-1]
    assert known(fold(stage_plans, recorded(alone)), MONDAY) == {(SETUP, None): 0}


def test_what_is_dropped_was_known_until_then() -> None:
    drop = past(*PLANNED, DropStage(project_id=PROJECT, stage_id=TEST, reason="Not wanted"))[-1]
    rows = fold(stage_plans, recorded(test_planned, MONDAY), recorded(drop, WEDNESDAY))
    assert known(rows, TUESDAY) == {(TEST, BOB): 120, (TEST, CAROL): 280}
    assert known(rows, WEDNESDAY) == {}
    again = past(*PLANNED, DropStage(project_id=PROJECT, stage_id=TEST, reason="Not wanted"), plan_test)[-1]
    rows = fold(stage_plans, recorded(test_planned, MONDAY), recorded(drop, TUESDAY), recorded(again, WEDNESDAY))
    assert known(rows, WEDNESDAY) == {(TEST, BOB): 120, (TEST, CAROL): 280}


steps = some.tuples(
    some.sampled_from([SETUP, TEST]),
    some.dictionaries(some.sampled_from([ANN, BOB, CAROL]), some.integers(0, 500), max_size=3),
    some.booleans(),
)


@given(some.lists(steps, max_size=12))
def test_the_plan_as_of_a_time_is_the_fold_up_to_that_time(wishes: list[Any]) -> None:
    state = decider.fold(past(open_it))
    history: list[tuple[datetime, Event]] = []
    plans: list[Plan] = []
    for n, (stage_id, shares, drop) in enumerate(wishes):
        at = MONDAY + timedelta(hours=n)
        work = tuple(PlannedWork(person_id=person, minutes=minutes) for person, minutes in shares.items())
        command = plan_setup.model_copy(update={"stage_id": stage_id, "planned": work})
        wish = DropStage(project_id=PROJECT, stage_id=stage_id, reason="No") if drop else command
        assert state is not None
        if not drop or stage_id in state.stages:
            events = tuple(decider.decide(state, wish, leading(at=at)))
            state = decider.fold(events, state)
            history += [(at, event) for event in events]
        assert state is not None
        plans.append(
            {
                (plan.stage_id, share.person_id if share else None): share.minutes if share else 0
                for plan in state.plans
                for share in plan.planned or (None,)
            }
        )
    told = [(at, event) for at, event in history if isinstance(event, StagePlanned | StageDropped)]
    rows = fold(stage_plans, *(recorded(event, at) for at, event in told))
    for n, plan in enumerate(plans):
        assert known(rows, MONDAY + timedelta(hours=n, minutes=30)) == plan
