"""A deal on its way: every stage brings its tasks, and goes on when they are done (S2-01..S2-21)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from company import Company
from examples import ANN, BOB, DEAL, DIRECTOR, FRIDAY, HEAD, LAWYER, MONDAY, NEXT_MONDAY, TUESDAY, WEDNESDAY, roubles

from crm_es.aggregates.deal import DateDeal, MoveDeal, OpenDeal, ReachMilestone, WinDeal
from crm_es.aggregates.task import AcceptTask, FinishTask, RescheduleTask, ReturnTask
from crm_es.application import Crm

HOUR = timedelta(hours=1)


@pytest.fixture
def company(staffed: Crm) -> Company:
    company = Company(staffed)
    command = OpenDeal(deal_id=DEAL, title="Flour", owner_id=ANN, pipeline="wholesale", value=roubles(900_000))
    company.ask(ANN, command, MONDAY)
    return company


def tasks(company: Company) -> dict[str, dict[str, Any]]:
    """The tasks by what is to do."""
    return {row["what"]: row for row in company.list("tasks")}


def named(company: Company, what: str) -> UUID:
    found = tasks(company)[what]["task_id"]
    assert isinstance(found, UUID)
    return found


def finish(company: Company, person_id: UUID, what: str, at: datetime) -> None:
    company.ask(person_id, FinishTask(task_id=named(company, what), result="Done"), at)


def move(stage: str, reason: str | None = None) -> MoveDeal:
    return MoveDeal(deal_id=DEAL, stage=stage, reason=reason)


def test_a_stage_brings_its_task_with_person_and_deadline(company: Company) -> None:
    """S2-01, S2-03, S2-07, S2-08, S2-13."""
    task = tasks(company)["Call the client"]
    assert (task["responsible_id"], task["supervisor_id"]) == (ANN, HEAD)
    assert (task["due"], task["deal_id"], task["stage"]) == (MONDAY + timedelta(2), DEAL, "lead")
    assert company.one("deals")["open_tasks"] == 1


def test_the_deal_goes_on_only_when_the_task_is_done(company: Company) -> None:
    """S2-21: the refusal names the task."""
    assert "'Call the client'" in company.refused(ANN, move("offer"), TUESDAY)
    finish(company, ANN, "Call the client", TUESDAY)
    company.ask(ANN, move("offer"), TUESDAY + HOUR)
    assert company.one("deals")["stage"] == "offer"
    assert {what for what, task in tasks(company).items() if task["status"] == "open"} == {
        "Send an offer",
        "Get feedback",
    }


def test_a_skip_is_visible_and_leaves_no_task_open(company: Company) -> None:
    """S2-21."""
    assert "give the reason" in company.refused(ANN, move("contract"), TUESDAY)
    company.ask(ANN, move("contract", "They know our prices"), TUESDAY)
    assert tasks(company)["Call the client"]["status"] == "cancelled"
    assert company.one("deals")["skips"] == 1


def test_a_milestone_sets_the_deadline_that_waits_for_it(company: Company) -> None:
    """S2-11."""
    finish(company, ANN, "Call the client", TUESDAY)
    company.ask(ANN, move("offer"), TUESDAY)
    assert tasks(company)["Get feedback"]["due"] == TUESDAY + timedelta(7)
    company.ask(ANN, ReachMilestone(deal_id=DEAL, name="offer sent"), WEDNESDAY)
    assert tasks(company)["Get feedback"]["due"] == WEDNESDAY + timedelta(2)


def test_the_supervisor_returns_and_accepts_a_result(company: Company) -> None:
    """S2-13: it counts only once it is accepted."""
    company.ask(ANN, move("contract", "They know our prices"), MONDAY)
    task_id = named(company, "Prepare the contract")
    finish(company, LAWYER, "Prepare the contract", TUESDAY)
    company.ask(ANN, DateDeal(deal_id=DEAL, name="shipment", on=date(2027, 1, 15)), TUESDAY)
    assert "'Prepare the contract'" in company.refused(ANN, move("shipment"), TUESDAY)
    company.ask(DIRECTOR, ReturnTask(task_id=task_id, reason="Whose address?", due=FRIDAY), WEDNESDAY)
    assert (tasks(company)["Prepare the contract"]["status"], company.one("deals")["open_tasks"]) == ("returned", 1)
    finish(company, LAWYER, "Prepare the contract", WEDNESDAY + HOUR)
    company.ask(DIRECTOR, AcceptTask(task_id=task_id), WEDNESDAY + 2 * HOUR)
    company.ask(ANN, move("shipment"), FRIDAY)
    assert company.one("deals")["stage"] == "shipment"


def test_what_is_overdue_comes_to_the_supervisor_until_it_is_moved(company: Company) -> None:
    """S2-05, S2-14, S2-19."""
    late = WEDNESDAY + HOUR
    company.clock(late)
    (entry,) = company.notebook(HEAD)
    assert (entry.kind, entry.subject_id) == ("overdue of a subordinate", named(company, "Call the client"))
    company.clock(late + HOUR)
    assert len(company.notebook(HEAD)) == 1
    reschedule = RescheduleTask(task_id=entry.subject_id, due=FRIDAY, reason="They are away")
    assert company.refused(BOB, reschedule, late)
    company.ask(ANN, reschedule, late)
    assert company.notebook(HEAD) == []
    task = tasks(company)["Call the client"]
    assert (task["due"], task["first_due"], task["times_moved"]) == (FRIDAY, WEDNESDAY, 1)
    company.clock(FRIDAY + HOUR)
    assert company.kinds(HEAD) == ["overdue of a subordinate"]
    finish(company, ANN, "Call the client", NEXT_MONDAY)
    assert company.notebook(HEAD) == []


def test_a_deal_is_won_at_the_end_of_its_way(company: Company) -> None:
    """S2-09, S2-15..S2-18."""
    finish(company, ANN, "Call the client", MONDAY + HOUR)
    company.ask(ANN, move("offer"), TUESDAY)
    finish(company, ANN, "Send an offer", TUESDAY)
    finish(company, ANN, "Get feedback", TUESDAY)
    company.ask(ANN, move("contract"), WEDNESDAY)
    finish(company, LAWYER, "Prepare the contract", WEDNESDAY)
    company.ask(DIRECTOR, AcceptTask(task_id=named(company, "Prepare the contract")), WEDNESDAY)
    assert "'shipment'" in company.refused(ANN, move("shipment"), WEDNESDAY)
    company.ask(ANN, DateDeal(deal_id=DEAL, name="shipment", on=FRIDAY.date()), WEDNESDAY)
    company.ask(ANN, move("shipment"), WEDNESDAY)
    assert tasks(company)["Check the shipment"]["due"].date() == FRIDAY.date() - timedelta(1)
    win = WinDeal(deal_id=DEAL, value=roubles(850_000))
    assert "'Check the shipment'" in company.refused(ANN, win, FRIDAY)
    finish(company, ANN, "Check the shipment", FRIDAY)
    company.ask(ANN, win, FRIDAY + HOUR)
    deal = company.one("deals")
    assert (deal["outcome"], deal["amount"], deal["closed_at"]) == ("won", 850_000, FRIDAY + HOUR)
    assert (deal["forward"], deal["skips"], deal["backs"]) == (3, 0, 0)
    stays = {row["stage"]: row["left_at"] for row in company.list("deal-stages", sort="entered_at")}
    assert list(stays) == ["lead", "offer", "contract", "shipment"]
    assert stays["lead"] == TUESDAY
