"""A request for payment from draft to paid, and every other way it may end (S1-02..S1-30)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from company import Company
from examples import (
    ANN,
    BOB,
    CAROL,
    CONTRACTOR,
    DIRECTOR,
    FRIDAY,
    HEAD,
    MONDAY,
    REQUEST,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    roubles,
)
from payment_facts import FORM

from crm_es.aggregates.contractor import RegisterContractor
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    CommentPaymentRequest,
    DraftPaymentRequest,
    PayPaymentRequest,
    RejectPaymentRequest,
    ReturnPaymentRequest,
    RevisePaymentRequest,
    SubmitPaymentRequest,
)
from crm_es.aggregates.staff_member import AppointDeputy
from crm_es.application import Crm

HOUR = timedelta(hours=1)
submit, approve = SubmitPaymentRequest(payment_request_id=REQUEST), ApprovePaymentRequest(payment_request_id=REQUEST)
pay = PayPaymentRequest(payment_request_id=REQUEST, payment_order="31")


@pytest.fixture
def company(staffed: Crm) -> Company:
    company = Company(staffed)
    company.ask(ANN, RegisterContractor(contractor_id=CONTRACTOR, name="Printer Ltd"), MONDAY)
    company.ask(ANN, DraftPaymentRequest(payment_request_id=REQUEST, form=FORM), MONDAY)
    return company


@pytest.fixture
def submitted(company: Company) -> Company:
    company.ask(ANN, submit, MONDAY)
    return company


def status(company: Company) -> str:
    return str(company.one("payment-requests")["status"])


def seen_by_accounting(company: Company) -> list[Any]:
    """Carol's own, and what is approved or paid."""
    question = {"sight": [CAROL], "besides": {"status": ("approved", "paid")}}
    return [row["payment_request_id"] for row in company.list("payment-requests", **question)]


def test_a_request_is_drafted_approved_and_paid(company: Company) -> None:
    """S1-02, S1-03, S1-21, S1-22, S1-26, S1-27."""
    assert status(company) == "draft"
    company.ask(ANN, submit, MONDAY)
    assert (status(company), company.kinds(HEAD)) == ("submitted", ["payment question"])
    company.ask(HEAD, approve, TUESDAY)
    assert (status(company), company.kinds(HEAD)) == ("approved", [])
    assert (company.kinds(ANN), company.kinds(CAROL)) == (["payment decision"], ["payment to make"])
    company.ask(CAROL, pay, WEDNESDAY)
    row = company.one("payment-requests")
    assert (row["status"], row["payment_order"], row["paid_on"]) == ("paid", "31", WEDNESDAY.date())
    assert (row["approved_at"], row["paid_at"]) == (TUESDAY, WEDNESDAY)
    assert company.kinds(ANN) == ["payment decision", "payment made"]
    assert (company.kinds(HEAD), company.kinds(CAROL)) == (["payment made"], [])


def test_accounting_sees_approved_requests_only(submitted: Company) -> None:
    """S1-30."""
    assert seen_by_accounting(submitted) == []
    submitted.ask(HEAD, approve, TUESDAY)
    assert seen_by_accounting(submitted) == [REQUEST]
    submitted.ask(CAROL, pay, WEDNESDAY)
    assert seen_by_accounting(submitted) == [REQUEST]


def test_a_large_request_takes_the_director_too(company: Company) -> None:
    """S1-35."""
    large = FORM.model_copy(update={"amount": roubles(100_001)})
    company.ask(ANN, RevisePaymentRequest(payment_request_id=REQUEST, form=large), MONDAY)
    company.ask(ANN, submit, MONDAY)
    assert (company.kinds(HEAD), company.kinds(DIRECTOR)) == (["payment question"], [])
    company.ask(HEAD, approve, TUESDAY)
    assert (status(company), company.kinds(HEAD), company.kinds(DIRECTOR)) == ("submitted", [], ["payment question"])
    company.ask(DIRECTOR, approve, WEDNESDAY)
    assert (status(company), company.kinds(DIRECTOR)) == ("approved", [])


def test_a_request_goes_back_for_rework_and_comes_again(submitted: Company) -> None:
    """S1-04, S1-25: also from accounting."""
    submitted.ask(HEAD, ReturnPaymentRequest(payment_request_id=REQUEST, reason="Which printer?"), TUESDAY)
    assert (status(submitted), submitted.kinds(HEAD)) == ("rework", [])
    assert "Which printer?" in submitted.notebook(ANN)[0].text
    submitted.ask(ANN, submit, TUESDAY + HOUR)
    submitted.ask(HEAD, approve, TUESDAY + 2 * HOUR)
    submitted.ask(CAROL, CommentPaymentRequest(payment_request_id=REQUEST, comment="Details?"), WEDNESDAY)
    submitted.ask(CAROL, ReturnPaymentRequest(payment_request_id=REQUEST, reason="No such account"), WEDNESDAY)
    assert (status(submitted), submitted.kinds(CAROL), seen_by_accounting(submitted)) == ("rework", [], [])
    submitted.ask(ANN, submit, THURSDAY)
    submitted.ask(HEAD, approve, THURSDAY)
    submitted.ask(CAROL, pay, FRIDAY)
    row = submitted.one("payment-requests")
    assert (row["status"], row["round"], row["comments"]) == ("paid", 3, 1)


def test_a_rejected_request_tells_why(submitted: Company) -> None:
    """S1-22."""
    submitted.ask(HEAD, RejectPaymentRequest(payment_request_id=REQUEST, reason="Too dear"), TUESDAY)
    assert (status(submitted), submitted.kinds(HEAD)) == ("rejected", [])
    assert "Rejected" in submitted.notebook(ANN)[0].text
    assert "Too dear" in submitted.notebook(ANN)[0].text
    assert "not approved" in submitted.refused(CAROL, pay, WEDNESDAY)


def test_deputies_decide_within_the_dates(submitted: Company) -> None:
    """S0-26: and both are named."""
    day = TUESDAY.date()
    submitted.ask(HEAD, AppointDeputy(staff_member_id=HEAD, deputy_id=BOB, since=day, until=day), MONDAY)
    submitted.refused(BOB, approve, MONDAY + HOUR)
    submitted.refused(BOB, approve, WEDNESDAY)
    submitted.ask(BOB, approve, TUESDAY)
    with submitted.crm.log.datastore.get_connection() as db:
        row = db.execute(
            "SELECT state ->> 'approver_id' AS whose, state ->> 'decided_by' AS by FROM events"
            " WHERE topic = 'PaymentRequestApproved'"
        ).fetchone()
    assert row == {"whose": str(HEAD), "by": str(BOB)}


def test_nobody_goes_out_of_turn(submitted: Company) -> None:
    assert "not approved" in submitted.refused(CAROL, pay, MONDAY)
    assert "of their own" in submitted.refused(ANN, approve, MONDAY)
    submitted.refused(BOB, approve, MONDAY)
    submitted.ask(HEAD, approve, TUESDAY)
    assert "accounting" in submitted.refused(ANN, pay, TUESDAY)
    submitted.ask(CAROL, pay, WEDNESDAY)
    other = pay.model_copy(update={"payment_order": "32"})
    assert "twice" in submitted.refused(CAROL, other, THURSDAY)
    submitted.ask(CAROL, pay, THURSDAY)
    assert len(submitted.notebook(HEAD)) == 1, "told once"
