"""A result goes to and fro until its supervisor finds it right (S2-13, S2-19, X-17)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from company import Company
from examples import ANN, BOB, FRIDAY, HEAD, MONDAY, NEXT_MONDAY, THURSDAY, TUESDAY, WEDNESDAY

from crm_es.aggregates.notebook import CloseEntry
from crm_es.aggregates.task import AcceptTask, AssignTask, FinishTask, NextTask, ReassignTask, ReturnTask
from crm_es.application import Crm
from crm_es.ids import derived, notebook_of

TASK = UUID(int=700)


@pytest.fixture
def company(staffed: Crm) -> Company:
    """Ann owes Helen a contract."""
    company = Company(staffed)
    wish = AssignTask(task_id=TASK, what="Contract", responsible_id=ANN, due=WEDNESDAY, accepted=True)
    company.ask(HEAD, wish, MONDAY)
    return company


def test_the_supervisor_is_asked_and_the_responsible_person_told_until_it_is_right(company: Company) -> None:
    company.ask(ANN, FinishTask(task_id=TASK, result="Written"), TUESDAY)
    (asked,) = company.notebook(HEAD)
    assert (asked.kind, asked.text) == ("result to accept", "Contract: Written")
    closing = CloseEntry(notebook_id=notebook_of(HEAD), entry_id=asked.entry_id, result="Seen")
    assert "closes by itself" in company.refused(HEAD, closing, TUESDAY)

    company.ask(HEAD, ReturnTask(task_id=TASK, reason="The price is missing.", due=FRIDAY), TUESDAY)
    assert company.notebook(HEAD) == []
    (told,) = company.notebook(ANN)
    assert (told.kind, told.text) == ("task returned", "Contract: The price is missing.")

    onward = NextTask(what="Send it", due=NEXT_MONDAY)
    company.ask(ANN, FinishTask(task_id=TASK, result="With the price", next=onward), WEDNESDAY)
    assert (company.kinds(ANN), company.kinds(HEAD)) == ([], ["result to accept"])
    company.ask(HEAD, AcceptTask(task_id=TASK), THURSDAY)
    assert company.kinds(HEAD) == []
    following = {row["task_id"]: row["what"] for row in company.list("tasks", filters={"to_do": "true"})}
    assert following == {derived(TASK, "next", 2): "Send it"}


def test_a_task_that_changes_hands_takes_its_notices_along(company: Company) -> None:
    company.clock(THURSDAY)
    assert company.kinds(HEAD) == ["overdue of a subordinate"]
    company.ask(HEAD, ReassignTask(task_id=TASK, responsible_id=HEAD, reason="Ann is ill."), THURSDAY)
    assert company.kinds(HEAD) == [], "it is her own now"
    company.ask(HEAD, ReassignTask(task_id=TASK, responsible_id=BOB, reason="No time."), THURSDAY + timedelta(1))
    assert company.kinds(HEAD) == ["overdue of a subordinate"]
    load = {row["responsible"]: (row["open"], row["overdue_open"]) for row in company.list("workload")}
    assert load == {"Ann": (0, 0), "Helen": (0, 0), "Bob": (1, 1)}
