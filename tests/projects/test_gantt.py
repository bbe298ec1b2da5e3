"""The chart shows stages by project, or down to one employee, and what does not fit together (S3-17)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB, CAROL
from project_facts import PLANNED, PROJECT, SETUP, TEST, count, open_it, plan_setup, plan_test
from project_tables import told
from psycopg import Connection

from crm_es.aggregates.project import DropStage, FinishStage, ReportProgress
from crm_es.messages import Refused
from crm_es.projects.asked import Asked
from crm_es.projects.gantt import gantt

Rows = Connection[Any]
early = plan_test.model_copy(update={"starts": date(2026, 11, 26)})


def test_each_stage_has_a_bar_with_its_people(projects: Rows) -> None:
    told(projects, *PLANNED, count(60))
    setup, test = gantt(projects)
    assert (setup["stage"], setup["starts"], setup["ends"]) == ("Set up", date(2026, 11, 23), date(2026, 11, 27))
    assert (setup["planned_minutes"], setup["spent_minutes"], setup["first_worked"]) == (600, 60, date(2026, 11, 23))
    assert (test["people"], test["depends_on"], test["warnings"]) == (["Bob", "Carol"], [SETUP], [])


def test_by_person_everybody_has_a_bar_for_each_stage(projects: Rows) -> None:
    told(projects, *PLANNED, count(60), count(30, UUID(int=2), person_id=ANN))
    bars = [(line["person"], line["stage"], line["planned_minutes"], line["spent_minutes"]) for line in
            gantt(projects, by="person")]  # fmt: skip
    assert bars == [
        ("Ann", "Set up", 0, 30),
        ("Bob", "Set up", 600, 60),
        ("Bob", "Test", 120, 0),
        ("Carol", "Test", 280, 0),
    ]
    assert [line["person"] for line in gantt(projects, Asked(person_id=CAROL), by="person")] == ["Carol"]
    assert [line["stage"] for line in gantt(projects, Asked(person_id=CAROL))] == ["Test"]
    assert [line["stage"] for line in gantt(projects, Asked(person_id=ANN))] == ["Set up"]
    query = gantt(projects, Asked(person_id=CAROL), by="person")[0]["query"]
    assert query == f"project_id={PROJECT}&stage_id={TEST}&person_id={CAROL}"


def test_a_start_before_the_end_of_what_it_needs_is_told_and_not_refused(projects: Rows) -> None:
    told(projects, open_it, plan_setup, early, count(60, stage_id=TEST))
    bars = {line["stage"]: line["warnings"] for line in gantt(projects)}
    assert bars == {
        "Set up": [],
        "Test": ["It starts before 'Set up' ends.", "It was begun, and 'Set up' is not finished."],
    }


def test_a_part_outside_the_days_of_the_whole_is_told(projects: Rows) -> None:
    part = plan_test.model_copy(update={"parent_id": SETUP, "depends_on": ()})
    told(projects, open_it, plan_setup, part, ReportProgress(project_id=PROJECT, stage_id=TEST, done_percent=5))
    assert gantt(projects)[1]["warnings"] == ["It is a part of 'Set up' and lies outside its days."]


def test_the_chart_is_of_some_days(projects: Rows) -> None:
    told(projects, *PLANNED)
    monday = date(2026, 11, 30)
    assert [line["stage"] for line in gantt(projects, since=monday)] == ["Test"]
    assert [line["stage"] for line in gantt(projects, until=monday - timedelta(1))] == ["Set up"]
    with pytest.raises(Refused, match="ends before it begins"):
        gantt(projects, since=monday, until=monday - timedelta(1))


def test_a_late_stage_reaches_until_today_and_one_that_took_longer_until_then(projects: Rows) -> None:
    """It ended on the 27th as planned."""
    first, today = date(2026, 12, 1), date(2026, 12, 2)
    told(projects, open_it, plan_setup)
    (late,) = gantt(projects, since=first, today=today)
    assert (late["ends"], late["begins"], late["reaches"]) == (date(2026, 11, 27), date(2026, 11, 23), today)
    told(projects, open_it, plan_setup, count(60, on=first), FinishStage(project_id=PROJECT, stage_id=SETUP))
    (done,) = gantt(projects, since=first, today=today)
    assert (done["ends"], done["reaches"], done["last_worked"]) == (date(2026, 11, 27), first, first)
    assert gantt(projects, since=today, today=today) == []


def test_dropped_stages_are_in_no_chart(projects: Rows) -> None:
    told(projects, *PLANNED, DropStage(project_id=PROJECT, stage_id=TEST, reason="Not wanted"))
    assert [line["stage"] for line in gantt(projects, Asked(person_id=BOB))] == ["Set up"]
