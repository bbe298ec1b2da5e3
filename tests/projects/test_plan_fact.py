"""Plan and fact add up to the work log, whatever they are grouped by and compared with (S3-20)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB, CAROL, MONDAY, OTHER_ID
from project_facts import PLANNED, PROJECT, SETUP, TEST, count, of_kind, open_it, past, plan_setup
from project_tables import told
from psycopg import Connection

from crm_es.aggregates.project import (
    BaselineSet,
    CountProjectWork,
    DropStage,
    PlannedWork,
    PlanStage,
    SetBaseline,
    StagePlan,
    decider,
)
from crm_es.messages import Command, Refused
from crm_es.projects.asked import Asked
from crm_es.projects.plan_fact import By, plan_fact
from crm_es.registries import Registry

Rows = Connection[Any]
agree = SetBaseline(project_id=PROJECT, name="Agreed estimate")
more = plan_setup.model_copy(update={"planned": (PlannedWork(person_id=BOB, minutes=900),)})


def shown(db: Rows, asked: Asked = Asked(), by: By = "stage", **asking: Any) -> list[Any]:  # noqa: B008 - a constant
    """Name, planned, actual, percent and state of each line."""
    columns = ("planned_minutes", "actual_minutes", "percent", "state")
    named = ("stage", "person", "category", "project")
    return [
        (next((line[n] for n in named if line.get(n)), None), *(line[c] for c in columns))
        for line in plan_fact(db, asked, by=by, **asking)
    ]


def test_each_stage_shows_what_was_planned_and_worked(projects: Rows) -> None:
    told(projects, *PLANNED, count(480), count(500, UUID(int=2), TEST))
    assert shown(projects) == [
        ("total", 1000, 980, 98.0, "amber"),
        ("Set up", 600, 480, 80.0, "amber"),
        ("Test", 400, 500, 125.0, "red"),
    ]
    (whole, line, _) = plan_fact(projects)
    assert (whole["project"], whole["project_id"]) == ("total", None)
    assert (line["difference_minutes"], line["entries"], line["unplanned"]) == (-120, 1, False)
    assert line["query"] == f"project_id={PROJECT}&stage_id={SETUP}"


def test_each_person_shows_what_was_planned_and_worked(projects: Rows) -> None:
    told(projects, *PLANNED, count(480), count(60, UUID(int=2), TEST, person_id=ANN))
    assert shown(projects, by="person") == [
        ("total", 1000, 540, 54.0, "ok"),
        ("Ann", 0, 60, None, "red"),
        ("Bob", 720, 480, 66.7, "ok"),
        ("Carol", 280, 0, 0.0, "ok"),
    ]
    assert len(shown(projects, by="stage and person")) == 1 + 4
    of_bob = Asked(project_id=PROJECT, person_id=BOB)
    assert shown(projects, of_bob)[0] == ("total", 720, 480, 66.7, "ok")
    assert plan_fact(projects, of_bob)[1]["query"] == f"project_id={PROJECT}&stage_id={SETUP}&person_id={BOB}"


def test_work_that_nobody_planned_has_lines_of_its_own(projects: Rows) -> None:
    told(projects, *PLANNED, count(30, stage_id=None), count(45, UUID(int=2), OTHER_ID))
    lines = plan_fact(projects)
    assert lines[0]["actual_minutes"] == 75
    unplanned = {line["query"]: line["actual_minutes"] for line in lines[1:] if line["unplanned"]}
    assert unplanned == {f"project_id={PROJECT}&stage_id={OTHER_ID}": 45, f"project_id={PROJECT}&stage_id=none": 30}


def test_it_compares_with_what_was_agreed_and_with_the_plan_of_a_time(projects: Rows) -> None:
    told(projects, *PLANNED, agree, more, count(600))
    now, agreed, then = Asked(), Asked(baseline=1), Asked(as_of=MONDAY + timedelta(hours=2, minutes=30))
    assert [line[1:4] for line in shown(projects, now)][:2] == [(1300, 600, 46.2), (900, 600, 66.7)]
    assert [line[1:4] for line in shown(projects, agreed)][:2] == [(1000, 600, 60.0), (600, 600, 100.0)]
    assert shown(projects, then) == shown(projects, agreed)
    assert shown(projects, Asked(as_of=MONDAY - timedelta(1)))[0][1] == 0
    with pytest.raises(Refused, match="no baseline 2"):
        plan_fact(projects, Asked(project_id=PROJECT, baseline=2))
    with pytest.raises(Refused, match="leave one out"):
        plan_fact(projects, then._replace(baseline=1))


def test_categories_and_projects_are_summed_up(projects: Rows) -> None:
    told(projects, *PLANNED, count(480), count(30, UUID(int=2), None))
    assert [line[1:3] for line in shown(projects, by="category")] == [(1000, 510), (0, 30), (600, 480), (400, 0)]
    lines = plan_fact(projects, by="category")
    assert [line["query"] for line in lines] == ["", "category=", "category=build", "category=test"]
    assert shown(projects, by="project")[1] == ("Rollout", 1000, 510, 51.0, "ok")


def test_one_sees_the_projects_that_one_may_see(projects: Rows) -> None:
    told(projects, *PLANNED, count(60))

    def limits(person_id: UUID) -> Any:
        def of(_: Registry) -> Mapping[str, Any]:
            return {"sight": frozenset({person_id}), "besides": {}}

        return of

    assert shown(projects, limits=limits(ANN))[0][1:3] == (1000, 60)
    assert shown(projects, limits=limits(BOB)) == [
        ("total", 720, 60, 8.3, "ok"),
        ("Set up", 600, 60, 10.0, "ok"),
        ("Test", 120, 0, 0.0, "ok"),
    ]
    assert [line[0] for line in shown(projects, by="person", limits=limits(CAROL))] == ["total", "Carol"]
    assert shown(projects, limits=limits(UUID(int=99))) == [("total", 0, 0, None, "ok")]


def test_the_lines_add_up_to_the_log_and_to_the_plan_whatever_happened(projects: Rows) -> None:
    commands, agreed = chance()
    told(projects, *commands)
    entries = {command.work_id: command for command in commands if isinstance(command, CountProjectWork)}
    worked = Counter[Any]()
    for command in entries.values():
        worked[command.stage_id, command.person_id] += command.minutes
    state = decider.fold(past(*commands))
    assert state is not None
    for asked, plans in ((Asked(), tuple(state.plans)), (Asked(project_id=PROJECT, baseline=1), agreed)):
        planned = {(plan.stage_id, share.person_id): share.minutes for plan in plans for share in plan.planned}
        lines = plan_fact(projects, asked, by="stage and person")[1:]
        assert {key(line): line["actual_minutes"] for line in lines if line["actual_minutes"]} == +worked
        assert {key(line): line["planned_minutes"] for line in lines if line["planned_minutes"]} == {
            of: minutes for of, minutes in planned.items() if minutes
        }
        by: By
        for by in ("project", "stage", "person", "category", "stage and person"):
            whole, *parts = plan_fact(projects, asked, by=by)
            assert whole["actual_minutes"] == sum(line["actual_minutes"] for line in parts) == worked.total()
            assert whole["planned_minutes"] == sum(line["planned_minutes"] for line in parts) == sum(planned.values())
            assert whole["entries"] == sum(bool(command.minutes) for command in entries.values())


def key(line: dict[str, Any]) -> Any:
    return (line["stage_id"], line["person_id"])


def chance() -> tuple[list[Command], tuple[StagePlan, ...]]:
    """Stages planned, planned anew and dropped, and work on them that is corrected: the same each time."""
    dice = random.Random(20)
    stages = [UUID(int=1000 + n) for n in range(20)]
    commands: list[Command] = [open_it]
    for n in range(300):
        stage_id = dice.choice(stages)
        people = dice.sample([ANN, BOB, CAROL], dice.randint(0, 3))
        work = tuple(PlannedWork(person_id=person, minutes=dice.randint(0, 900)) for person in people)
        plan = PlanStage(project_id=PROJECT, stage_id=stage_id, name="S", category=dice.choice("ab"), planned=work)
        known = any(isinstance(c, PlanStage) and c.stage_id == stage_id for c in commands)
        drop = DropStage(project_id=PROJECT, stage_id=stage_id, reason="No")
        entry = UUID(int=2000 + dice.randint(0, 60))
        where = dice.choice([*stages, None, OTHER_ID])
        commands.append(
            agree
            if n == 150
            else drop
            if known and n % 10 == 0
            else plan
            if n % 3 == 0
            else count(dice.randint(0, 300), entry, where, person_id=dice.choice([ANN, BOB]))
        )
    return settled(commands)


def settled(commands: list[Command]) -> tuple[list[Command], tuple[StagePlan, ...]]:
    """With a zero before an entry that goes to another stage, as the work log tells it."""
    found: list[Command] = []
    last: dict[UUID, Any] = {}
    for command in commands:
        if isinstance(command, CountProjectWork):
            before = last.get(command.work_id)
            if before and before.stage_id != command.stage_id:
                found.append(before.model_copy(update={"minutes": 0}))
            last[command.work_id] = command
        found.append(command)
    (baseline,) = of_kind(past(*found), BaselineSet)
    return found, baseline.stages
