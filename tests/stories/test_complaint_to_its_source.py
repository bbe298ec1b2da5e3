"""A complaint reaches its source by two hops, and an answer reaches the client (S0-15..S0-19)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from company import Company
from complaint_facts import ROUTED
from examples import (
    ADMIN,
    ANN,
    CAROL,
    CLIENT,
    CONTRACTOR,
    DIRECTOR,
    FRIDAY,
    LAWYER,
    MONDAY,
    NEXT_MONDAY,
    TUESDAY,
    WEDNESDAY,
)

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.complaint import (
    AnswerComplaint,
    FileComplaint,
    PassComplaintOn,
    PlanCorrectiveAction,
    TellClient,
)
from crm_es.aggregates.contractor import RegisterContractor
from crm_es.aggregates.notebook import CloseEntry
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.application import Crm
from crm_es.complaint_report import by_cause
from crm_es.ids import notebook_of

COMPLAINT, ACTION = UUID(int=301), UUID(int=302)
MINUTE = timedelta(minutes=1)
file = FileComplaint(complaint_id=COMPLAINT, client_id=CLIENT, cause="mis-sort", text="Stones in the flour")
to_purchasing = PassComplaintOn(complaint_id=COMPLAINT, cause="defect", reason="The sacks are sealed: no mix-up here")
to_supplier = PassComplaintOn(complaint_id=COMPLAINT, contractor_id=CONTRACTOR, reason="It came so from the mill")
answer = AnswerComplaint(complaint_id=COMPLAINT, answer="The mill changed its sieve and exchanges the sacks.")


def tell(how: str, *, content: bool) -> TellClient:
    return TellClient(complaint_id=COMPLAINT, how=how, content=content)


@pytest.fixture
def company(staffed: Crm) -> Company:
    company = Company(staffed)
    company.ask(ADMIN, PublishPlaybook(playbook=ROUTED), MONDAY)
    company.ask(ANN, MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), MONDAY)
    company.ask(ANN, RegisterContractor(contractor_id=CONTRACTOR, name="The mill"), MONDAY)
    return company


@pytest.fixture
def at_source(company: Company) -> Company:
    """From the warehouse to Purchasing, from there to the mill."""
    company.ask(ANN, file, MONDAY)
    company.ask(CAROL, to_purchasing, MONDAY + MINUTE)
    company.ask(LAWYER, to_supplier, TUESDAY)
    return company


def complaint(company: Company) -> dict[str, Any]:
    return company.one("complaints")


def test_each_hop_is_an_entry_of_whoever_has_it_now(company: Company) -> None:
    company.ask(ANN, file, MONDAY)
    assert (company.kinds(CAROL), company.kinds(LAWYER)) == (["complaint to settle"], [])
    company.ask(CAROL, to_purchasing, MONDAY + MINUTE)
    assert (company.kinds(CAROL), company.kinds(LAWYER)) == ([], ["complaint to settle"])
    company.ask(LAWYER, to_supplier, TUESDAY)
    (entry,) = company.notebook(LAWYER)
    assert "The supplier is asked: It came so from the mill" in entry.text
    found = complaint(company)
    assert (found["hops"], found["department"], found["contractor"], found["client"]) == (
        2, "Purchasing", "The mill", "Acme",
    )  # fmt: skip
    assert found["due"] == TUESDAY + timedelta(2)


def test_nobody_just_closes_what_a_client_waits_for(at_source: Company) -> None:
    """S0-18: the entry goes with the answer, and the answer with the client."""
    (entry,) = at_source.notebook(LAWYER)
    close = CloseEntry(notebook_id=notebook_of(LAWYER), entry_id=entry.entry_id, result="Later")
    assert "closes by itself" in at_source.refused(LAWYER, close, TUESDAY)


def test_the_answer_comes_back_to_the_client(at_source: Company) -> None:
    at_source.ask(LAWYER, answer, TUESDAY + MINUTE)
    assert at_source.kinds(LAWYER) == []
    (entry,) = at_source.notebook(ANN)
    assert (entry.kind, "The mill changed its sieve" in entry.text) == ("complaint answer", True)
    at_source.ask(ANN, tell("By phone: they thank us", content=True), TUESDAY + 2 * MINUTE)
    assert at_source.kinds(ANN) == []
    found = complaint(at_source)
    assert (found["status"], found["content"], found["closed_at"]) == ("closed", True, TUESDAY + 2 * MINUTE)


def test_a_client_who_is_not_content_brings_it_back(at_source: Company) -> None:
    at_source.ask(LAWYER, answer, TUESDAY + MINUTE)
    at_source.ask(ANN, tell("By phone: they want the money", content=False), WEDNESDAY)
    assert at_source.kinds(ANN) == []
    (entry,) = at_source.notebook(LAWYER)
    assert "they want the money" in entry.text
    found = complaint(at_source)
    assert (found["status"], found["reopened"], found["due"]) == ("open", 1, FRIDAY)


def test_what_is_not_answered_in_time_is_told_to_the_supervisor(at_source: Company) -> None:
    at_source.clock(FRIDAY)
    (entry,) = at_source.notebook(DIRECTOR)
    assert (entry.kind, "not answered by Purchasing" in entry.text) == ("overdue of a subordinate", True)
    assert complaint(at_source)["overdue"] is True
    at_source.ask(LAWYER, answer, FRIDAY + MINUTE)
    assert at_source.kinds(DIRECTOR) == []
    at_source.clock(NEXT_MONDAY + timedelta(1))
    assert complaint(at_source)["overdue"] is True, "nobody has told the client"


def test_the_clock_speaks_once(at_source: Company) -> None:
    at_source.clock(FRIDAY)
    at_source.clock(FRIDAY + MINUTE)
    assert at_source.kinds(DIRECTOR) == ["overdue of a subordinate"]


def test_what_changes_is_a_task_and_the_report_knows_it_all(at_source: Company) -> None:
    """S0-19, S0-21."""
    plan = PlanCorrectiveAction(
        complaint_id=COMPLAINT, action_id=ACTION, what="Sieve a sample of each lorry", responsible_id=CAROL, due=FRIDAY
    )
    at_source.ask(LAWYER, plan, TUESDAY + MINUTE)
    task = at_source.one("tasks")
    assert (task["what"], task["responsible"], task["supervisor"]) == (
        "Sieve a sample of each lorry",
        "Carol",
        "Dmitry",
    )
    at_source.ask(LAWYER, answer, TUESDAY + timedelta(hours=15))
    with at_source.crm.log.datastore.get_connection() as db:
        lines = by_cause(db)
    assert [(line["cause"], line["complaints"], line["median_hours_to_answer"]) for line in lines] == [
        (None, 1, 39.0),
        (None, 1, 39.0),
        ("defect", 1, 39.0),
    ]
