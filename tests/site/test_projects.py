"""Projects as pages: how they stand, their stages, plan and fact; changes in place (S3-12..S3-20)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import httpx2
import pytest
from browsing import Site
from examples import ANN, BOB, ID, MONDAY, OTHER_ID

from crm_es.aggregates.project import OpenProject, PlanStage, SetBaseline, SetProjectBudget
from crm_es.aggregates.project.commands import PlannedWork
from crm_es.context import Context
from crm_es.site.projecting.hours import minutes_of, typed
from crm_es.site.projecting.stages import tree

Visit = Callable[..., httpx2.Client]
PARTLY = {"HX-Request": "true"}
PAGE = f"/projects/{ID}"


@pytest.fixture
def planned(site: Site) -> UUID:
    """Ann leads a project with one stage, on which Bob is to work eight hours."""
    for command in (
        OpenProject(project_id=ID, name="Oven & <b>proofer</b>", lead_id=ANN),
        PlanStage(
            project_id=ID,
            stage_id=OTHER_ID,
            name="Survey",
            starts=date(2026, 11, 30),
            ends=date(2026, 12, 4),
            planned=(PlannedWork(person_id=BOB, minutes=480),),
        ),
        SetBaseline(project_id=ID, name="Agreed estimate"),
        SetProjectBudget(project_id=ID, minutes=600),
    ):
        site.tell(command, context=Context(by=ANN, at=MONDAY))
    return ID


def stage(site: Site, visit: Visit) -> dict[str, Any]:
    site.settle()
    found: dict[str, Any] = visit(ANN).get(f"/api/v1/project-stages/{OTHER_ID}").json()
    return found


def test_every_view_of_a_project_is_a_page(visit: Visit, planned: UUID) -> None:
    assert planned
    looking = visit(ANN)
    for view in ("stages", "gantt", "plan&by=person", "plan&baseline=1", "value", "history"):
        answer = looking.get(f"{PAGE}?view={view}")
        assert answer.status_code == 200, view
        assert "Oven &amp; &lt;b&gt;proofer&lt;/b&gt;" in answer.text
        assert "<b>proofer" not in answer.text
    assert looking.get(f"{PAGE}?version=1").status_code == 200


def test_the_overview_says_how_open_projects_stand(visit: Visit, planned: UUID) -> None:
    page = visit(ANN).get("/projects").text
    assert f'id="p-{planned}"' in page.split('id="stands-ok"')[1]


def test_whoever_may_not_plan_is_offered_no_plan(visit: Visit, planned: UUID) -> None:
    assert planned
    assert "/stages/plan" in visit(ANN).get(PAGE).text
    theirs = visit(BOB).get(PAGE).text
    assert "/stages/plan" not in theirs
    assert f'id="done-{OTHER_ID}"' in theirs


def test_progress_is_told_in_place_and_what_is_wrong_is_said(site: Site, visit: Visit, planned: UUID) -> None:
    assert planned
    place = f"{PAGE}/stages/{OTHER_ID}/progress"
    assert visit(BOB).post(place, data={"done_percent": "250"}, headers=PARTLY).status_code == 422
    assert visit(BOB).post(place, data={"done_percent": "40"}, headers=PARTLY).status_code == 204
    assert stage(site, visit)["done_percent"] == 40


def test_a_moved_bar_changes_the_days_alone(site: Site, visit: Visit, planned: UUID) -> None:
    """S3-16: whoever has seen an older version is told so."""
    assert planned
    place, days = f"{PAGE}/stages/{OTHER_ID}/move", {"starts": "2026-12-07", "ends": "2026-12-11"}
    assert visit(ANN).post(place, data={**days, "_version": "1"}, headers=PARTLY).status_code == 412
    assert visit(BOB).post(place, data=days, headers=PARTLY).status_code == 409
    assert visit(ANN).post(place, data=days, headers=PARTLY).status_code == 204
    moved = stage(site, visit)
    assert (moved["starts"], moved["ends"], moved["planned_minutes"]) == ("2026-12-07", "2026-12-11", 480)


def test_a_stage_is_planned_in_hours_as_people_write_them(site: Site, visit: Visit, planned: UUID) -> None:
    assert planned
    form = {"stage_id": str(OTHER_ID), "name": "Survey", "planned.0.person_id": str(BOB), "planned.0.hours": "soon"}
    refused = visit(ANN).post(f"{PAGE}/stages/plan", data=form, headers=PARTLY)
    assert (refused.status_code, 'value="soon"' in refused.text) == (422, True)
    assert (
        visit(ANN).post(f"{PAGE}/stages/plan", data=form | {"planned.0.hours": "8,5"}, headers=PARTLY).status_code
        == 204
    )
    assert stage(site, visit)["planned_minutes"] == 510


@pytest.mark.parametrize(("text", "minutes"), [("8", 480), ("8,5", 510), ("8:30", 510), ("-1", None), ("NaN", None)])
def test_hours_are_read_as_people_write_them(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


def test_hours_are_shown_as_they_are_typed() -> None:
    assert [typed(minutes) for minutes in (480, 510)] == ["8", "8:30"]


def test_a_part_stands_under_its_whole() -> None:
    rows: list[dict[str, str | None]] = [
        {"stage_id": "b", "parent_id": "a"},
        {"stage_id": "a", "parent_id": None},
        {"stage_id": "c", "parent_id": "gone"},
    ]
    assert [(one.stage["stage_id"], one.depth) for one in tree(rows)] == [("a", 0), ("b", 1), ("c", 0)]
