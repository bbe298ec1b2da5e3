"""A project is kept within its plan: stages are handed out, work flows back, dangers are told early (S3-12..S3-20)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from company import Company
from examples import ADMIN, ANN, BOB, CAROL, CLIENT, HEAD, MONDAY, TUESDAY, WEDNESDAY, roubles
from project_facts import LED, PROJECT, SETUP, TEST, TODAY, open_it, plan_setup, plan_test

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.project import (
    CloseProject,
    FinishStage,
    PlannedWork,
    ReportProgress,
    SetBaseline,
    SetProjectBudget,
)
from crm_es.aggregates.rate_card import SetRate
from crm_es.aggregates.work_log import CorrectWork, RecordWork, RemoveWork
from crm_es.application import Crm
from crm_es.ids import work_log_of
from crm_es.projects.asked import Asked
from crm_es.projects.budgets import budgets
from crm_es.projects.earned_value import earned_value
from crm_es.projects.plan_fact import plan_fact

ONE, TWO = UUID(int=901), UUID(int=902)


@pytest.fixture
def company(staffed: Crm) -> Company:
    """Ann leads a rollout of ten hours of Bob, then of two of Bob and 280 minutes of Carol."""
    company = Company(staffed)
    company.ask(ADMIN, PublishPlaybook(playbook=LED), MONDAY)
    company.ask(ANN, MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), MONDAY)
    company.ask(ADMIN, SetRate(rate_id=UUID(int=1), per_hour=roubles(3000), since=TODAY), MONDAY)
    company.ask(ANN, open_it, MONDAY)
    company.ask(ANN, plan_setup, MONDAY)
    company.ask(ANN, plan_test, MONDAY)
    company.ask(ANN, SetBaseline(project_id=PROJECT, name="Agreed estimate"), MONDAY)
    return company


def work(work_id: UUID, minutes: int, at: datetime, **where: Any) -> RecordWork:
    told: dict[str, Any] = {"project_id": PROJECT, "stage_id": SETUP, "kind": "project work"} | where
    return RecordWork(
        work_log_id=work_log_of(BOB), person_id=BOB, work_id=work_id, day=at.date(), minutes=minutes, **told
    )


def report(company: Company, asked: Asked = Asked(PROJECT), **asking: Any) -> list[tuple[Any, ...]]:  # noqa: B008 - a constant
    with company.crm.log.datastore.get_connection() as db:
        lines = plan_fact(db, asked, **asking)
    return [(line.get("stage"), line["planned_minutes"], line["actual_minutes"], line["state"]) for line in lines]


def test_stages_are_handed_to_those_who_do_them(company: Company) -> None:
    assert company.kinds(BOB) == ["project stage", "project stage"]
    assert [entry.text for entry in company.notebook(CAROL)] == ["Rollout: Test, 4.7 h, until 04.12.2026"]
    company.ask(BOB, FinishStage(project_id=PROJECT, stage_id=SETUP), TUESDAY)
    assert company.kinds(BOB) == ["project stage"]


def test_work_flows_back_and_follows_corrections(company: Company) -> None:
    company.ask(BOB, work(ONE, 60, MONDAY), MONDAY + timedelta(hours=3))
    assert report(company) == [(None, 1000, 60, "ok"), ("Set up", 600, 60, "ok"), ("Test", 400, 0, "ok")]
    moved = CorrectWork(
        work_log_id=work_log_of(BOB), person_id=BOB, work_id=ONE, project_id=PROJECT, stage_id=TEST,
        kind="project work", day=TODAY, minutes=90, reason="It was the test",
    )  # fmt: skip
    company.ask(BOB, moved, TUESDAY)
    assert report(company) == [(None, 1000, 90, "ok"), ("Set up", 600, 0, "ok"), ("Test", 400, 90, "ok")]
    assert company.list("project-stages", filters={"stage_id": str(TEST)})[0]["spent_minutes"] == 90
    assert company.one("project-work")["value_amount"] == 4500
    company.ask(BOB, RemoveWork(work_log_id=work_log_of(BOB), person_id=BOB, work_id=ONE, reason="Twice"), TUESDAY)
    assert report(company)[0] == (None, 1000, 0, "ok")
    assert company.list("project-work") == []


def test_the_lead_hears_early_of_a_stage_and_the_head_of_the_project_until_it_is_over(company: Company) -> None:
    """S3-15: a fifth of the hours are spent, and nothing is done."""
    company.ask(BOB, work(ONE, 120, MONDAY), MONDAY + timedelta(hours=3))
    (entry,) = company.notebook(ANN)
    assert entry.text == "Rollout: Set up: 2.0 h of 10.0 h are spent, and only 0 % is done: 20 points apart."
    assert company.kinds(HEAD) == []
    company.ask(BOB, ReportProgress(project_id=PROJECT, stage_id=SETUP, done_percent=90), TUESDAY)
    company.ask(BOB, work(TWO, 480, TUESDAY), TUESDAY + timedelta(hours=9))
    (entry,) = company.notebook(ANN)
    assert entry.text == "Rollout: Set up: 100 % of the plan is spent (10.0 h of 10.0 h are spent, 90 % is done)."
    company.ask(BOB, work(UUID(int=903), 420, WEDNESDAY, stage_id=TEST), WEDNESDAY + timedelta(hours=8))
    assert [entry.text for entry in company.notebook(HEAD)] == [
        "Rollout: 102 % of the plan is spent (17.0 h of 16.7 h are spent, 54 % is done)."
    ]
    company.ask(BOB, FinishStage(project_id=PROJECT, stage_id=SETUP), WEDNESDAY)
    assert sorted(entry.text.split(":")[1] for entry in company.notebook(ANN)) == [
        " 102 % of the plan is spent (17.0 h of 16.7 h are spent, 54 % is done).",
        " Test",
    ]
    company.ask(ANN, CloseProject(project_id=PROJECT, reason="Accepted"), WEDNESDAY)
    assert [company.notebook(person) for person in (ANN, HEAD, BOB, CAROL)] == [[], [], [], []]


def test_what_is_late_is_heard_of(company: Company) -> None:
    company.clock(MONDAY + timedelta(6))
    assert "it had to be finished by 27.11.2026" in company.notebook(ANN)[0].text
    row = company.list("project-stages", filters={"late": "true"})
    assert [stage["name"] for stage in row] == ["Set up"]
    assert company.one("projects")["late_stages"] == 1


def test_it_is_compared_with_what_was_agreed(company: Company) -> None:
    """S3-20: the agreed estimate stays what it was, and so does the plan of any day."""
    more = plan_setup.model_copy(update={"planned": (PlannedWork(person_id=BOB, minutes=900),)})
    company.ask(ANN, more, WEDNESDAY)
    company.ask(BOB, work(ONE, 660, WEDNESDAY), WEDNESDAY + timedelta(hours=12))
    assert report(company)[1] == ("Set up", 900, 660, "ok")
    assert report(company, Asked(PROJECT, baseline=1))[1] == ("Set up", 600, 660, "red")
    assert report(company, Asked(PROJECT, as_of=TUESDAY)) == report(company, Asked(PROJECT, baseline=1))


def test_hours_and_money_say_what_it_will_come_to(company: Company) -> None:
    company.ask(ANN, SetProjectBudget(project_id=PROJECT, amount=roubles(20000)), MONDAY)
    company.ask(BOB, work(ONE, 480, MONDAY), MONDAY + timedelta(hours=9))
    company.ask(BOB, ReportProgress(project_id=PROJECT, stage_id=SETUP, done_percent=40), MONDAY + timedelta(hours=9))
    with company.crm.log.datastore.get_connection() as db:
        hours, money = earned_value(db, WEDNESDAY.date(), use="price")
        (limit,) = budgets(db, TODAY)
    assert (hours["ev"], hours["ac"], hours["cpi"], hours["spi"]) == (4, 8, 0.5, 0.67)
    assert (money["unit"], money["bac"], money["ac"], money["eac"]) == ("RUB", 50000, 24000, 100000)
    assert (limit["spent"], limit["percent"], limit["state"]) == (24000, 120.0, "red")
    told = [entry.text for entry in company.notebook(ANN)]
    assert "Rollout: 120 % of the budget is spent." in told
