"""Budgets in all or by month, in hours and in money, with what is carried over (X-36)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from examples import roubles
from project_facts import PLANNED, PROJECT, count
from project_tables import told
from psycopg import Connection

from crm_es.aggregates.project import SetProjectBudget
from crm_es.projects.budgets import budgets

Rows = Connection[Any]
TODAY = date(2026, 12, 10)
october = count(600, UUID(int=2), on=date(2026, 10, 20))
november = count(120, UUID(int=3), on=date(2026, 11, 20))
monthly = SetProjectBudget(project_id=PROJECT, minutes=300, per="month", since=date(2026, 10, 5))


def shown(db: Rows, today: date = TODAY) -> list[Any]:
    columns = ("unit", "period", "available", "spent", "left", "percent", "state")
    return [tuple(line[name] for name in columns) for line in budgets(db, today)]


def test_a_budget_in_all_counts_hours_and_money(projects: Rows) -> None:
    limit = SetProjectBudget(project_id=PROJECT, minutes=750, amount=roubles(30000))
    told(projects, *PLANNED, limit, october, november)
    assert shown(projects) == [
        ("hours", None, 12.5, 12, 0.5, 96.0, "amber"),
        ("RUB", None, 30000, 36000, -6000, 120.0, "red"),
    ]
    assert budgets(projects, TODAY)[0]["query"] == f"project_id={PROJECT}"


def test_a_budget_limits_what_hours_cost_us_too(projects: Rows) -> None:
    told(projects, *PLANNED, SetProjectBudget(project_id=PROJECT, amount=roubles(30000), use="cost"), october)
    assert shown(projects) == [("RUB", None, 30000, 12000, 18000, 40.0, "ok")]


def test_a_monthly_budget_begins_anew_each_month(projects: Rows) -> None:
    told(projects, *PLANNED, monthly, october, november)
    assert shown(projects) == [
        ("hours", "2026-10", 5, 10, -5, 200.0, "red"),
        ("hours", "2026-11", 5, 2, 3, 40.0, "ok"),
        ("hours", "2026-12", 5, 0, 5, 0.0, "ok"),
    ]
    query = budgets(projects, TODAY)[1]["query"]
    assert query == f"project_id={PROJECT}&on_day_from=2026-11-01&on_day_to=2026-11-30"


def test_what_a_month_leaves_or_overdraws_is_carried_over(projects: Rows) -> None:
    told(projects, *PLANNED, monthly.model_copy(update={"carries_over": True}), october, november)
    assert shown(projects) == [
        ("hours", "2026-10", 5, 10, -5, 200.0, "red"),
        ("hours", "2026-11", 0, 2, -2, None, "red"),
        ("hours", "2026-12", 3, 0, 3, 0.0, "ok"),
    ]
    assert [line["carried_over"] for line in budgets(projects, TODAY)] == [0, -5, -2]


def test_a_project_without_a_budget_has_no_lines(projects: Rows) -> None:
    told(projects, *PLANNED, october)
    assert budgets(projects, TODAY) == []
