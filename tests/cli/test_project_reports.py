"""Projects on the command line: what was planned and worked, as tables, JSON and files (S3-17, S3-20, X-36)."""

from __future__ import annotations

from pathlib import Path

import pytest
from examples import ANN, CLIENT, MONDAY, policy
from project_facts import PLANNED, PROJECT, count
from shell import Operator, answer

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.project import SetBaseline, SetProjectBudget
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.runners.worker import settle


@pytest.fixture
def planned(staffed: Crm) -> Crm:
    staffed.handle(MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), Context(by=ANN, at=MONDAY))
    wishes = (
        *PLANNED,
        SetBaseline(project_id=PROJECT, name="Agreed"),
        SetProjectBudget(project_id=PROJECT, minutes=60),
    )
    for wish in wishes:
        staffed.handle(wish, Context(by=ANN, at=MONDAY))
    staffed.handle(count(60), policy())
    settle(staffed)
    return staffed


def test_reports_on_projects_are_printed(planned: Crm, crm_es: Operator, tmp_path: Path) -> None:
    assert planned
    (whole, *_) = answer(crm_es("--json", "projects", "plan-fact", "--project", PROJECT, "--baseline", 1))["lines"]
    assert whole["planned_minutes"] == 1000
    (whole, *_) = answer(crm_es("--json", "projects", "plan-fact", "--as-of", "2026-11-23"))["lines"]
    assert whole["planned_minutes"] == 1000
    table = crm_es("projects", "gantt", "--by", "person").stdout
    assert "Carol" in table
    assert str(PROJECT) not in table
    (hours,) = answer(crm_es("--json", "projects", "earned-value"))["lines"]
    assert (hours["unit"], hours["bac"], hours["ac"]) == ("hours", "16.67", "1.00")
    assert "hours" in crm_es("projects", "budgets").stdout
    out = tmp_path / "plan.xlsx"
    assert crm_es("projects", "plan-fact", "--format", "xlsx", "--out", out).returncode == 0
    assert out.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("plan-fact", "--by", "moon"), "Take one of project, stage"),
        (("earned-value", "--use", "hope"), "Take one of price, cost"),
        (("plan-fact", "--baseline", "3", "--project", str(PROJECT)), "has no baseline 3"),
        (("gantt", "--from", "someday"), "someday"),
    ],
)
def test_what_makes_no_sense_is_said(planned: Crm, crm_es: Operator, arguments: tuple[str, ...], words: str) -> None:
    assert planned
    done = crm_es("projects", *arguments)
    assert done.returncode != 0
    assert words in done.stderr
    assert "Traceback" not in done.stderr
