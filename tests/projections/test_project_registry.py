"""The list of projects tells who leads each, what is planned and spent, and of what was warned."""

from __future__ import annotations

from decimal import Decimal

import pytest
from examples import ANN, BOB, CAROL, HEAD, MONDAY, TUESDAY, roubles
from fold import fold, recorded
from project_facts import PLANNED, PROJECT, TEST, count, past, plan_setup

from crm_es.aggregates.project import (
    CloseProject,
    DropStage,
    HandOverProject,
    ReopenProject,
    SetBaseline,
    SetProjectBudget,
)
from crm_es.messages import Command, Corrupt
from crm_es.projections import project_registry
from crm_es.projections.project_registry import Project

drop = DropStage(project_id=PROJECT, stage_id=TEST, reason="Not wanted")
close = CloseProject(project_id=PROJECT, reason="Accepted")


def project(*commands: Command) -> Project:
    facts = [event for event in past(*commands) if isinstance(event, project_registry.ProjectFact)]
    found: Project = fold(project_registry, *(recorded(event) for event in facts))[PROJECT]
    return found


def test_everybody_who_is_on_it_is_known() -> None:
    found = project(*PLANNED)
    assert (found.name, found.lead_id, found.status, found.planned_minutes) == ("Rollout", ANN, "open", 1000)
    assert found.involved == (ANN, HEAD, BOB, CAROL)
    assert project(*PLANNED, drop).planned_minutes == 600


def test_what_is_spent_is_counted_and_dangers_are_named() -> None:
    found = project(*PLANNED, count(480), count(600))
    assert (found.spent_minutes, found.warnings) == (600, ("runs ahead", "CPI", "stage over plan"))
    assert found.warned_at == MONDAY


def test_what_was_agreed_is_shown() -> None:
    budget = SetProjectBudget(project_id=PROJECT, minutes=100, amount=roubles(50), per="month", carries_over=True)
    found = project(*PLANNED, SetBaseline(project_id=PROJECT, name="Agreed"), budget)
    assert (found.baselines, found.budget_minutes, found.budget_amount) == (1, 100, Decimal(50))
    assert (found.budget_per, found.budget_carries_over, found.budget_use) == ("month", True, "price")
    assert project(*PLANNED, budget, SetProjectBudget(project_id=PROJECT)).budget_minutes is None


def test_its_lead_and_its_end_are_shown() -> None:
    given = project(*PLANNED, HandOverProject(project_id=PROJECT, lead_id=CAROL))
    assert given.lead_id == CAROL
    over = project(*PLANNED, close)
    assert (over.status, over.closed_at, over.ended) == ("closed", MONDAY, "Accepted")
    again = project(*PLANNED, close, ReopenProject(project_id=PROJECT, reason="Warranty"))
    assert (again.status, again.closed_at, again.ended) == ("open", None, None)


def test_nothing_happens_to_what_nobody_opened() -> None:
    (_, planned) = past(*PLANNED[:1], plan_setup)
    with pytest.raises(Corrupt):
        fold(project_registry, recorded(planned, TUESDAY))
