"""The list of stages tells who works on each, how far it is, and what it took."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from examples import BOB, CAROL, CLIENT, FRIDAY, MONDAY, OTHER_ID
from fold import fold, recorded
from project_facts import PLANNED, PROJECT, SETUP, TEST, about, count, past, plan_setup, plan_test

from crm_es.aggregates.project import (
    DropStage,
    FinishStage,
    PlannedWork,
    ProjectWarned,
    ReopenStage,
    ReportProgress,
    StagePlanned,
)
from crm_es.messages import Command, Event
from crm_es.projections import project_stages
from crm_es.projections.project_stages import ProjectStage

report = ReportProgress(project_id=PROJECT, stage_id=SETUP, done_percent=40)
finish = FinishStage(project_id=PROJECT, stage_id=SETUP)
late = ProjectWarned(
    **about,
    what="stage late",
    stage_id=SETUP,
    stage="Set up",
    threshold=Decimal(0),
    figure=Decimal(1),
    planned_minutes=600,
    spent_minutes=0,
    done_percent=0,
    ends=date(2026, 11, 27),
)


def facts(*commands: Command) -> list[Event]:
    return [event for event in past(*commands) if isinstance(event, project_stages.StageFact)]


def stage(*events: Event) -> ProjectStage:
    found: ProjectStage = fold(project_stages, *(recorded(event, MONDAY) for event in events))[SETUP]
    return found


def test_a_stage_is_shown_as_planned() -> None:
    rows = fold(project_stages, *map(recorded, facts(*PLANNED)))
    found = rows[TEST]
    assert (found.name, found.category, found.planned_minutes, found.people) == ("Test", "test", 400, (BOB, CAROL))
    assert (found.depends_on, found.status, found.done_percent, found.version) == ((SETUP,), "open", 0, 1)
    anew = stage(*facts(*PLANNED, report, plan_setup.model_copy(update={"planned": ()})))
    assert (anew.planned_minutes, anew.people, anew.version, anew.done_percent) == (0, (), 2, 40)


def test_how_far_it_is_is_shown() -> None:
    assert stage(*facts(*PLANNED, report)).done_percent == 40
    done = stage(*facts(*PLANNED, finish))
    assert (done.status, done.done_percent, done.finished_at) == ("finished", 100, MONDAY)
    again = stage(*facts(*PLANNED, finish, ReopenStage(project_id=PROJECT, stage_id=SETUP, reason="No")))
    assert (again.status, again.done_percent, again.finished_at) == ("open", 90, None)


def test_what_it_took_follows_corrections() -> None:
    found = stage(*facts(*PLANNED, count(60), count(90), count(30, OTHER_ID)))
    assert (found.spent_minutes, found.first_worked, found.last_worked) == (120, MONDAY.date(), MONDAY.date())
    rows = fold(project_stages, *map(recorded, facts(*PLANNED, count(60), count(60, stage_id=TEST))))
    assert [(row.name, row.spent_minutes) for row in rows.values()] == [("Set up", 0), ("Test", 60)]
    assert SETUP not in fold(project_stages, *map(recorded, facts(*PLANNED[:1], count(60))))


def test_a_late_stage_is_late_until_it_is_planned_anew() -> None:
    assert stage(*facts(*PLANNED), late).late
    other = past(*PLANNED, plan_setup.model_copy(update={"ends": FRIDAY.date().replace(day=30)}))[-1]
    assert not stage(*facts(*PLANNED), late, other).late


def test_a_dropped_stage_can_come_back() -> None:
    drop = DropStage(project_id=PROJECT, stage_id=TEST, reason="Not wanted")
    rows = fold(project_stages, *map(recorded, facts(*PLANNED, drop)))
    assert rows[TEST].status == "dropped"
    rows = fold(project_stages, *map(recorded, facts(*PLANNED, drop, plan_test)))
    assert (rows[TEST].status, rows[TEST].version) == ("open", 3)


def test_a_finished_stage_that_comes_back_is_finished() -> None:
    drop = DropStage(project_id=PROJECT, stage_id=SETUP, reason="Not wanted")
    one = plan_setup.model_copy(update={"planned": (PlannedWork(person_id=CAROL, minutes=5),)})
    found = stage(*facts(PLANNED[0], plan_setup, finish, drop, one))
    assert (found.status, found.people) == ("finished", (CAROL,))


def test_no_project_takes_the_stage_of_another() -> None:
    """Ids are made by whoever plans: one who repeats another's changes nothing there."""
    planned = next(event for event in facts(*PLANNED) if isinstance(event, StagePlanned))
    strange = planned.model_copy(update={"project_id": CLIENT, "name": "Mine"})
    assert stage(planned, strange).name == "Set up"
