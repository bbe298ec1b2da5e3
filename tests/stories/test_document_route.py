"""A contract goes to the lawyer and the director, comes back for another version, and is approved (S0-50)."""

from __future__ import annotations

from datetime import date

import pytest
from company import Company
from document_facts import FILE, SECOND
from examples import ANN, BOB, CONTRACTOR, DIRECTOR, FRIDAY, ID, LAWYER, MONDAY, THURSDAY, TUESDAY, WEDNESDAY

from crm_es.aggregates.contractor import RegisterContractor
from crm_es.aggregates.document import (
    ApproveDocument,
    DraftDocument,
    RejectDocument,
    ReturnDocument,
    ReviseDocument,
    SubmitDocument,
    WithdrawDocument,
)
from crm_es.aggregates.staff_member import AppointDeputy
from crm_es.application import Crm

submit, approve = SubmitDocument(document_id=ID), ApproveDocument(document_id=ID)


@pytest.fixture
def submitted(staffed: Crm) -> Company:
    company = Company(staffed)
    company.ask(ANN, RegisterContractor(contractor_id=CONTRACTOR, name="Printer Ltd"), MONDAY)
    draft = DraftDocument(document_id=ID, title="Contract 17", kind="contract", file=FILE, contractor_id=CONTRACTOR)
    company.ask(ANN, draft, MONDAY)
    company.ask(ANN, submit, MONDAY)
    return company


def test_a_contract_is_approved_step_by_step(submitted: Company) -> None:
    assert (submitted.kinds(LAWYER), submitted.kinds(DIRECTOR)) == (["document question"], [])
    assert "waits for step 'law'" in submitted.refused(DIRECTOR, approve, TUESDAY)
    submitted.ask(LAWYER, approve, TUESDAY)
    assert (submitted.kinds(LAWYER), submitted.kinds(DIRECTOR)) == ([], ["document question"])
    submitted.ask(DIRECTOR, approve, WEDNESDAY)
    row = submitted.one("documents")
    assert (row["status"], row["approved_at"], row["contractor"]) == ("approved", WEDNESDAY, "Printer Ltd")
    assert (submitted.kinds(DIRECTOR), submitted.kinds(ANN)) == ([], ["document decision"])


def test_what_comes_back_is_decided_about_in_its_next_version(submitted: Company) -> None:
    revise = ReviseDocument(document_id=ID, file=SECOND)
    assert "withdraw it" in submitted.refused(ANN, revise, MONDAY)
    submitted.ask(LAWYER, ReturnDocument(document_id=ID, reason="Clause 4"), TUESDAY)
    assert (submitted.kinds(LAWYER), submitted.one("documents")["status"]) == ([], "rework")
    assert "Clause 4" in submitted.notebook(ANN)[0].text
    submitted.ask(ANN, revise, WEDNESDAY)
    submitted.ask(ANN, submit, WEDNESDAY)
    assert submitted.kinds(LAWYER) == ["document question"]
    submitted.ask(LAWYER, approve, THURSDAY)
    submitted.ask(DIRECTOR, approve, FRIDAY)
    row = submitted.one("documents")
    assert (row["status"], row["version"], row["name"], row["round"]) == ("approved", 2, SECOND.name, 2)


def test_a_deputy_decides_and_the_author_does_not(submitted: Company) -> None:
    """S0-26"""
    stands_in = AppointDeputy(staff_member_id=LAWYER, deputy_id=BOB, since=TUESDAY.date(), until=date(2026, 11, 25))
    submitted.ask(LAWYER, stands_in, MONDAY)
    assert "of their own" in submitted.refused(ANN, approve, TUESDAY)
    assert "those who are asked" in submitted.refused(BOB, approve, MONDAY)
    submitted.ask(BOB, RejectDocument(document_id=ID, reason="Never"), TUESDAY)
    assert (submitted.one("documents")["status"], submitted.kinds(LAWYER)) == ("rejected", [])


def test_the_author_takes_it_back_and_nobody_is_asked_any_more(submitted: Company) -> None:
    submitted.ask(ANN, WithdrawDocument(document_id=ID, reason="Not needed"), TUESDAY)
    assert (submitted.one("documents")["reason"], submitted.kinds(LAWYER), submitted.kinds(ANN)) == (
        "Not needed",
        [],
        [],
    )
