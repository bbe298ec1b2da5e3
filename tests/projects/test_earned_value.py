"""Earned value in hours and in money, by the terms of the standards (S3-13, S3-15)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from examples import BOB
from project_facts import PLANNED, PROJECT, SETUP, TEST, count, plan_setup, plan_test
from project_tables import told
from psycopg import Connection

from crm_es.aggregates.project import FinishStage, PlannedWork, ReportProgress, SetBaseline
from crm_es.projects.asked import Asked
from crm_es.projects.earned_value import earned_value

Rows = Connection[Any]
WEDNESDAY = date(2026, 11, 25)
report = ReportProgress(project_id=PROJECT, stage_id=SETUP, done_percent=40)


def figures(line: dict[str, Any], *names: str) -> list[Any]:
    return [float(value) if isinstance(value, Decimal) else value for value in map(line.get, names)]


def test_hours_tell_what_is_due_done_and_spent(projects: Rows) -> None:
    """On Wednesday evening three of five days are over: six of ten hours are due, four are done, eight are spent."""
    told(projects, *PLANNED, report, count(480))
    hours, money = earned_value(projects, WEDNESDAY)
    assert figures(hours, "unit", "bac", "pv", "ev", "ac", "cv", "sv") == ["hours", 16.67, 6, 4, 8, -4, -2]
    assert figures(hours, "cpi", "spi", "eac", "etc", "vac") == [0.5, 0.67, 33.33, 25.33, -16.67]
    assert figures(money, "unit", "bac", "pv", "ev", "ac", "cpi") == ["RUB", 20000, 7200, 4800, 9600, 0.5]
    (_, price) = earned_value(projects, WEDNESDAY, use="price")
    assert figures(price, "bac", "ac") == [50000, 24000]


def test_each_stage_has_its_own_figures_and_they_add_up(projects: Rows) -> None:
    told(projects, *PLANNED, report, count(480), count(60, UUID(int=2), None))
    lines = [line for line in earned_value(projects, WEDNESDAY, by="stage") if line["unit"] == "hours"]
    assert [figures(line, "stage", "pv", "ev", "ac") for line in lines] == [
        ["Set up", 6, 4, 8],
        ["Test", 0, 0, 0],
        [None, 0, 0, 1],
    ]
    assert lines[0]["query"] == f"project_id={PROJECT}&stage_id={SETUP}"
    assert lines[2]["query"] == f"project_id={PROJECT}&stage_id=none"
    whole = earned_value(projects, WEDNESDAY)[0]
    assert figures(whole, "ac") == [sum(float(line["ac"]) for line in lines)]


def test_what_has_no_dates_is_neither_late_nor_early(projects: Rows) -> None:
    told(projects, PLANNED[0], plan_setup.model_copy(update={"starts": None, "ends": None}), report)
    assert figures(earned_value(projects, WEDNESDAY)[0], "pv", "ev", "spi", "cpi") == [4, 4, 1, None]


def test_money_says_nothing_where_no_rate_fits(projects: Rows) -> None:
    told(projects, *PLANNED, report, count(480))
    projects.execute("UPDATE stage_plans SET value_amount = NULL, value_currency = NULL")
    (_, money) = earned_value(projects, WEDNESDAY, use="price")
    assert figures(money, "bac", "pv", "ev", "ac", "cv", "cpi", "eac") == [None, None, None, 24000, None, None, None]
    projects.execute("UPDATE project_work SET cost_amount = NULL, cost_currency = NULL")
    (_, money) = earned_value(projects, WEDNESDAY)
    assert figures(money, "bac", "ac", "cv", "cpi", "eac") == [20000, None, None, None, None]
    projects.execute("UPDATE project_work SET value_amount = NULL, value_currency = NULL")
    assert [line["unit"] for line in earned_value(projects, WEDNESDAY, use="price")] == ["hours"]


def test_nothing_is_foretold_of_what_nothing_was_spent_on(projects: Rows) -> None:
    told(projects, PLANNED[0], plan_setup, report)
    assert figures(earned_value(projects, WEDNESDAY)[0], "ev", "ac", "eac", "etc", "vac") == [4, 0, None, None, None]


def test_a_stage_with_an_end_alone_is_due_on_that_day(projects: Rows) -> None:
    told(projects, PLANNED[0], plan_setup.model_copy(update={"starts": None}))
    assert figures(earned_value(projects, WEDNESDAY)[0], "pv") == [0]
    assert figures(earned_value(projects, date(2026, 11, 27))[0], "pv") == [10]


def test_it_compares_with_what_was_agreed(projects: Rows) -> None:
    more = plan_setup.model_copy(update={"planned": (PlannedWork(person_id=BOB, minutes=1200),)})
    agree = SetBaseline(project_id=PROJECT, name="Agreed estimate")
    done = FinishStage(project_id=PROJECT, stage_id=SETUP)
    told(projects, *PLANNED, agree, more, done, count(900))
    now, agreed = (earned_value(projects, WEDNESDAY, Asked(PROJECT, baseline=n))[0] for n in (None, 1))
    assert figures(now, "bac", "ev", "ac") == [26.67, 20, 15]
    assert figures(agreed, "bac", "pv", "ev", "ac", "cpi") == [16.67, 6, 10, 15, 0.67]


def test_what_nothing_is_planned_for_earns_nothing(projects: Rows) -> None:
    told(projects, PLANNED[0], plan_test.model_copy(update={"planned": (), "depends_on": ()}), count(60, stage_id=TEST))
    assert figures(earned_value(projects, WEDNESDAY)[0], "bac", "ev", "ac", "cpi", "eac") == [0, 0, 1, 0, None]
